import { Interface, type Result } from "ethers";
import { scheduledIn } from "../../src/authority/scheduled.ts";
import { ownerConfigurator } from "../../src/kinds/owner-configurator.ts";
import { ZERO_ADDRESS, type Address } from "../../src/kinds/value.ts";
import type { Call, Envelope } from "../../src/plan/call.ts";
import { compile, type Item, type Joining, type Outgoing } from "../../src/plan/compile.ts";
import { TimelockPlanner } from "../../src/plan/timelock-step.ts";
import { copy, world, type PlanModule } from "../../src/plan/world.ts";
import { alice, CONFIGURATOR, TIMELOCK } from "./graph-cast.ts";
import { quietLive } from "./graph-live.ts";
import { callIn, moduleOf, type Move } from "./graph-plan.ts";

const ONE = "address,bytes,bytes32,bytes32,bytes,bytes";

/** What contracts that pass calls on are called with. */
export const PASSING = new Interface([
  "function executeGovernanceCall(address,bytes)",
  `function configure(${ONE})`,
  `function configureBatch((${ONE})[])`,
  "function scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)",
]);

/** Alice proposes, everybody executes, and nobody else administers it. */
export const ROLES = { PROPOSER_ROLE: [alice], EXECUTOR_ROLE: [ZERO_ADDRESS], DEFAULT_ADMIN_ROLE: [TIMELOCK] };

export function configurator(owner: Address, name = "c", address = CONFIGURATOR): PlanModule {
  return moduleOf(name, ownerConfigurator, address, { owner, pendingOwner: ZERO_ADDRESS });
}

export interface Compiled {
  readonly calls: readonly Call[];
  readonly outgoing: readonly Outgoing[];
  readonly planner: TimelockPlanner;
}

/**
 * What becomes of moves that are made one after the other, each by the way that it has then.
 * @param delay seconds that the file asks for, if it does.
 */
export function compiled(
  modules: readonly PlanModule[],
  moves: readonly Move[],
  live = quietLive(),
  delay?: bigint,
  joining?: Joining,
): Compiled {
  const start = world(modules);
  const moving = copy(start);
  const calls = moves.map((move) => callIn(moving, move));
  const planner = new TimelockPlanner(live, delay, new Set());
  return { calls, outgoing: compile(start, calls.map(itemOf), planner.step, joining), planner };
}

export function itemOf(call: Call): Item {
  return { to: call.to, data: call.data, calls: [call], hops: call.way.hops, authority: call.way.authority };
}

/** Arguments of the only transaction, which calls `fn`. */
export function argsOf(sent: readonly Pick<Envelope, "data">[], fn: string): Result {
  if (sent.length !== 1) throw new Error(`${sent.length} transactions instead of one`);
  return PASSING.decodeFunctionData(fn, sent[0]!.data);
}

/** Whom a timelock will call, in order. */
export function targetsOf(sent: Pick<Envelope, "data">): readonly Address[] {
  const calls = scheduledIn(sent);
  if (!calls) throw new Error("it schedules nothing");
  return calls.map(({ to }) => to);
}
