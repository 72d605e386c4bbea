import type { Draft } from "../chain/read-contract.ts";
import { kinds } from "../kinds/index.ts";
import type { Kind } from "../kinds/kind.ts";
import { ZERO_ADDRESS, type Address, type Hex } from "../kinds/value.ts";
import { ENUMERABLE, RULED, SENSELESS } from "./clues.ts";
import { KIND_BY_CODE } from "./known-code.ts";
import type { Candidate, Probe } from "./probe.ts";

/** What told the kind: the hash of the code, getters, an interface of ERC-165 or the like, words of storage (ERC-1967). */
export type Evidence = "code" | "getters" | "interface" | "storage";

/** A contract of a known kind. */
export interface Recognised {
  readonly is: "module";
  readonly kind: Kind;
  readonly by: Evidence;
  /** What its getters answered when it was looked at. */
  readonly draft: Draft;
  /** It is reached through an ERC-1967 proxy. */
  readonly proxy?: { readonly implementation: Address; readonly admin: Address };
  /** For AccessControl: it lists its members, and hands over its admin in two steps. */
  readonly roles?: { readonly enumerable: boolean; readonly ruled: boolean };
}

export type Recognition = { readonly is: "account" } | Recognised | { readonly is: "unknown"; readonly reason: string };

/**
 * What is at an address. What fits no kind, or two of them equally well, is unknown and never guessed.
 * @param code hash of the code; `undefined` where there is none.
 */
export function decide(probe: Probe, code: Hex | undefined): Recognition {
  if (code === undefined) return { is: "account" };
  const byGetters = probe.byGetters();
  const known = KIND_BY_CODE.get(code);
  const sure = known && [...byGetters, ...probe.byInterface()].find(({ kind }) => kind === kinds[known]);
  if (sure) return recognised(probe, sure, "code");
  if (probe.holds(SENSELESS)) return { is: "unknown", reason: "it answers every call, also one that means nothing" };
  for (const [candidates, by] of [
    [byGetters, "getters"],
    [probe.byInterface(), "interface"],
  ] as const) {
    const [first, second] = candidates.filter(({ missing, explains }) => missing.length === 0 && explains > 0);
    if (first && second?.explains === first.explains) {
      return { is: "unknown", reason: `it could be ${first.kind.name} or ${second.kind.name}` };
    }
    if (first) return recognised(probe, first, by);
  }
  const { proxy } = probe;
  if (proxy) return { is: "module", kind: proxy.draft.kind, by: "storage", draft: proxy.draft };
  return { is: "unknown", reason: nearest(byGetters) };
}

function recognised(probe: Probe, { kind, draft }: Candidate, by: Evidence): Recognised {
  const { proxy } = probe;
  const roles = { enumerable: probe.holds(...ENUMERABLE), ruled: probe.holds(...RULED) };
  return {
    is: "module",
    kind,
    by,
    draft,
    ...(proxy && { proxy: { implementation: proxy.implementation, admin: proxy.admin } }),
    ...(kind.name === "AccessControl" && { roles }),
  };
}

/** The kind that most getters speak for, if many do: another version of it, perhaps. */
function nearest(candidates: readonly Candidate[]): string {
  const share = ({ explains, asked }: Candidate) => explains / asked;
  const [best] = candidates.filter((each) => each.explains >= 3).sort((one, other) => share(other) - share(one));
  if (!best || share(best) < 0.6) return "no known kind has all its getters";
  const without = best.missing.slice(0, 4).join(", ");
  const more = best.missing.length > 4 ? ` and ${best.missing.length - 4} more` : "";
  return `nearest to ${best.kind.name}, but ${without}${more} did not answer as they should`;
}

/** Who may upgrade it, where it is a proxy. */
export function upgraderOf({ proxy }: Recognised): Address | undefined {
  return proxy && proxy.admin !== ZERO_ADDRESS ? proxy.admin : undefined;
}
