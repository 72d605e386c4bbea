import type { TimelockCall } from "../authority/timelock.ts";
import { memberKey, splitKey, type Key } from "../kinds/property.ts";
import type { Address, Hex, Value } from "../kinds/value.ts";
import type { Argument, Write } from "../kinds/write.ts";
import { aggregateIn, knownTo } from "./aggregate.ts";
import { encodeCall, parseCall } from "./calldata.ts";
import type { PlanModule, World } from "./world.ts";

/** What somebody else's call does to a managed contract, as far as its kind tells. */
export interface Decoded {
  readonly module: PlanModule;
  /** `setFeePct(uint256)` */
  readonly fn: string;
  /** What it sets; `undefined` if the kind does not say. */
  readonly sets: Readonly<Record<Key, Value>> | undefined;
  /** The keys that it may set. */
  readonly keys: readonly Key[];
}

const WRAPPERS = [
  "executeGovernanceCall(address,bytes)",
  "execute(address,bytes)",
  "configure(address,bytes,bytes32,bytes32,bytes,bytes)",
  "configureBatch((address,bytes,bytes32,bytes32,bytes,bytes)[])",
];

/** The calls of modules in a call of a contract that passes calls on, or stands for several; the call itself if it is none. */
export function unwrap(world: World, call: TimelockCall): readonly TimelockCall[] {
  const contract = world.byAddress.get(call.to);
  if (contract?.kind.topology === undefined) return [call];
  const aggregate = aggregateIn(contract, call.data);
  if (aggregate) {
    const data = encodeCall(aggregate.single, []);
    return knownTo(contract).map((to) => ({ to, data, value: 0n }));
  }
  const parsed = parseCall(WRAPPERS, call.data);
  if (!parsed) return [call];
  const [first, second] = parsed.args as unknown as [unknown, Hex];
  const inner: readonly (readonly [Address, Hex])[] =
    parsed.name === "configureBatch"
      ? (first as readonly (readonly [Address, Hex])[]).map(([to, data]) => [to, data])
      : [[first as Address, second]];
  return inner.flatMap(([to, data]) => unwrap(world, { to, data, value: 0n }));
}

/** `undefined` if the call goes to no managed contract, or to a function that its kind does not know. */
export function decodeCall(world: World, { to, data }: TimelockCall): Decoded | undefined {
  const module = world.byAddress.get(to);
  if (!module) return undefined;
  for (const write of module.kind.writes) {
    const parsed = parseCall([write.fn], data);
    if (!parsed) continue;
    const sets = setsOf(write, parsed.args.toArray() as Argument[]);
    // Two writes may share a setter (an offer of ownership, by what it is for); the one that can tell counts.
    if (!sets && write.decode) continue;
    return { module, fn: write.fn, sets, keys: sets ? Object.keys(sets) : write.sets };
  }
  return undefined;
}

function setsOf(write: Write, args: readonly Argument[]): Readonly<Record<Key, Value>> | undefined {
  if (write.decode) return write.decode(args);
  if (write.only && !write.sets.some((key) => key.endsWith("[*]"))) return write.only;
  if (write.batch || write.args) return undefined;
  const [first] = write.sets;
  if (first?.endsWith("[*]")) {
    const [member, value] = args;
    return { [memberKey(splitKey(first).path, String(member))]: value as Value };
  }
  return Object.fromEntries(write.sets.map((key, index) => [key, args[index] as Value]));
}
