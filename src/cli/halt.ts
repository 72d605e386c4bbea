import { enactEach } from "../enact/each.ts";
import { noRight } from "../enact/refusals.ts";
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
  const first = await look();
  if (first.plan.refusals.length > 0) throw noRight(await examineHalt(root, file), keys, "pause");
  const examined = await enactEach(root, first, signers, look);
  const words = wordsOf(examined.desired);
  const open = examined.plan.changes.map(({ module }) => module);
  console.log(open.length === 0 ? "Everything that can be paused is paused." : `not paused yet: ${open.join(", ")}`);
  if (open.length > 0) console.log(planText(examined.plan, words));
  return open.length === 0 ? EXIT.clean : EXIT.differs;
}
