import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { OrdinanceError } from "../errors.ts";
import { examine } from "../examine.ts";
import { projectRoot } from "../project.ts";
import { proofOf } from "../prove/examined.ts";
import { proofText } from "../prove/report.ts";
import { terminal } from "../report/paint.ts";
import { planText, wordsOf } from "../report/text.ts";
import { unifiedText } from "../report/unified.ts";
import { readStackText, shownPath } from "../stack/read.ts";
import { rotate } from "../stack/rotate.ts";
import { EXIT, planCodeOf } from "./exit-codes.ts";
import { write } from "./output.ts";
import { fileOf } from "./stack.ts";

export interface RotateOptions {
  readonly stack: string;
  readonly name: string;
  readonly address: string;
  readonly json?: boolean;
}

/** Puts another address behind a name of the stack file, once a preview has shown that a plan brings it about. */
export async function rotateCommand({ stack, name, address, json }: RotateOptions): Promise<number> {
  const root = projectRoot();
  const path = resolve(root, fileOf(stack));
  const [text, file] = [readStackText(path), shownPath(path)];
  const { text: edited, before } = rotate(text, file, name, address);
  const examined = await examine(root, path, { text: edited });
  const proof = await proofOf(root, examined);
  const code = planCodeOf(examined, proof);
  const written = edited !== text && (code === EXIT.clean || code === EXIT.differs);
  if (written) replace(path, text, edited);
  const { desired, live, plan } = examined;
  if (json) {
    const refusals = plan.refusals.map(({ module, keys, rule }) => ({ module, keys, rule }));
    write(
      JSON.stringify({ version: 1, file, name, before, after: address, written, plan: plan.hash, refusals }, null, 2),
    );
    return code;
  }
  write(unifiedText({ name: file, text }, { name: file, text: edited }, terminal) || `${name} is ${address} already.`);
  write(planText(plan, wordsOf(desired), live.scan));
  if (proof) write(proofText(proof, examined));
  write(
    written
      ? `Plan ${plan.hash}\n${file} is written. Review it, then: pulumi up --stack ${desired.stack}`
      : `${file} is left as it was.`,
  );
  return code;
}

/** As a whole or not at all; a byte order mark stays. */
function replace(path: string, text: string, edited: string): void {
  const target = realpathSync(path);
  const bytes = readFileSync(target);
  const mark = bytes.subarray(0, 3).equals(MARK) ? MARK : Buffer.alloc(0);
  if (!bytes.equals(Buffer.concat([mark, Buffer.from(text)]))) {
    const found = "another text than the one that was previewed";
    const remedy = "somebody else writes it: nothing was changed, run again";
    throw new OrdinanceError([{ code: "ORD101", file: shownPath(path), found, expected: "the same text", remedy }]);
  }
  const fresh = `${target}.${process.pid}`;
  writeFileSync(fresh, Buffer.concat([mark, Buffer.from(edited)]), { mode: statSync(target).mode });
  renameSync(fresh, target);
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
