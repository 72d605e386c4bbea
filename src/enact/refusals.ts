import { OrdinanceError, type Problem } from "../errors.ts";
import type { Examined } from "../examine.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { callsIn, type SafeApproval } from "../plan/approval.ts";
import type { ChangeSet } from "../plan/plan.ts";
import type { Rival } from "../plan/rivals.ts";
import { deedTexts } from "../report/deeds.ts";
import { wordsOf } from "../report/text.ts";
import type { Signer } from "../send/signer.ts";
import type { Desired } from "../stack/desired.ts";
import type { Acting } from "./acting.ts";
import type { Context } from "./context.ts";

/** Says who would have to sign, by name. ORD401. */
export function noSigner(desired: Desired, needed: readonly Address[], have: readonly Signer[]): OrdinanceError {
  return new OrdinanceError([withoutSigner(desired, needed, have)]);
}

/** Not enough owners of a Safe can sign here, and there is no service where they could meet. ORD401. */
export function tooFewSigners({ context, approval, signers }: Acting, file: string): OrdinanceError {
  const owners = approval.owners.map((each) => context.words.address(each)).join(", ");
  return new OrdinanceError([
    {
      ...withoutSigner(context.examined.desired, approval.owners, signers),
      expected: `signers for ${approval.threshold} of its owners: ${owners}`,
      remedy: `set their keys, name a Safe Transaction Service under approvals.safeService, or let them import ${file}; nothing was sent`,
    },
  ]);
}

/** What waits in the queue of a Safe would set other values than the file wants. ORD408. */
export function unfitQueue(context: Context, { name }: SafeApproval, hash: Hex): OrdinanceError {
  return new OrdinanceError([
    {
      code: "ORD408",
      file: context.examined.desired.file,
      path: `modules.${name}`,
      found: `proposal ${hash} in the queue of ${name}, which would set other values than the file wants`,
      expected: "a queue that fits the file",
      remedy: "reject the proposal with one of the same nonce, or change the file; nothing was proposed",
    },
  ]);
}

/** Carrying out a proposal would make another one void, and nobody has allowed it. ORD410. */
export function wouldVoid({ context, safe, approval }: Acting, hash: Hex, { pending, deeds }: Rival): OrdinanceError {
  const does = deedTexts(deeds, safe, context.words).join("; ");
  return new OrdinanceError([
    {
      code: "ORD410",
      file: context.examined.desired.file,
      path: `modules.${approval.name}`,
      found: `proposal ${pending.hash} with the same nonce ${pending.tx.nonce} as proposal ${hash}, which would make it void: it ${does}`,
      expected: "nothing else that waits with this nonce",
      remedy: "let its owners reject it, or name it under approvals.supersede; nothing was sent",
    },
  ]);
}

/** The queue of a Safe is not the one for which the plan was made. ORD411. */
export function queueMoved({ context, approval }: Acting, found: string): OrdinanceError {
  return new OrdinanceError([
    {
      code: "ORD411",
      file: context.examined.desired.file,
      path: `modules.${approval.name}`,
      found,
      expected: `the queue of ${approval.name} as it was when the plan was made`,
      remedy: "nothing was proposed or sent; preview again, and run up again",
    },
  ]);
}

/**
 * The keys here open no way, and these would: the plan that is left to anybody says whose. ORD401.
 * @param barred names of the contracts, where there is a way to others.
 */
export function noRight(
  { desired, plan }: Pick<Examined, "desired" | "plan">,
  keys: readonly Address[],
  verb: "pause" | "unpause",
  barred?: readonly string[],
): OrdinanceError {
  const words = wordsOf(desired);
  const reaches = (set: ChangeSet) =>
    callsIn(set).some(({ effects }) => effects.some(({ module }) => barred?.includes(module) ?? true));
  const able = plan.changeSets
    .filter(reaches)
    .map(({ authority, approval }) =>
      approval.kind === "safe"
        ? `${words.address(authority)} (${approval.threshold} of ${approval.owners.map((owner) => words.address(owner)).join(", ")})`
        : words.address(authority),
    );
  return new OrdinanceError([
    {
      code: "ORD401",
      file: desired.file,
      found:
        keys.length === 0
          ? "no key"
          : `keys of ${keys.map((key) => words.address(key)).join(", ")}, which may ${barred ? `not ${verb} ${barred.join(", ")}` : `${verb} nothing here`}`,
      expected: able.length === 0 ? `somebody who may ${verb}` : `keys of ${able.join(" or ")}`,
      remedy: `${barred ? "nothing was sent to these" : "nothing was sent"}; set ORDINANCE_PRIVATE_KEY, ORDINANCE_KEYSTORE or ORDINANCE_SIGNER_URL`,
    },
  ]);
}

function withoutSigner(desired: Desired, needed: readonly Address[], have: readonly Signer[]): Problem {
  const named = (address: Address) => {
    const name = desired.nameOf(address);
    return name ? `${name} (${address})` : address;
  };
  return {
    code: "ORD401",
    file: desired.file,
    found:
      have.length > 0
        ? `signers for ${have.map(({ address }) => desired.nameOf(address) ?? address).join(", ")}`
        : "no signer: no key, keystore or external signer is configured",
    expected: `a signer for ${needed.map(named).join(" or ")}, who has to approve these calls`,
    remedy: "set ORDINANCE_PRIVATE_KEY, ORDINANCE_KEYSTORE or ORDINANCE_SIGNER_URL; nothing was sent",
  };
}
