import { createHash } from "node:crypto";
import type { Change } from "../diff/diff.ts";
import type { Live } from "../diff/live.ts";
import type { Hex, Value } from "../kinds/value.ts";
import type { Desired, DesiredWant } from "../stack/desired.ts";
import type { ChangeSet } from "./plan.ts";

/**
 * Identity of a plan: the same on every machine and in every block as long as the chain, the desired values, the live
 * values that the plan touches or depends on, and the calls are the same.
 */
export function planHash(
  desired: Desired,
  live: Live,
  changes: readonly Change[],
  changeSets: readonly ChangeSet[],
): Hex {
  const depends = new Map<string, string>();
  for (const { calls } of changeSets) {
    for (const call of calls) {
      const module = live.modules.get(call.module);
      for (const key of call.dependsOn) {
        const value = module?.values.get(key);
        depends.set(`${call.module}.${key}`, value === undefined ? "not read" : text(value));
      }
    }
  }
  const record = {
    chainId: desired.network.chainId.toString(),
    desired: sorted(
      desired.modules.map(({ address, kind, wants }) => [address, kind.name, sorted(wants.map(wantText))]),
    ),
    changes: sorted(
      changes.map(({ module, key, before, after, observe }) => [module, key, text(before), text(after), observe]),
    ),
    depends: sorted([...depends]),
    ...voidedBy(changeSets),
    calls: changeSets.map(({ authority, transactions }) => [authority, transactions.map(({ to, data }) => [to, data])]),
  };
  return `0x${createHash("sha256").update(JSON.stringify(record)).digest("hex")}`;
}

/** Proposals of others that the plan makes void by the file's leave; a plan that makes none void has no such part. */
function voidedBy(changeSets: readonly ChangeSet[]): { readonly voids?: readonly string[] } {
  const rivals = changeSets.flatMap(({ approval, transactions }) => {
    if (approval.kind !== "safe") return [];
    const taken = transactions.length > 0 && approval.turn === approval.nonce ? approval.rivals : [];
    return [...taken, ...approval.proposed.flatMap((each) => each.rivals)];
  });
  const voids = rivals.filter(({ listed }) => listed).map(({ pending }) => pending.hash);
  return voids.length > 0 ? { voids: sorted(voids) } : {};
}

function wantText(want: DesiredWant): unknown {
  if ("members" in want)
    return [want.path, want.observe, sorted([...want.members].map(([member, value]) => [member, text(value)]))];
  if ("exact" in want.want) return [want.path, want.observe, text(want.want.exact)];
  return [want.path, want.observe, want.want.within.min.toString(), want.want.within.max.toString()];
}

/** Different types never collide: `5n`, `"5"` and `true` have different texts. */
function text(value: Value): string {
  return `${typeof value}:${String(value)}`;
}

/** In an order of its own: positions in a file or a scan are no part of a plan's identity. */
function sorted(entries: readonly unknown[]): readonly string[] {
  return entries.map((entry) => JSON.stringify(entry)).sort();
}
