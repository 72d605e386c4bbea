import type { Address } from "../kinds/value.ts";
import type { SafeApproval } from "../plan/approval.ts";
import type { Signer } from "../send/signer.ts";
import type { Context } from "./context.ts";

/** A Safe that is to act, and who may sign here. */
export interface Acting {
  readonly context: Context;
  readonly safe: Address;
  readonly approval: SafeApproval;
  readonly signers: readonly Signer[];
}
