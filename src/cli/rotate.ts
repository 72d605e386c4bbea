import { resolve } from "node:path";
import { cleaner } from "../chain/reasons.ts";
import type { Problem } from "../errors.ts";
import { examine } from "../examine.ts";
import { projectRoot } from "../project.ts";
import { proofOf } from "../prove/examined.ts";
import { proofText } from "../prove/report.ts";
import { terminal } from "../report/paint.ts";
import { planText } from "../report/plan.ts";
import { wordsOf } from "../report/text.ts";
import { unifiedText } from "../report/unified.ts";
import { jsonText } from "../visible.ts";
import { readStackText, shownPath } from "../stack/read.ts";
import { replaceStack } from "../stack/replace.ts";
import { rotate } from "../stack/rotate.ts";
import { EXIT, planCodeOf } from "./exit-codes.ts";
import { write } from "./output.ts";
import { planJson } from "./plan.ts";
import { fileOf } from "./stack-file.ts";

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
  if (written) replaceStack(path, { before: text, after: edited }, moved(file));
  const { desired, live, plan } = examined;
  if (json) {
    const preview = planJson({ root, examined }, proof, code);
    write(jsonText({ version: 1, file, name, before, after: address, written, ...preview }));
    return code;
  }
  // Lines around the change may name endpoints, in the file or in a comment.
  const clean = cleaner(desired);
  const shown = unifiedText({ name: file, text: clean(text) }, { name: file, text: clean(edited) }, terminal);
  write(shown || `${name} is ${address} already.`);
  write(planText(plan, wordsOf(desired), live.scan));
  if (proof) write(proofText(proof, examined));
  write(
    written
      ? `Plan ${plan.hash}\n${file} is written. Review it, then: pulumi up --stack ${desired.stack}`
      : `${file} is left as it was.`,
  );
  return code;
}

function moved(file: string): Problem {
  const found = "another text than the one that was previewed";
  const remedy = "somebody else writes it: nothing was changed, run again";
  return { code: "ORD101", file, found, expected: "the same text", remedy };
}
