import { AbiCoder, dataSlice, getAddress, Interface, keccak256, toBeHex, type FunctionFragment } from "ethers";
import type { Kind } from "../../src/kinds/kind.ts";
import { memberKey, type Key, type Members, type Read } from "../../src/kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import type { Argument, Right, View, Write } from "../../src/kinds/write.ts";
import { order, type Taken } from "../../src/plan/order.ts";
import { apply, openKeys } from "../../src/plan/step.ts";
import { leavesOf, view, world, type PlanModule } from "../../src/plan/world.ts";
import type { InProcessChain } from "./inprocess.ts";

/** One contract on an in-process chain, read and called without any of the project's own reading. */
export interface RealContract {
  readonly address: Address;
  /** Members are looked for among `accounts` only. */
  read(): Promise<ReadonlyMap<Key, Value>>;
  /** From the first holder of a right, in the state that the contract has then. Throws on a revert. */
  send(write: Write, args: readonly Argument[]): Promise<void>;
  /** Plans from the live state, sends every call, and gives back the calls. */
  bring(wants: Readonly<Record<Key, Value>>): Promise<readonly string[]>;
}

export function realContract(
  chain: InProcessChain,
  kind: Kind,
  address: Address,
  accounts: readonly Address[],
): RealContract {
  const answerOf = async (getter: string, args: readonly Value[]): Promise<string> => {
    const parsed = new Interface([`function ${getter}`]);
    const { inputs, selector } = parsed.fragments[0] as FunctionFragment;
    const coder = AbiCoder.defaultAbiCoder();
    // Bytes are handed over as whole words, as they stand in calldata.
    const types = inputs.map(({ type }) => (/^bytes\d+$/.test(type) ? "bytes32" : type));
    const data = selector + coder.encode(types, args).slice(2);
    return (await chain.request("eth_call", [{ to: address, data }, "latest"])) as string;
  };
  const call = async (getter: string, args: readonly Value[], returns: string, word = 0): Promise<Value> => {
    const answer = dataSlice(await answerOf(getter, args), 32 * word, 32 * word + 32);
    const [value] = AbiCoder.defaultAbiCoder().decode([returns], answer) as unknown as [Value];
    return returns === "address" ? getAddress(value as string) : value;
  };

  async function valueOf(of: Read): Promise<Value> {
    if ("getter" in of) return call(of.getter, of.args ?? [], of.returns, of.word);
    if ("codeOf" in of) {
      const holder = leavesOf(kind).get(of.codeOf);
      if (holder?.type !== "scalar") throw new Error(`${of.codeOf} holds no address`);
      return keccak256((await chain.request("eth_getCode", [await valueOf(holder.read), "latest"])) as string);
    }
    if ("enacted" in of) throw new Error("penalties have no getter");
    const stored = (await chain.request("eth_getStorageAt", [address, toBeHex(of.slot, 32), "latest"])) as string;
    if (BigInt(stored) === 0n) return of.absent;
    return of.as === "address" ? getAddress(dataSlice(stored, 12)) : BigInt.asIntN(256, BigInt(stored));
  }

  async function memberValue(leaf: Members, member: Address, now: bigint): Promise<Value> {
    const args = [...(leaf.args ?? []), member];
    if (!leaf.meaning) return call(leaf.getter, args, leaf.returns, leaf.word);
    const answer = await answerOf(leaf.getter, args);
    const numbers = AbiCoder.defaultAbiCoder().decode(leaf.returns.split(","), answer).toArray() as bigint[];
    return leaf.meaning(numbers, now);
  }

  async function read(): Promise<ReadonlyMap<Key, Value>> {
    const values = new Map<Key, Value>();
    const now = await timeOf(chain);
    for (const [path, leaf] of leavesOf(kind)) {
      if (leaf.type === "scalar") {
        values.set(path, await valueOf(leaf.read));
        continue;
      }
      for (const member of accounts) {
        const value = await memberValue(leaf, member, now);
        if (value !== leaf.absent) values.set(memberKey(path, member), value);
      }
    }
    return values;
  }

  const module = (values: ReadonlyMap<Key, Value>, wants: Readonly<Record<Key, Value>> = {}): PlanModule => ({
    name: "module",
    kind,
    address,
    values,
    wants: new Map(Object.entries(wants).map(([key, value]) => [key, { exact: value }])),
  });

  async function send(write: Write, args: readonly Argument[]): Promise<void> {
    const live = module(await read());
    const [from] = holdersOf(write, view(world([live]), live), accounts);
    if (from === undefined) throw new Error(`nobody may call ${write.fn}`);
    await chain.request("hardhat_impersonateAccount", [from]);
    await chain.request("hardhat_setBalance", [from, "0xde0b6b3a7640000"]);
    const data = new Interface([`function ${write.fn}`]).encodeFunctionData(write.fn, args);
    await chain.request("eth_sendTransaction", [{ from, to: address, data, gas: "0xf4240" }]);
  }

  return {
    address,
    read,
    send,
    async bring(wants) {
      const of = module(await read(), wants);
      const ordered = order(world([of], { now: await timeOf(chain) }), of);
      if ("refused" in ordered) throw new Error(ordered.refused.map(({ rule }) => rule).join("; "));
      for (const { step, args } of ordered.taken) await send(step.write, args);
      return ordered.taken.map(callOf);
    },
  };
}

/** Seconds of the latest block. */
export async function timeOf(chain: InProcessChain): Promise<bigint> {
  const block = (await chain.request("eth_getBlockByNumber", ["latest", false])) as { readonly timestamp: string };
  return BigInt(block.timestamp);
}

/** Who may make the call in this state, the preferred right first. */
export function holdersOf(write: Write, state: View, accounts: readonly Address[]): readonly Address[] {
  return write.rights.flatMap((right) => holders(right, state, accounts));
}

function holders(right: Right, state: View, accounts: readonly Address[]): readonly Address[] {
  const key = typeof right === "function" ? right(state) : right;
  if (key === undefined) return [];
  if (key === "self") return [state.address];
  if (key.endsWith("[*]"))
    return accounts.filter((account) => state.get(memberKey(key.slice(0, -3), account)) === true);
  const holder = state.get(key) as Address;
  return holder === ZERO_ADDRESS ? [] : [holder];
}

/** `grantRole(0x...,0x...)` */
export function callOf({ step, args }: Pick<Taken, "step" | "args">): string {
  return `${step.write.fn.split("(")[0]}(${args.flat(2).map(String).join(",")})`;
}

/** A plan in the model: the calls, and what time alone holds back, or the rules in the way. Throws when a step is illegal, unauthorised or needless. */
export function planned(
  kind: Kind,
  state: { readonly live: Readonly<Record<Key, Value>>; readonly wants: Readonly<Record<Key, Value>> },
  around: { readonly accounts?: readonly Address[]; readonly now?: bigint } = {},
): readonly string[] {
  const address: Address = `0x${"9".repeat(40)}`;
  const wants = new Map(Object.entries(state.wants).map(([key, value]) => [key, { exact: value }]));
  const start: PlanModule = { name: "module", kind, address, wants, values: new Map(Object.entries(state.live)) };
  const base = world([start], around.now === undefined ? {} : { now: around.now });
  const ordered = order(base, start);
  if ("refused" in ordered) return ordered.refused.map(({ rule }) => `refused: ${rule}`);
  const now = { ...start };
  for (const { step } of ordered.taken) {
    if (around.accounts && holdersOf(step.write, view(base, now), around.accounts).length === 0) {
      throw new Error(`nobody may make the call ${step.id}`);
    }
    const result = apply(base, now, step);
    if (!result.legal) throw new Error(`${step.id} is illegal: ${result.guard.rule}`);
    if (result.changed.length === 0) throw new Error(`${step.id} changes nothing`);
    now.values = result.values;
  }
  const later = ordered.later ?? [];
  const left = later.length > 0 ? [] : [...openKeys(now)];
  if (left.length > 0) throw new Error(`left open: ${left.join(", ")}`);
  return [...ordered.taken.map(callOf), ...later.map(({ until }) => `not before ${until}`)];
}
