import type { Address, Hex } from "../kinds/value.ts";
import { count } from "../report/text.ts";
import { visible } from "../visible.ts";
import { NAME_OF_CODE } from "./known-code.ts";
import type { LeftOut } from "./module-text.ts";
import { whoIs } from "./people.ts";
import type { Evidence } from "./recognise.ts";
import type { Walked } from "./walk.ts";
import type { Contents } from "./write.ts";

/** What was found on the way, for whoever adopts: the file says the same in its comments. */
export interface AdoptReport {
  readonly block: bigint;
  /** Requests that it took. */
  readonly posts: number;
  readonly found: readonly {
    readonly name: string;
    readonly kind: string;
    readonly address: Address;
    readonly by: Evidence;
  }[];
  /** Accounts, and contracts that are known and hold nothing to govern. */
  readonly others: readonly { readonly name: string; readonly address: Address; readonly who: string }[];
  /** Contracts of no known kind: who governs them, and what they hold, is nowhere in the file. */
  readonly unknown: readonly { readonly name: string; readonly address: Address; readonly reason: string }[];
  readonly leftOut: readonly LeftOut[];
  /** That no contract is older than the start block; false where the endpoint does not know any more. */
  readonly startChecked: boolean;
  /** Not looked at, because there were too many. */
  readonly beyond: readonly Address[];
}

/** @param beyond addresses that were not looked at. */
export function reportOf(
  contents: Contents,
  beyond: Walked["beyond"],
  leftOut: readonly LeftOut[],
): Omit<AdoptReport, "startChecked" | "posts"> {
  const { block, modules, names, uses, codes } = contents;
  const nameOf = (address: Address) => names.get(address) ?? address;
  const own = new Set(modules.map(({ address }) => address));
  const unknown = [...contents.unknown].filter(([address]) => !isNamed(codes.get(address)));
  const others = [...names].filter(([address]) => !own.has(address) && !unknown.some(([other]) => other === address));
  return {
    block: block.number,
    found: modules.map(({ address, kind, by }) => ({ name: nameOf(address), kind: kind.name, address, by })),
    others: others.map(([address, name]) => ({
      name,
      address,
      who: whoIs({ code: codes.get(address), uses: uses.get(address) ?? [] }, nameOf),
    })),
    unknown: unknown.map(([address, reason]) => ({ name: nameOf(address), address, reason })),
    leftOut,
    beyond: [...beyond],
  };
}

function isNamed(code: Hex | undefined): boolean {
  return code !== undefined && NAME_OF_CODE.has(code);
}

/** The report for people. */
export function reportText(report: AdoptReport): string {
  const { block, posts, found, others, unknown, leftOut, startChecked, beyond } = report;
  return [
    `Read in block ${block} with ${count(posts, "request")}.`,
    ...section("Recognised", found, ({ name, kind, address, by }) => `${name}  ${kind}  ${address} (by ${by})`),
    ...section("Nothing to govern there", others, ({ name, address, who }) => `${name}  ${address}  ${who}`),
    ...section(
      "Contracts of no known kind: who governs them, and what they hold, is not in the file",
      unknown,
      ({ name, address, reason }) => `${name}  ${address}  ${reason}`,
    ),
    ...section("Values that are left out", leftOut, ({ module, path, why }) => `${module}.${path}: ${why}`),
    ...section("Not looked at, because there were too many", beyond, (address) => address),
    ...(startChecked ? [] : [UNCHECKED]),
    "Before the file is used: docs/adopt.md says what to check by hand.",
  ].join("\n");
}

const UNCHECKED =
  "Whether a contract is older than the start block is not known: the endpoint keeps no state of that time.";

function section<T>(what: string, items: readonly T[], line: (item: T) => string): readonly string[] {
  if (items.length === 0) return [];
  return [`${what} (${items.length}):`, ...items.map((item) => `  ${visible(line(item))}`)];
}
