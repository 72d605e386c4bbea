import { membersOf } from "../authority/reach.ts";
import type { LiveModule, Proposals } from "../diff/live.ts";
import type { Address } from "../kinds/value.ts";
import { consentQuestions, withConsents } from "../safe/consents.ts";
import type { OwnerSignature } from "../safe/signatures.ts";
import type { Desired } from "../stack/desired.ts";
import type { Outcome, ReaderItem } from "./codec.ts";
import { requireReached } from "./require.ts";

/**
 * Proposals with the consents that no service can vouch for: approvals by transaction and signatures of contracts.
 * @param read asks the chain in the block in which `safes` were read; it is asked once, and not at all if nothing waits.
 * @throws OrdinanceError ORD201 if one of them is not answered.
 */
export async function withChainConsents(
  desired: Desired,
  safes: readonly LiveModule[],
  proposals: ReadonlyMap<Address, Proposals>,
  read: (items: readonly ReaderItem[]) => Promise<readonly Outcome[]>,
): Promise<ReadonlyMap<Address, Proposals>> {
  const asked = safes.flatMap(({ name, address, values }) => {
    const found = proposals.get(address);
    if (found?.status !== "read") return [];
    const owners = membersOf({ values }, "owners");
    return found.pending.flatMap((pending) =>
      consentQuestions(desired.network.chainId, address, owners, pending).map((question) => ({
        ...{ name, pending, question },
      })),
    );
  });
  if (asked.length === 0) return proposals;
  const outcomes = await read(asked.map(({ question: { to, data } }) => ({ to, data })));
  const agreed = new Map<unknown, OwnerSignature[]>();
  asked.forEach(({ name, pending, question }, index) => {
    const outcome = requireReached(desired, { where: name, label: question.label }, outcomes[index]!);
    if (!question.agrees(outcome)) return;
    agreed.set(pending, [...(agreed.get(pending) ?? []), question.consent]);
  });
  return new Map(
    [...proposals].map(([safe, each]) => [
      safe,
      each.status === "read"
        ? { ...each, pending: each.pending.map((one) => withConsents(one, agreed.get(one) ?? [])) }
        : each,
    ]),
  );
}
