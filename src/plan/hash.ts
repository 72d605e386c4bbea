import { keccak256, toUtf8Bytes } from "ethers";
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
    desired: desired.modules
      .map(({ address, kind, wants }) => [address, kind.name, wants.map(wantText).sort(byText)])
      .sort(byText),
    changes: changes
      .map(({ module, key, before, after, observe }) => [module, key, text(before), text(after), observe])
      .sort(byText),
    depends: [...depends].sort(byText),
    calls: changeSets.map(({ authority, calls }) => [authority, calls.map(({ to, data }) => [to, data])]),
  };
  return keccak256(toUtf8Bytes(JSON.stringify(record))) as Hex;
}

function wantText(want: DesiredWant): unknown {
  if ("members" in want)
    return [want.path, want.observe, [...want.members].map(([member, value]) => [member, text(value)]).sort(byText)];
  if ("exact" in want.want) return [want.path, want.observe, text(want.want.exact)];
  return [want.path, want.observe, want.want.within.min.toString(), want.want.within.max.toString()];
}

/** Different types never collide: `5n`, `"5"` and `true` have different texts. */
function text(value: Value): string {
  return `${typeof value}:${String(value)}`;
}

function byText(a: unknown, b: unknown): number {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
