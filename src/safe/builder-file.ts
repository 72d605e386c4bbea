import { id } from "../keccak.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { Inner } from "./multi-send.ts";

/** The application's own version, which it writes into its files and does not compare. */
const APPLICATION = "1.18.0";

export interface BuilderTransaction {
  readonly to: string;
  /** Wei, decimal. */
  readonly value: string;
  /** Absent data is told by `contractMethod` and `contractInputsValues`. */
  readonly data: string | null;
  readonly contractMethod: {
    readonly inputs: readonly { readonly internalType: string; readonly name: string; readonly type: string }[];
    readonly name: string;
    readonly payable: boolean;
  } | null;
  readonly contractInputsValues: Readonly<Record<string, string>> | null;
}

/** A batch as the Safe Transaction Builder exports and imports it. */
export interface BuilderFile {
  readonly version: "1.0";
  /** Decimal. */
  readonly chainId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly meta: {
    readonly name: string;
    readonly description: string;
    readonly txBuilderVersion: string;
    readonly createdFromSafeAddress: string;
    readonly createdFromOwnerAddress: string;
    readonly checksum: string;
  };
  readonly transactions: readonly BuilderTransaction[];
}

export interface BuilderInput {
  readonly chainId: bigint;
  readonly safe: Address;
  /** What the application calls the batch. Not covered by the checksum. */
  readonly name: string;
  readonly description: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** In the order in which the Safe is to make them. */
  readonly transactions: readonly Inner[];
}

/** The same input gives the same file. */
export function builderFile(input: BuilderInput): BuilderFile {
  const { chainId, safe, name, description, createdAt } = input;
  const transactions = input.transactions.map(({ to, value, data }) => ({
    ...{ to, value: value.toString(), data },
    ...{ contractMethod: null, contractInputsValues: null },
  }));
  const meta = { name, description, txBuilderVersion: APPLICATION, createdFromSafeAddress: safe };
  const file: BuilderFile = {
    version: "1.0",
    chainId: chainId.toString(),
    createdAt,
    meta: { ...meta, createdFromOwnerAddress: "", checksum: "" },
    transactions,
  };
  return { ...file, meta: { ...file.meta, checksum: checksum(file) } };
}

/** What `meta.checksum` has to be; the application warns of a file where it is something else. */
export function checksum(file: BuilderFile): Hex {
  const { checksum: _, ...meta } = file.meta;
  return id(canonical({ ...file, meta: { ...meta, name: null } })) as Hex;
}

/** Text of the file. */
export function serialise(file: BuilderFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The application's own form of JSON: sorted keys first, then the values, each followed by a comma. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = value as Readonly<Record<string, unknown>>;
    const keys = Object.keys(fields).sort();
    return `{${JSON.stringify(keys)}${keys.map((key) => `${canonical(fields[key])},`).join("")}}`;
  }
  return JSON.stringify(value === undefined ? null : value);
}
