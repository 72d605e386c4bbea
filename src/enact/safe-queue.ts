import type { SafeApproval } from "../plan/approval.ts";
import type { PendingSafeTransaction } from "../safe/service.ts";
import type { Acting } from "./acting.ts";
import { queueMoved } from "./refusals.ts";

/** `awaiting signatures 1/2`, or what it still waits for when it has them all. */
export function progressText({ threshold }: SafeApproval, nonce: bigint, have: number): string {
  if (have < threshold) return `awaiting signatures ${have}/${threshold}`;
  return `signed, waits for the transaction with nonce ${nonce - 1n}`;
}

/** What came meanwhile may be made void, or be the same: the plan knew nothing of it. @throws OrdinanceError ORD411, ORD207. */
export async function requireSameQueue(acting: Acting): Promise<void> {
  const { context, safe, approval } = acting;
  const seen = context.examined.live.proposals?.get(safe);
  if (seen?.status !== "read") return;
  const service = await context.service();
  const now = ((await service?.pending(safe)) ?? []).filter(({ tx }) => tx.nonce >= approval.nonce);
  const missingIn = (list: readonly PendingSafeTransaction[], from: readonly PendingSafeTransaction[]) =>
    from.filter(({ hash }) => !list.some((each) => each.hash === hash)).map(({ hash }) => `proposal ${hash}`);
  const found = [
    ...missingIn(seen.pending, now).map((each) => `${each} has come`),
    ...missingIn(now, seen.pending).map((each) => `${each} has gone`),
  ];
  if (found.length > 0) throw queueMoved(acting, found.join(", "));
}
