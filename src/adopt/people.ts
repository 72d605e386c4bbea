import { membersAt } from "../kinds/property.ts";
import { leavesOf } from "../plan/world.ts";
import { visible } from "../visible.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { NAME_OF_CODE } from "./known-code.ts";
import { lastOf, type Use } from "./mentions.ts";
import type { Found } from "./walk.ts";

/** So many things are said of one address. */
const MOST = 4;
/** So many contracts are named in one of them. */
const MOST_NAMED = 2;

/** What an address is and does, for the comment beside its name: `account: pauser of 8 modules, CANCELLER_ROLE of timelock`. */
export function whoIs(
  of: { readonly code: Hex | undefined; readonly reason?: string | undefined; readonly uses: readonly Use[] },
  nameOf: (address: Address) => string,
): string {
  const known = of.code && NAME_OF_CODE.get(of.code);
  const what = of.code === undefined ? "account" : (known ?? "contract of no known kind");
  const does = deeds(of.uses, nameOf);
  const why = of.reason !== undefined && known === undefined ? `; ${visible(of.reason)}` : "";
  return `${what}${does === "" ? "" : `: ${does}`}${why}`;
}

/** What a module is, where its values do not say it at a glance; empty if they do. */
export function whatIs(module: Found, uses: readonly Use[], nameOf: (address: Address) => string): string {
  const said: string[] = [];
  const { kind, values, proxy } = module;
  if (kind.topology === "safe") {
    const owners = membersAt(values, "owners").size;
    said.push(`Safe, ${String(values.get("threshold"))} of ${owners}`);
    const does = deeds(uses, nameOf);
    if (does !== "") said.push(does);
  }
  if (proxy) {
    const { implementation, admin } = proxy;
    said.push(
      `ERC-1967 proxy of ${implementation}, which ${nameOf(admin)} may upgrade: a module has one kind, so upgrades are not watched here`,
    );
  }
  return said.join("; ");
}

/** `pauser of 8 modules, PROPOSER_ROLE and EXECUTOR_ROLE of timelock`: what is said of the same contracts is said at once. */
function deeds(uses: readonly Use[], nameOf: (address: Address) => string): string {
  const of = new Map<string, Set<string>>();
  for (const { module, path } of uses) {
    const what = wordsOf(module, path);
    of.set(what, (of.get(what) ?? new Set<string>()).add(nameOf(module.address)));
  }
  const same = new Map<string, string[]>();
  for (const [what, names] of of) {
    const whose = [...names].join(" and ");
    same.set(whose, [...(same.get(whose) ?? []), what]);
  }
  const said = [...same].map(([whose, what]) => {
    const count = whose.split(" and ").length;
    return `${what.join(" and ")} of ${count > MOST_NAMED ? `${count} modules` : whose}`;
  });
  return said.slice(0, MOST).join(", ") + (said.length > MOST ? `, and ${said.length - MOST} more` : "");
}

/** `owners` is a list, of which one is an owner; of other lists one is a member. */
function wordsOf({ kind }: Found, path: string): string {
  if (path === "owners") return "owner";
  if (path === "targets") return "target";
  if (path.endsWith(".members")) return path.split(".").at(-2)!;
  const last = lastOf(path);
  if (last === "pendingOwner" || last === "pauserManager")
    return last.replace(/[A-Z]/, (big) => ` ${big.toLowerCase()}`);
  const leaf = leavesOf(kind).get(path);
  return leaf?.type === "members" && leaf.facet === "AddressSet" ? `among the ${last}` : last;
}
