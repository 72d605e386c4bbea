import type { Hex } from "../kinds/value.ts";

/** Encodes values of one type. */
interface Coder {
  /** Its values are of different sizes: a list of them begins with where each one is. */
  readonly dynamic: boolean;
  /** Hexadecimal digits. @throws TypeError for a value of another type. */
  readonly encode: (value: unknown) => string;
}

/** Values to bytes, for types that were parsed once. @throws TypeError for values that are not of the types. */
export type Encode = (values: readonly unknown[]) => Hex;

const WORD = 64;

/**
 * The ABI encoding of values of these types: numbers, flags, addresses, bytes, texts, tuples, and lists of all of them.
 * @throws TypeError for another type.
 */
export function encoderFor(types: readonly string[]): Encode {
  const { encode } = tuple(types);
  return (values) => `0x${encode(values)}`;
}

/** @throws TypeError for values that are not of the types. */
export function encodeValues(types: readonly string[], values: readonly unknown[]): Hex {
  return encoderFor(types)(values);
}

/** Types between commas, those within brackets together: `(address,bytes)[],uint256`. */
export function typesIn(list: string): readonly string[] {
  const types: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < list.length; at++) {
    if (list[at] === "(") depth++;
    else if (list[at] === ")") depth--;
    else if (list[at] === "," && depth === 0) {
      types.push(list.slice(start, at));
      start = at + 1;
    }
  }
  return list === "" ? [] : [...types, list.slice(start)];
}

function coderOf(type: string): Coder {
  const list = /^(.*)\[(\d*)\]$/.exec(type);
  if (list) return listOf(coderOf(list[1]!), list[2] === "" ? undefined : Number(list[2]));
  if (/^\(.*\)$/.test(type)) return tuple(typesIn(type.slice(1, -1)));
  const [, base, size = ""] = /^(u?int|bytes|address|bool|string)(\d*)$/.exec(type) ?? [];
  if (base === "uint" || base === "int") return number(base === "int", Number(size || 256));
  if (base === "bytes") return size === "" ? bytes : word(`${size} bytes`, (value) => fixedBytes(value, Number(size)));
  if (base === "string") return text;
  if (base === "address") return word("address", (value) => matching(value, /^0x[0-9a-f]{40}$/i)?.padStart(WORD, "0"));
  if (base === "bool")
    return word("bool", (value) => (typeof value === "boolean" ? hexWord(value ? 1n : 0n) : undefined));
  throw new TypeError(`values of type ${type} are not encoded`);
}

/** Values behind each other; of a dynamic one its place is there, and it is behind all of them. */
function joined(coders: readonly Coder[], values: readonly unknown[]): string {
  const parts = coders.map(({ encode }, index) => encode(values[index]));
  let place = coders.reduce((sum, { dynamic }, index) => sum + (dynamic ? WORD : parts[index]!.length), 0);
  const heads = coders.map(({ dynamic }, index) => {
    if (!dynamic) return parts[index]!;
    const head = hexWord(BigInt(place / 2));
    place += parts[index]!.length;
    return head;
  });
  return [...heads, ...parts.filter((_, index) => coders[index]!.dynamic)].join("");
}

function tuple(types: readonly string[]): Coder {
  const coders = types.map(coderOf);
  const dynamic = coders.some((each) => each.dynamic);
  return {
    dynamic,
    encode(value) {
      const values = entries(value, coders.length);
      if (dynamic) return joined(coders, values);
      // Most calls: each value where it stands.
      return coders.reduce((all, { encode }, index) => all + encode(values[index]), "");
    },
  };
}

function listOf(coder: Coder, length: number | undefined): Coder {
  return {
    dynamic: length === undefined || coder.dynamic,
    encode(value) {
      const values = entries(value, length);
      const all = joined(Array<Coder>(values.length).fill(coder), values);
      return length === undefined ? hexWord(BigInt(values.length)) + all : all;
    },
  };
}

function entries(value: unknown, length: number | undefined): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError("no list");
  if (length !== undefined && value.length !== length)
    throw new TypeError(`${value.length} values instead of ${length}`);
  return value;
}

function word(what: string, encode: (value: unknown) => string | undefined): Coder {
  return {
    dynamic: false,
    encode(value) {
      const found = encode(value);
      if (found === undefined) throw new TypeError(`${String(value)} is no ${what}`);
      return found;
    },
  };
}

function number(signed: boolean, bits: number): Coder {
  const fits = (value: bigint) => (signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) === value;
  return word(`number of ${bits} bits`, (value) =>
    typeof value === "bigint" && fits(value) ? hexWord(value) : undefined,
  );
}

const bytes: Coder = {
  dynamic: true,
  encode(value) {
    const digits = matching(value, /^0x(?:[0-9a-f]{2})*$/i);
    if (digits === undefined) throw new TypeError("no bytes in hexadecimal");
    return measured(digits);
  },
};

const text: Coder = {
  dynamic: true,
  encode(value) {
    if (typeof value !== "string" || !value.isWellFormed()) throw new TypeError("no text");
    return measured(Buffer.from(value, "utf8").toString("hex"));
  },
};

function fixedBytes(value: unknown, size: number): string | undefined {
  const digits = matching(value, /^0x(?:[0-9a-f]{2})*$/i);
  return digits?.length === 2 * size ? digits.padEnd(WORD, "0") : undefined;
}

function measured(digits: string): string {
  return hexWord(BigInt(digits.length / 2)) + digits.padEnd(Math.ceil(digits.length / WORD) * WORD, "0");
}

/** Digits behind `0x` of a text that is like this. */
function matching(value: unknown, like: RegExp): string | undefined {
  return typeof value === "string" && like.test(value) ? value.slice(2).toLowerCase() : undefined;
}

function hexWord(value: bigint): string {
  return (value < 0n ? BigInt.asUintN(256, value) : value).toString(16).padStart(WORD, "0");
}
