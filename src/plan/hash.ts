import { createHash } from "node:crypto";
import type { Address, Hex, Value } from "../kinds/value.ts";
import type { Desired, DesiredWant } from "../stack/desired.ts";
import { callsIn } from "./approval.ts";
import type { Call } from "./call.ts";
import type { ChangeSet, Plan } from "./plan.ts";
import { view, type World } from "./world.ts";

/**
 * Identity of a plan: the same on every machine and in every block, and whatever order and names a file gives its modules, as
 * long as the chain, the desired values, the live values that the plan touches or depends on, and the calls are the same.
 * @param world in the live state.
 */
export function planHash(
  desired: Desired,
  world: World,
  { changes, changeSets, waiting }: Pick<Plan, "changes" | "changeSets" | "waiting">,
): Hex {
  const addressOf = (module: string) => world.modules.get(module)?.address ?? module;
  const record = {
    chainId: desired.network.chainId.toString(),
    desired: sorted(
      desired.modules.map(({ address, kind, wants }) => [address, kind.name, sorted(wants.map(wantText))]),
    ),
    changes: sorted(
      changes.map(({ module, key, before, after, observe }) => [
        addressOf(module),
        key,
        text(before),
        text(after),
        observe,
      ]),
    ),
    live: sorted([...liveValues(world, [...changeSets.flatMap(callsIn), ...waiting.map(({ call }) => call)])]),
    approvals: changeSets.map(approvalText),
    ...voidedBy(changeSets),
    calls: changeSets.map(({ authority, transactions }) => [authority, transactions.map(({ to, data }) => [to, data])]),
    waiting: waiting.map(({ call: { to, data, way } }) => [
      way.authority,
      way.hops.map(({ address }) => address),
      to,
      data,
    ]),
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

/** Values that calls change, managed or not, values that their rules look at, and what they are to refer to. */
function liveValues(world: World, calls: readonly Call[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const views = new Map([...world.modules].map(([name, module]) => [name, view(world, module)]));
  for (const { effects, dependsOn } of calls) {
    for (const { module, key } of [...effects, ...dependsOn]) {
      const of = views.get(module)!;
      const value = of.get(key);
      found.set(`${of.address}.${key}`, value === undefined ? "not read" : text(value));
    }
    for (const { after } of effects) {
      const version = world.versions.get(after as Address);
      if (version !== undefined) found.set(`version of ${String(after)}`, text(version));
    }
  }
  return found;
}

/** Whose signatures bring a change set about; not how many are there already. */
function approvalText({ approval }: ChangeSet): unknown {
  if (approval.kind === "signer") return approval.kind;
  return [approval.kind, approval.version, approval.threshold, sorted(approval.owners)];
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
