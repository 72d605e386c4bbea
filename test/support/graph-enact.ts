import { Interface } from "ethers";
import { membersOf, isOpenExecutor, reachIn, type Reach } from "../../src/authority/reach.ts";
import { scheduledIn } from "../../src/authority/scheduled.ts";
import { executeData, type Batch } from "../../src/authority/timelock.ts";
import { wayFrom, wayOf, type Way } from "../../src/authority/way.ts";
import { EXECUTE_OPERATION } from "../../src/kinds/passing.ts";
import type { Address, Hex, Value } from "../../src/kinds/value.ts";
import type { Write } from "../../src/kinds/write.ts";
import type { Call } from "../../src/plan/call.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { compile, type Item } from "../../src/plan/compile.ts";
import { TimelockPlanner } from "../../src/plan/timelock-step.ts";
import type { PlanModule, World } from "../../src/plan/world.ts";
import { quietLive } from "./graph-live.ts";
import type { InProcessChain } from "./inprocess.ts";

const ONE = "address,bytes,bytes32,bytes32,bytes,bytes";
const PASSING = new Interface([
  "function executeGovernanceCall(address,bytes)",
  `function configure(${ONE})`,
  `function configureBatch((${ONE})[])`,
  "function scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)",
  "function executeBatch(address[],uint256[],bytes[],bytes32,bytes32)",
]);

interface Sent {
  readonly to: Address;
  readonly data: Hex;
}

/** A call that sets one value. */
export interface Setting {
  readonly module: PlanModule;
  readonly write: Write;
  readonly key: string;
  readonly args: readonly Value[];
  readonly after: Value;
}

/** Enacts calls on a real chain, with every authority impersonated and every timelock waited for. */
export class GraphEnactor {
  readonly #chain: InProcessChain;
  readonly #world: World;
  readonly #reach: Reach;
  readonly #delay: number;

  constructor(chain: InProcessChain, world: World, signs: (account: Address) => boolean, delay: number) {
    this.#chain = chain;
    this.#world = world;
    this.#reach = reachIn(world, signs);
    this.#delay = delay;
  }

  /** The way of a call, if there is one. */
  wayOf({ module, write }: Setting): Way | undefined {
    const found = wayOf(this.#world, { module, write }, this.#reach);
    return "way" in found ? found.way : undefined;
  }

  /** Sends what brings the setting about, and executes everything that it schedules. */
  async enact({ module, write, key, args, after }: Setting, way: Way): Promise<void> {
    const call: Call = {
      ...{ module: module.name, to: module.address, fn: write.fn, data: encodeCall(write.fn, args) },
      ...{ args, way, write, phase: write.phase ?? "set", dependsOn: [] },
      effects: [{ module: module.name, key, before: module.values.get(key)!, after, managed: true }],
    };
    await this.#dispatch({ ...call, calls: [call], hops: way.hops, authority: way.authority });
  }

  /** Somebody sends a transaction, with or without a key. */
  async sendAs(from: Address, { to, data }: Sent): Promise<void> {
    await this.#chain.request("hardhat_impersonateAccount", [from]);
    await this.#chain.request("hardhat_setBalance", [from, "0xde0b6b3a7640000"]);
    await this.#chain.request("eth_sendTransaction", [{ from, to, data, gas: "0x1e8480" }]);
    await this.#chain.request("hardhat_stopImpersonatingAccount", [from]);
  }

  async #dispatch(item: Item): Promise<void> {
    const planner = new TimelockPlanner(quietLive(), undefined, new Set());
    for (const { authority, to, data } of compile(this.#world, [item], planner.step)) {
      await this.sendAs(authority, { to, data });
      await this.#follow({ to, data });
    }
  }

  /** Executes whatever a call that has been made scheduled. */
  async #follow(sent: Sent): Promise<void> {
    const parsed = this.#world.byAddress.get(sent.to)?.kind.topology && PASSING.parseTransaction(sent);
    if (!parsed) return;
    switch (parsed.name) {
      case "executeGovernanceCall":
      case "configure":
        return this.#follow({ to: parsed.args[0], data: parsed.args[1] });
      case "configureBatch":
        for (const [to, data] of parsed.args[0]) await this.#follow({ to, data });
        return;
      case "executeBatch":
        for (const [index, to] of parsed.args[0].entries()) await this.#follow({ to, data: parsed.args[2][index] });
        return;
      case "scheduleBatch": {
        const [, , , predecessor, salt] = parsed.args;
        return this.#execute(sent.to, { calls: scheduledIn(sent)!, predecessor, salt });
      }
    }
  }

  async #execute(to: Address, batch: Batch): Promise<void> {
    await this.#chain.request("evm_increaseTime", [this.#delay]);
    const timelock = this.#world.byAddress.get(to)!;
    const data = executeData(batch, false);
    if (isOpenExecutor(timelock)) {
      await this.sendAs(this.#chain.accounts[9]!.address as Address, { to, data });
      return this.#follow({ to, data });
    }
    const ways = membersOf(timelock, "roles.EXECUTOR_ROLE").flatMap((executor) => {
      const found = wayFrom(this.#world, executor, { target: to, fns: EXECUTE_OPERATION }, this.#reach);
      return "way" in found ? [found.way] : [];
    });
    const [best] = ways.sort((a, b) => Number(a.delay - b.delay));
    if (!best) throw new Error(`nobody can execute what ${timelock.name} has scheduled`);
    return this.#dispatch({ to, data, calls: [], hops: best.hops, authority: best.authority });
  }
}
