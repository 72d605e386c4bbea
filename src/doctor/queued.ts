import { handlersOf } from "../authority/handlers.ts";
import type { Operation } from "../diff/live.ts";
import type { Address } from "../kinds/value.ts";
import { actorsOf, actorText, type Rights } from "../matrix/authority.ts";
import type { Conflict } from "../plan/conflict.ts";
import type { Plan } from "../plan/plan.ts";
import { conflictText } from "../report/approvals.ts";
import { upTo, wordsOf } from "../report/text.ts";
import { visible } from "../visible.ts";
import { timeText } from "../stack/units/moment.ts";
import { remediesOf, type Finding } from "./finding.ts";

/** Conflicts of one finding. */
const SHOWN = 5;
const EXPECTED = "nothing that waits to set other values than the file wants";

/** What waits in timelocks and for signatures, and would set other values than the file wants. */
export function queuedFindings(
  rights: Rights,
  { conflicts, rejected }: Pick<Plan, "conflicts" | "rejected">,
): readonly Finding[] {
  const { desired, live } = rights;
  const words = wordsOf(desired);
  const { up } = remediesOf(desired);
  return [
    ...conflicts.map((each): Finding => {
      const { id, readyAt, timelock } = each.operation;
      const when = readyAt <= live.block.timestamp ? "can be executed now" : `not before ${timeText(readyAt)}`;
      return {
        severity: "warn",
        contract: words.address(timelock),
        property: `operations[${id}]`,
        found: visible(`${when}: ${conflictsText(each.conflicts, rights)}; ${cancellersText(rights, each.operation)}`),
        expected: EXPECTED,
        mend: [up],
      };
    }),
    ...rejected.map(({ safe, pending, conflicts: against }): Finding => ({
      severity: "warn",
      contract: words.address(safe),
      property: `proposals[${pending.hash}]`,
      found: visible(`waits for signatures: ${conflictsText(against, rights)}; its owners can reject it`),
      expected: EXPECTED,
      mend: [`reject it in the Safe by another transaction with nonce ${pending.tx.nonce}`],
    })),
  ];
}

function conflictsText(conflicts: readonly Conflict[], { desired }: Rights): string {
  const words = wordsOf(desired);
  const texts = conflicts.map((each) => conflictText(each, words));
  return upTo(SHOWN, texts).join(", ");
}

/** `guardian, or alice, bob, carol (2 of 3 as council), can cancel it` */
function cancellersText(rights: Rights, operation: Operation): string {
  const contract = rights.world.byAddress.get(operation.timelock);
  if (!contract) return "who can cancel it is not known";
  const { groups, fns } = handlersOf(contract, "cancel", operation);
  const holders = [...new Set<Address>(groups.flat())];
  const right = { key: "", members: false, fns };
  const actors = holders.flatMap((holder) => actorsOf(rights, contract, right, [holder, 0n]).map(actorText));
  return actors.length === 0 ? "nobody can cancel it" : `${[...new Set(actors)].join(", or ")} can cancel it`;
}
