import { encodeValues } from "../chain/encode.ts";
import { keccak256 } from "../keccak.ts";
import { encodeGetter } from "../chain/abi.ts";
import { memberArguments, splitKey, type Key } from "../kinds/property.ts";
import type { Address, Hex, Value } from "../kinds/value.ts";
import type { Call, Envelope } from "./call.ts";
import { encodeCall } from "./calldata.ts";
import { leavesOf, type PlanModule, type World } from "./world.ts";

/**
 * A call that reverts, and everything with it, if a live value that `calls` touch or depend on is another one than now
 * (ValueGuard.requireUnchanged); undefined if none of them has a getter that tells.
 * @param moving values (`module.key`) that other calls of the plan change before.
 */
export function guardFor(
  world: World,
  guard: Address,
  calls: readonly Call[],
  moving: ReadonlySet<string>,
): Envelope | undefined {
  const checks = new Map<string, readonly [Address, Hex, Hex]>();
  for (const call of calls) {
    // A member that nobody asked about is not among the values: nothing is known of it that could be kept.
    const looked = call.dependsOn.filter(({ module, key }) => world.modules.get(module)?.values.has(key));
    for (const { module: name, key } of [...call.effects, ...looked]) {
      const module = world.modules.get(name);
      const check = module && !moving.has(`${name}.${key}`) ? checkOf(module, key) : undefined;
      if (check) checks.set(`${name}.${key}`, check);
    }
  }
  if (checks.size === 0) return undefined;
  const sorted = [...checks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, check]) => check);
  return { to: guard, data: encodeCall("requireUnchanged((address,bytes,bytes32)[])", [sorted]), calls: [] };
}

function checkOf(module: PlanModule, key: Key): readonly [Address, Hex, Hex] | undefined {
  const { path, member } = splitKey(key);
  const leaf = leavesOf(module.kind).get(path);
  if (leaf?.type === "scalar") {
    // A normal form is not what the getter returns, and a word of storage has none.
    if (!("getter" in leaf.read) || leaf.read.word !== undefined || leaf.normalise) return undefined;
    const value = module.values.get(key);
    if (value === undefined) return undefined;
    return [module.address, encodeGetter(leaf.read.getter, leaf.read.args ?? []), hashOf(leaf.read.returns, value)];
  }
  if (leaf?.type !== "members" || member === undefined || leaf.word !== undefined || leaf.meaning) return undefined;
  const getter = encodeGetter(leaf.getter, memberArguments(leaf, member as Address));
  return [module.address, getter, hashOf(leaf.returns, module.values.get(key) ?? leaf.absent)];
}

function hashOf(type: string, value: Value): Hex {
  return keccak256(encodeValues([type], [value]));
}
