import type { Parsed, Unit } from "../unit.ts";
import { DECIMAL, decimal, decimalText, exactly } from "./decimal.ts";
import { quoted } from "./quoted.ts";

/** Amounts with a currency beside the number, kept in wei. `symbols` maps each symbol to its decimals, largest first. */
function amount(name: string, expects: string, symbols: Readonly<Record<string, number>>): Unit {
  const pattern = new RegExp(String.raw`^(${DECIMAL})\s*(${Object.keys(symbols).join("|")})$`);
  return {
    name,
    expects,
    parse(text): Parsed {
      const [, digits = "", symbol = ""] = pattern.exec(text) ?? [];
      const value = decimal(digits);
      const places = symbols[symbol];
      if (value && places !== undefined) return exactly(value, places, "unsigned", { text, expects, step: "1 wei" });
      const found = decimal(text) ? `${quoted(text)}, a number without a unit` : quoted(text);
      return { problem: { found, expected: expects } };
    },
    format(value) {
      if (typeof value !== "bigint") return String(value);
      const forms = Object.entries(symbols).map(([symbol, places]) => `${decimalText(value, places)} ${symbol}`);
      return forms.reduce((best, form) => (form.length < best.length ? form : best));
    },
  };
}

/** The protocol's staking token, 18 decimals. */
export const token = amount("token", "an amount such as 100 AGIALPHA or 5 wei, with at most 18 decimals", {
  AGIALPHA: 18,
  wei: 0,
});

/** Prices of gas. */
export const gasPrice = amount("gasPrice", "a price such as 30 gwei", { gwei: 9, wei: 0 });
