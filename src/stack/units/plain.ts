import { getAddress } from "../../checksum.ts";
import type { Parsed, Unit } from "../unit.ts";
import { quoted } from "./quoted.ts";

const same = String;

/** `true` or `false`: nothing else is a flag in YAML 1.2. */
export const flag: Unit = {
  name: "flag",
  expects: "true or false",
  parse: (text): Parsed =>
    text === "true" || text === "false"
      ? { ok: text === "true" }
      : { problem: { found: quoted(text), expected: flag.expects } },
  format: same,
};

function addressUnit(expects: string): Unit {
  return {
    name: "address",
    expects,
    parse(text): Parsed {
      if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return { problem: { found: quoted(text), expected: expects } };
      const checksummed = getAddress(text.toLowerCase());
      if (checksummed === text) return { ok: text };
      return {
        problem: {
          found: `${quoted(text)}, whose checksum is wrong`,
          expected: `"${checksummed}" if these are the digits`,
        },
      };
    },
    format: same,
  };
}

const DIGITS = "an address of 40 hexadecimal digits with a valid checksum";

/** Twenty bytes with a valid EIP-55 checksum. Names are resolved before a text gets here. */
export const address = addressUnit(`${DIGITS}, or a name`);

/** The same where no names are known. */
export const namelessAddress = addressUnit(DIGITS);

/** Thirty-two bytes in hexadecimal, kept in lower case. */
export const word: Unit = {
  name: "word",
  expects: "32 bytes as 0x and 64 hexadecimal digits, in quotes",
  parse: (text): Parsed =>
    /^0x[0-9a-fA-F]{64}$/.test(text)
      ? { ok: text.toLowerCase() }
      : { problem: { found: quoted(text), expected: word.expects } },
  format: same,
};

/** Any text, as it is. */
export const text: Unit = {
  name: "text",
  expects: "a text",
  parse: (written): Parsed => ({ ok: written }),
  format: same,
};

/**
 * One of a fixed set of words, held by the contract as a number: an enum's members in their order, or words with their
 * numbers.
 */
export function choice(name: string, values: readonly string[] | Readonly<Record<string, bigint>>): Unit {
  const entries = Array.isArray(values)
    ? (values as readonly string[]).map((word, index) => [word, BigInt(index)] as const)
    : Object.entries(values as Readonly<Record<string, bigint>>);
  const numbers = new Map(entries);
  const words = new Map(entries.map(([word, number]) => [number, word]));
  const expects = `a ${name}: ${[...numbers.keys()].join(", ")}`;
  return {
    name: "choice",
    expects,
    parse(text): Parsed {
      const number = numbers.get(text);
      return number === undefined ? { problem: { found: quoted(text), expected: expects } } : { ok: number };
    },
    format: (value) => (typeof value === "bigint" ? words.get(value) : undefined) ?? String(value),
  };
}
