import type { ReadOptions } from "../chain/read-stack.ts";
import { readStack } from "../chain/read-stack.ts";
import type { ReadTransport } from "../chain/transport.ts";
import { between } from "../diff/between.ts";
import type { Live } from "../diff/live.ts";
import type { Examined } from "../examine.ts";
import { splitKey } from "../kinds/property.ts";
import { callsIn } from "../plan/approval.ts";
import { plan } from "../plan/plan.ts";
import { failureOf, type Again } from "./failure.ts";
import type { Method, OperationProof, Proof, ProofFailure, SideEffect } from "./proof.ts";
import { SimulatingTransport, SimulationUnavailable, type Tried } from "./simulating-transport.ts";
import { stagesOf, type Stage } from "./steps.ts";

/** Tries stages out and reads the stack behind them. @throws SimulationUnavailable. */
export interface Trial {
  readonly method: Method;
  readonly tried: readonly (readonly Tried[])[];
  readonly after: Live;
}

export type Simulator = (stages: readonly Stage[], examined: Examined, options: ReadOptions) => Promise<Trial>;

/** One request: all transactions, then the whole snapshot again. */
export function simulateOver(transport: ReadTransport): Simulator {
  return async (stages, { desired, live }, options) => {
    const simulating = new SimulatingTransport(transport, live.block, stages);
    const after = await readStack(simulating, desired, options);
    return { method: "eth_simulateV1", tried: simulating.tried, after };
  };
}

/**
 * Whether the plan works and ends where the file says. The first simulator that can be used is used; where none can, nothing is
 * claimed.
 */
export async function prove(
  examined: Examined,
  simulators: readonly Simulator[],
  options: ReadOptions = {},
): Promise<Proof> {
  const stages = stagesOf(examined);
  if (stages.length === 0) return notSimulated("there is nothing to try out");
  const why: string[] = [];
  for (const simulate of simulators) {
    try {
      const again = (other: readonly Stage[]) => simulate(other, examined, options);
      const proof = await conclude(examined, stages, await again(stages), again);
      return why.length > 0 ? { ...proof, why: why.join("; ") } : proof;
    } catch (error) {
      if (!(error instanceof SimulationUnavailable)) throw error;
      why.push(error.message);
    }
  }
  return notSimulated(why.join("; ") || "no way of simulating is configured");
}

async function conclude(
  examined: Examined,
  stages: readonly Stage[],
  { method, tried, after }: Trial,
  again: Again,
): Promise<Proof> {
  const { desired } = examined;
  const failures: ProofFailure[] = [];
  const own = stages.flatMap(({ steps }, at) => steps.map((step, index) => ({ step, result: tried[at]?.[index] })));
  const counted = own.filter(({ step }) => !step.foreign);
  for (const [index, { step, result }] of counted.entries()) {
    if (result?.ok) continue;
    failures.push(await failureOf(desired, stages, step, result, index + 1, again));
  }
  const operations = examined.plan.inFlight.map(({ operation: { id }, timelock, calls }): OperationProof => {
    const at = counted.findIndex(({ step, result }) => !result?.ok && step.calls.some((call) => calls.includes(call)));
    const reason = failures.find(({ step }) => step === at + 1)?.reason;
    return { id, timelock, valid: at < 0, ...(reason !== undefined && { reason }) };
  });
  const end = plan(desired, after);
  const later = new Set(end.later.flatMap(({ module, keys }) => keys.map((key) => `${module}.${key}`)));
  const remaining = end.changes.filter(({ module, key, observe }) => !observe && !later.has(`${module}.${key}`));
  const bad = failures[0]?.step;
  return {
    method,
    converges: failures.length === 0 && remaining.length === 0,
    remaining,
    failures,
    sideEffects: sideEffects(examined, after),
    ...(operations.length > 0 && { operations }),
    prefixes: { safe: bad === undefined ? counted.length : bad - 1, of: counted.length },
  };
}

/** Values that change although the plan does not say so: of everything that was read, managed or not. */
function sideEffects({ live, plan: made }: Examined, after: Live): SideEffect[] {
  const said = new Set(
    [
      ...made.changeSets.flatMap(callsIn),
      ...made.inFlight.flatMap(({ calls }) => calls),
      ...made.waiting.map(({ call }) => call),
    ].flatMap(({ effects }) => effects.filter(({ managed }) => managed).map(({ module, key }) => `${module}.${key}`)),
  );
  return between(live, after).moved.flatMap(({ module, key, before, after: now }): SideEffect[] => {
    const kind = live.modules.get(module)?.kind;
    // What is only read because routes and calls need it is nobody's concern.
    if (!kind || (kind.hidden && splitKey(key).path in kind.hidden) || said.has(`${module}.${key}`)) return [];
    return [{ module, key, before: before ?? "", after: now ?? "" }];
  });
}

function notSimulated(why: string): Proof {
  return {
    method: "not simulated",
    why,
    converges: undefined,
    remaining: [],
    failures: [],
    sideEffects: [],
    prefixes: { safe: 0, of: 0 },
  };
}
