import { batchId, scheduleData, type Batch, type TimelockCall } from "../../src/authority/timelock.ts";
import type { Examined } from "../../src/examine.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import type { Argument } from "../../src/kinds/write.ts";
import type { Envelope } from "../../src/plan/call.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import type { Plan } from "../../src/plan/plan.ts";

/** One transaction of a plan, and who is to approve it. */
export interface Sent extends Envelope {
  readonly authority: Address;
}

type Operation = Plan["scheduled"][number];

/** All transactions of a plan, in order. */
export function sentBy({ plan }: Examined): readonly Sent[] {
  return plan.changeSets.flatMap(({ authority, transactions }) => transactions.map((each) => ({ ...each, authority })));
}

/** The same plan with other transactions, as no planner would make it: each change set is approved as its authority's was. */
export function sending(examined: Examined, sent: readonly Sent[], scheduled?: readonly Operation[]): Examined {
  const { plan } = examined;
  const changeSets: Plan["changeSets"][number][] = [];
  for (const { authority, ...envelope } of sent) {
    const last = changeSets.at(-1);
    const known = plan.changeSets.find((set) => set.authority === authority);
    const approval = known?.approval ?? { kind: "signer" };
    const before = last?.authority === authority ? changeSets.pop()!.transactions : [];
    const transactions = [...before, envelope];
    changeSets.push({
      authority,
      approval,
      transactions,
      calls: transactions.flatMap(({ calls }) => calls),
      after: [],
    });
  }
  return { ...examined, plan: { ...plan, changeSets, scheduled: scheduled ?? plan.scheduled } };
}

/** What is to be spoilt is not in this plan: the value that was drawn is the one that is there. */
export class NotForcible extends Error {}

/** The same plan with another operation in the place of the one that it schedules. */
export function scheduling(examined: Examined, change: (calls: readonly TimelockCall[]) => readonly TimelockCall[]) {
  const [planned] = examined.plan.scheduled;
  if (!planned) throw new NotForcible("the plan schedules nothing");
  const { batch } = planned.operation;
  const other: Batch = { ...batch, calls: change(batch.calls) };
  const id = batchId(other);
  const [old, fresh] = [batch, other].map((each) => scheduleData(each, planned.delay)) as [Hex, Hex];
  const sent = sentBy(examined).map((each) => (each.data === old ? { ...each, data: fresh } : each));
  return sending(examined, sent, [{ ...planned, id, operation: { ...planned.operation, id, batch: other } }]);
}

/** Where a module is, and how a call of it gets there: through SystemPause, if that owns it. */
export function callOf({ live }: Examined, name: string, fn: string, args: readonly Argument[]): TimelockCall {
  const [module, pause] = [live.modules.get(name)!, live.modules.get("systemPause")!];
  const data = encodeCall(fn, args);
  if (module.values.get("owner") !== pause.address) return { to: module.address, value: 0n, data };
  return throughPause(pause.address, module.address, data);
}

export function throughPause(pause: Address, to: Address, data: Hex): TimelockCall {
  return { to: pause, value: 0n, data: encodeCall("executeGovernanceCall(address,bytes)", [to, data]) };
}

/** Position of the first transaction that makes a call of this function. */
export function placeOf(sent: readonly Sent[], fn: string): number {
  const at = sent.findIndex(({ calls }) => calls.some((call) => call.fn.startsWith(`${fn}(`)));
  if (at < 0) throw new NotForcible(`the plan makes no call of ${fn}`);
  return at;
}
