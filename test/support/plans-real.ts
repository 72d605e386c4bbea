import { setTimeout as sleep } from "node:timers/promises";
import { executeData } from "../../src/authority/timelock.ts";
import { enact } from "../../src/enact/enact.ts";
import type { Examined } from "../../src/examine.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { safeApproval } from "../../src/plan/approval.ts";
import type { Envelope } from "../../src/plan/call.ts";
import type { ChangeSet } from "../../src/plan/plan.ts";
import { worldOf } from "../../src/plan/world.ts";
import { explainFailure } from "../../src/prove/failure.ts";
import { TRANSACTION_GAS } from "../../src/prove/steps.ts";
import type { DeployedChain } from "./deployed.ts";
import type { Operator } from "./operate.ts";

/** The first step of a plan that failed when it was carried out, from 1; 0 if none did. */
export interface Carried {
  readonly step: number;
  readonly reason: string;
}

const DONE: Carried = { step: 0, reason: "" };
const GAS: Hex = `0x${TRANSACTION_GAS.toString(16)}`;

async function ask(url: string, method: string, params: readonly unknown[]) {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return (await response.json()) as { readonly result?: unknown; readonly error?: { readonly data?: Hex } };
}

/** How a transaction failed. */
interface Failed {
  readonly data: Hex;
  readonly exhausted: boolean;
}

/** Sends a transaction of an account whose key the node has, with gas to spare, so that it is mined even where it fails. */
async function send(
  url: string,
  from: Address,
  { to, data }: Pick<Envelope, "to" | "data">,
): Promise<Failed | undefined> {
  const tried = await ask(url, "eth_call", [{ from, to, data, gas: GAS }, "latest"]);
  const sent = await ask(url, "eth_sendTransaction", [{ from, to, data, gas: GAS }]);
  const { status, gasUsed } = await receiptOf(url, sent.result);
  if ((status === "0x1") !== (tried.error === undefined)) throw new Error("a call and its transaction differ");
  return status === "0x1" ? undefined : { data: tried.error?.data ?? "0x", exhausted: gasUsed === GAS };
}

async function receiptOf(url: string, hash: unknown): Promise<{ readonly status: Hex; readonly gasUsed: Hex }> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { result } = await ask(url, "eth_getTransactionReceipt", [hash]);
    if (result) return result as { readonly status: Hex; readonly gasUsed: Hex };
    await sleep(5);
  }
  throw new Error(`no receipt of ${String(hash)}`);
}

/** Carries a plan out whatever comes of it: accounts send, a Safe's owners sign, and timelocks execute when it is time. */
export async function carryOut(chain: DeployedChain, at: Operator, stack: string, of: Examined): Promise<Carried> {
  let steps = 0;
  for (const set of of.plan.changeSets) {
    const failed = await carryOutSet(of, set);
    if (failed.step > 0) return failed;
  }
  if (of.plan.scheduled.length > 0) await chain.pass(Number(of.plan.scheduled[0]!.delay));
  for (const { operation, calls } of of.plan.scheduled) {
    const now = await at.look(stack);
    const executor = chain.council;
    const safe = worldOf(now.desired, now.live).byAddress.get(executor);
    const approval: ChangeSet["approval"] =
      safe?.kind.topology === "safe" ? safeApproval(safe).approval : { kind: "signer" };
    const envelope = { to: operation.timelock, data: executeData(operation.batch, operation.single), calls };
    const set = { authority: executor, approval, transactions: [envelope], calls, after: [] };
    const failed = await carryOutSet(now, set);
    if (failed.step > 0) return failed;
  }
  for (const { call } of of.plan.waiting) {
    // The timelock's delay is not what is in question: whoever is next to the module calls it.
    const from = call.way.hops[0]?.address ?? call.way.authority;
    await ask(chain.url, "anvil_impersonateAccount", [from]);
    await ask(chain.url, "anvil_setBalance", [from, "0xde0b6b3a7640000"]);
    const failed = await sendAll(from, [call]);
    if (failed.step > 0) return failed;
  }
  return DONE;

  async function carryOutSet(examined: Examined, set: ChangeSet): Promise<Carried> {
    if (set.approval.kind === "safe") {
      const { failure } = await enact(at.root, examined, set);
      steps++;
      return failure ? { step: steps, reason: failure.reason } : DONE;
    }
    return sendAll(set.authority, set.transactions);
  }

  async function sendAll(from: Address, all: readonly Pick<Envelope, "to" | "data">[]): Promise<Carried> {
    for (const each of all) {
      const failed = await send(chain.url, from, each);
      steps++;
      if (failed) return { step: steps, reason: explainFailure(failed, of.desired) };
    }
    return DONE;
  }
}
