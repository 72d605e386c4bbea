import { OrdinanceError } from "../errors.ts";
import { enact } from "../enact/enact.ts";
import { recover } from "../enact/recover.ts";
import { examineHalt } from "../halt.ts";
import type { Address } from "../kinds/value.ts";
import { projectRoot } from "../project.ts";
import { planText, wordsOf } from "../report/text.ts";
import { loadSigners } from "../send/signers.ts";
import { EXIT } from "./exit-codes.ts";
import { fileOf } from "./stack.ts";

/** Shows how everything would be paused, or does it. */
export async function haltCommand({ stack, execute }: { stack: string; execute?: boolean }): Promise<number> {
  const root = projectRoot();
  const file = fileOf(stack);
  if (!execute) {
    const examined = await examineHalt(root, file);
    console.log(planText(examined.plan, wordsOf(examined.desired)));
    if (examined.plan.refusals.length > 0) return EXIT.refused;
    if (examined.plan.changes.length === 0) return EXIT.clean;
    console.log("Nothing was sent: add --execute to pause.");
    return EXIT.differs;
  }
  const signers = await loadSigners(process.env);
  const keys = signers.map(({ address }) => address);
  const signs = (account: Address) => keys.includes(account);
  const look = (atLeast?: bigint) => examineHalt(root, file, signs, process.env, atLeast);
  let examined = await look();
  if (examined.plan.refusals.length > 0) throw await withoutRights(root, file, keys);
  let last = await recover(root, examined.desired);
  // What an interrupted run had sent may have paused something meanwhile.
  if (last !== undefined) examined = await look(last);
  for (const { authority } of examined.plan.changeSets) {
    const set = examined.plan.changeSets.find((each) => each.authority === authority);
    if (!set) continue;
    const { failure, pending, lastBlock } = await enact(root, examined, set, signers);
    if (pending !== undefined) console.error(pending);
    if (failure) throw new Error(`${failure.code} ${failure.text}: ${failure.reason}`);
    last = lastBlock ?? last;
    examined = await look(last);
  }
  const words = wordsOf(examined.desired);
  const open = examined.plan.changes.map(({ module }) => module);
  console.log(open.length === 0 ? "Everything that can be paused is paused." : `not paused yet: ${open.join(", ")}`);
  if (open.length > 0) console.log(planText(examined.plan, words));
  return open.length === 0 ? EXIT.clean : EXIT.differs;
}

/** Names those whose keys would do. */
async function withoutRights(root: string, file: string, keys: readonly Address[]): Promise<OrdinanceError> {
  const { desired, plan } = await examineHalt(root, file);
  const words = wordsOf(desired);
  const able = plan.changeSets.map(({ authority, approval }) =>
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
          : `keys of ${keys.map((key) => words.address(key)).join(", ")}, which may pause nothing here`,
      expected: able.length === 0 ? "somebody who may pause" : `keys of ${able.join(" or ")}`,
      remedy: "nothing was sent; set ORDINANCE_PRIVATE_KEY, ORDINANCE_KEYSTORE or ORDINANCE_SIGNER_URL",
    },
  ]);
}
