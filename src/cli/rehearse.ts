import { dirname, resolve } from "node:path";
import { readWhole } from "../read.ts";
import { projectRoot } from "../project.ts";
import { LEVERS, type Rehearsal } from "../rehearse/model.ts";
import { rehearse } from "../rehearse/rehearse.ts";
import { REHEARSAL_RENDERERS } from "../rehearse/render.ts";
import { rehearsalText } from "../rehearse/text.ts";
import { terminal } from "../report/paint.ts";
import { loadStack } from "../stack/load.ts";
import { EXIT } from "./exit-codes.ts";
import { namedAmong } from "./options.ts";
import { formatOf, requireFolder, write } from "./output.ts";
import { fileOf } from "./stack-file.ts";

export interface RehearseOptions {
  readonly stack: string;
  /** `halt,resume` */
  readonly only?: string;
  readonly json?: boolean;
  readonly out?: string;
}

/** Pulls the emergency levers on a copy of the network, and says what came of it. Loads no key. */
export async function rehearseCommand({ stack, only, json, out }: RehearseOptions): Promise<number> {
  const levers = only === undefined ? LEVERS : namedAmong(LEVERS, only, "--only", "ordinance rehearse");
  const format = out === undefined ? undefined : formatOf(out, REHEARSAL_RENDERERS);
  if (out !== undefined) requireFolder(dirname(out));
  const root = projectRoot();
  const reading = await readWhole(root, loadStack(resolve(root, fileOf(stack))), { everySet: true });
  const rehearsal = await rehearse(root, reading, { only: levers, progress: toStderr });
  if (format) write(REHEARSAL_RENDERERS[format](rehearsal), out);
  else write(json ? REHEARSAL_RENDERERS.json(rehearsal) : rehearsalText(rehearsal, terminal));
  return rehearsalCode(rehearsal);
}

/** Only what worked is clean, and what was not asked for says nothing. */
export function rehearsalCode({ levers }: Pick<Rehearsal, "levers">): number {
  if (levers.some(({ outcome }) => outcome === "unread")) return EXIT.unread;
  return levers.every(({ outcome }) => outcome === "worked" || outcome === "not asked") ? EXIT.clean : EXIT.differs;
}

/** What is under way, beside the report. Where nobody reads it, the work goes on: the console lets a closed pipe be. */
export function toStderr(text: string): void {
  console.error(text);
}
