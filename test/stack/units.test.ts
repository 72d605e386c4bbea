import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Value } from "../../src/kinds/value.ts";
import type { Unit } from "../../src/stack/unit.ts";
import * as units from "../../src/stack/units.ts";

const { both, bps, choice, count, duration, flag, gasPrice, integer, percent, slashPercent, token, wad, wadFraction } =
  units;
const strategy = choice("selection strategy", ["rotating", "reservoir"]);
const WAD = 10n ** 18n;

function ok(unit: Unit, text: string): Value {
  const parsed = unit.parse(text);
  if ("problem" in parsed) throw new Error(`${parsed.problem.found}; expected ${parsed.problem.expected}`);
  return parsed.ok;
}

function refusal(unit: Unit, text: string): string {
  const parsed = unit.parse(text);
  if ("ok" in parsed) throw new Error(`${text} is taken as ${String(parsed.ok)}`);
  expect(parsed.problem.expected).not.toBe("");
  return parsed.problem.found;
}

const uint = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 6n }), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }));
const int = fc.oneof(
  fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
  fc.bigInt({ min: -(2n ** 255n), max: 2n ** 255n - 1n }),
);
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array) => `0x${Buffer.from(array).toString("hex")}`);

describe("exact round trip", () => {
  const cases: readonly (readonly [Unit, fc.Arbitrary<Value>])[] = [
    [percent, uint],
    [slashPercent, fc.bigInt({ min: 0n, max: 100n })],
    [bps, uint],
    [wadFraction, uint],
    [token, uint],
    [gasPrice, uint],
    [duration, uint],
    [count, uint],
    [wad, int],
    [integer, int],
    [units.wadOrUnset, fc.oneof(int, fc.constant("unset"))],
    [flag, fc.boolean()],
    [units.word, hex(32)],
    [units.text, fc.string()],
    [strategy, fc.constantFrom(0n, 1n)],
  ];
  for (const [unit, values] of cases) {
    it(`${unit.name}: parse(format(value)) is the value`, () => {
      fc.assert(
        fc.property(values, (value) => {
          expect(ok(unit, unit.format(value))).toBe(value);
        }),
        { numRuns: 10_000 },
      );
    });
  }

  it("is what the names say", () => {
    for (const name of [
      "percent",
      "slashPercent",
      "bps",
      "wadFraction",
      "wad",
      "wadOrUnset",
      "token",
      "duration",
      "count",
      "integer",
      "flag",
      "address",
      "word",
      "text",
    ] as const) {
      expect(units[name].name).toBe(name);
    }
    expect(strategy.name).toBe("choice");
  });
});

describe("what people write", () => {
  const cases: readonly (readonly [Unit, string, Value])[] = [
    [percent, "5 %", 5n],
    [percent, "5%", 5n],
    [percent, "500 bps", 5n],
    [bps, "250 bps", 250n],
    [bps, "2.5 %", 250n],
    [wadFraction, "0.65", (WAD * 65n) / 100n],
    [wadFraction, "65 %", (WAD * 65n) / 100n],
    [wadFraction, "33.3333333333333333 %", 333333333333333333n],
    [token, "100 AGIALPHA", 100n * WAD],
    [token, "100.5 AGIALPHA", 1005n * 10n ** 17n],
    [token, "1_000_000 AGIALPHA", 10n ** 24n],
    [token, "1 wei", 1n],
    [gasPrice, "1.5 gwei", 1_500_000_000n],
    [duration, "7 days", 604_800n],
    [duration, "1 week", 604_800n],
    [duration, "1 day 12 hours", 129_600n],
    [duration, "1.5 days", 129_600n],
    [duration, "90 minutes", 5_400n],
    [duration, "30 s", 30n],
    [duration, "1800 s", 1_800n],
    [duration, "0", 0n],
    [wad, "1.8", 18n * 10n ** 17n],
    [wad, "-0.5", -5n * 10n ** 17n],
    [count, "1_000_000", 1_000_000n],
    [integer, "-3", -3n],
    [strategy, "reservoir", 1n],
  ];
  it.each(cases.map(([unit, text, value]) => ({ unit, text, value, name: unit.name })))(
    "$name: $text",
    ({ unit, text, value }) => {
      expect(ok(unit, text)).toBe(value);
    },
  );
});

describe("what does not convert exactly", () => {
  const cases: readonly (readonly [Unit, string, RegExp])[] = [
    [percent, "33.33 %", /not a multiple of 1 %/],
    [percent, "250 bps", /not a multiple of 1 %/],
    [percent, "5", /without a unit/],
    [percent, "-5 %", /negative/],
    [percent, "0x5 %", /"0x5 %"/],
    [slashPercent, "101 %", /more than 100 %/],
    [bps, "2.555 %", /not a multiple of 1 bps/],
    [wadFraction, "0.0000000000000000001", /not a multiple of 10\^-18/],
    [token, "0.0000000000000000001 AGIALPHA", /not a multiple of 1 wei/],
    [token, "0.5 wei", /not a multiple of 1 wei/],
    [token, "-1 AGIALPHA", /negative/],
    [token, "100", /without a unit/],
    [token, "100 ETH", /"100 ETH"/],
    [token, `${2n ** 256n} wei`, /256 bits/],
    [duration, "1800", /without a unit/],
    [duration, "1.5 s", /not a multiple of 1 s/],
    [duration, "12 hours 1 day", /from long to short/],
    [duration, "1 day 1 day", /from long to short/],
    [duration, "-1 day", /negative/],
    [wad, "1.0000000000000000001", /not a multiple of 10\^-18/],
    [wad, "1e3", /"1e3"/],
    [wad, ".5", /".5"/],
    [count, "1.5", /not a multiple of 1/],
    [count, "-1", /negative/],
    [count, "010", /"010"/],
    [count, "1__0", /"1__0"/],
    [count, "9".repeat(100_000), /999\.\.\./],
    [integer, `${2n ** 255n}`, /256 bits/],
    [flag, "yes", /"yes"/],
    [units.word, "0x12", /"0x12"/],
    [units.address, "0x5fbdb2315678afecb367f032d93f642f64180aa3", /checksum is wrong/],
    [units.address, "vitalik.eth", /"vitalik.eth"/],
    [strategy, "random", /"random"/],
  ];
  it.each(cases.map(([unit, text, why]) => ({ unit, text, why, name: unit.name, shown: text.slice(0, 40) })))(
    "$name: $shown",
    ({ unit, text, why }) => {
      expect(refusal(unit, text)).toMatch(why);
    },
  );

  it("is never rounded: what parses, formats back to the same number", () => {
    const decimals = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat({ max: 24 })).map(([digits, scale]) => {
      const text = digits.toString().padStart(scale + 1, "0");
      return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
    });
    fc.assert(
      fc.property(decimals, (text) => {
        const parsed = token.parse(`${text} AGIALPHA`);
        const fraction = (text.split(".")[1] ?? "").replace(/0+$/, "");
        expect("ok" in parsed).toBe(fraction.length <= 18);
        if ("ok" in parsed) expect(parsed.ok).toBe(BigInt(text.split(".")[0]! + fraction.padEnd(18, "0")));
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("what reports show", () => {
  const cases: readonly (readonly [Unit, Value, string])[] = [
    [percent, 5n, "5 % [5]"],
    [bps, 250n, "2.5 % [250]"],
    [wadFraction, (WAD * 65n) / 100n, "65 % [650000000000000000]"],
    [token, 100n * WAD, "100 AGIALPHA [100000000000000000000]"],
    [token, 5n, "5 wei [5]"],
    [duration, 604_800n, "7 days [604800]"],
    [duration, 3_600n, "1 hour [3600]"],
    [duration, 129_600n, "36 hours [129600]"],
    [duration, 5_400n, "90 minutes [5400]"],
    [duration, 100_000n, "1 day 3 hours 46 minutes 40 s [100000]"],
    [wad, 18n * 10n ** 17n, "1.8 [1800000000000000000]"],
    [units.wadOrUnset, "unset", "unset"],
    [count, 3n, "3"],
    [flag, true, "true"],
    [strategy, 1n, "reservoir [1]"],
    [strategy, 7n, "7"],
    [units.text, "ipfs://x", "ipfs://x"],
  ];
  it.each(cases.map(([unit, value, shown]) => ({ unit, value, shown })))("$shown", ({ unit, value, shown }) => {
    expect(both(unit, value)).toBe(shown);
  });
});
