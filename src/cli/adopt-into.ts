import { resolve } from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { adoptInto, type NotAdopted } from "../adopt/into.ts";
import { selectionOf } from "../adopt/selection.ts";
import type { Problem } from "../errors.ts";
import { projectRoot } from "../project.ts";
import { visible } from "../visible.ts";
import type { Desired } from "../stack/desired.ts";
import { readStackText } from "../stack/read.ts";
import { replaceStack } from "../stack/replace.ts";
import { EXIT, verdictOf } from "./exit-codes.ts";
import { openStack } from "./stack.ts";
import { fileOf } from "./stack-file.ts";

export interface AdoptIntoOptions {
  readonly stack: string;
  /** None: all differences. */
  readonly paths: readonly string[];
  /** Without it the file stays as it is. */
  readonly write?: boolean;
  readonly json?: boolean;
}

/** Takes values of the chain into an existing stack file: the difference of the texts on stdout, what stays open on stderr. */
export async function adoptIntoCommand({ stack, paths, write, json }: AdoptIntoOptions): Promise<number> {
  const path = resolve(projectRoot(), fileOf(stack));
  const before = readStackText(path);
  const { examined } = await openStack(stack);
  const { desired } = examined;
  const chosen = paths.length === 0 ? undefined : selectionOf(desired, paths);
  const { text, changes, left, unread } = adoptInto(before, examined, chosen, process.env);
  const patch = patchOf(desired, before, text);
  if (write && text !== before) replaceStack(path, { before, after: text }, moved(desired.file));
  const open = left.length > 0 || (!write && changes.length > 0);
  const code = unread.length > 0 ? EXIT.unread : open ? EXIT.differs : EXIT.clean;
  if (json) {
    const written = write === true && text !== before;
    console.log(JSON.stringify({ verdict: verdictOf(code), written, changes, left, unread, patch }, null, 2));
    return code;
  }
  process.stdout.write(patch);
  const done = changes.length === 0 ? "Nothing to take over." : write ? `Written to ${desired.file}.` : NOT_WRITTEN;
  console.error([...linesOf("not taken over", left), ...linesOf("could not be read", unread), done].join("\n"));
  return code;
}

const NOT_WRITTEN = "Nothing was written: add --write to change the file.";

/** As `git apply` takes it; empty if nothing differs. An endpoint near a changed line is not shown. */
function patchOf({ file, network, approvals }: Desired, before: string, after: string): string {
  if (before === after) return "";
  const options = { headerOptions: FILE_HEADERS_ONLY };
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, options);
  const urls = [...network.rpc.map(({ url }) => url), approvals.safeService].filter((url) => url !== undefined);
  return urls.reduce((left, url) => left.replaceAll(url, "<URL>"), patch);
}

function linesOf(what: string, left: readonly NotAdopted[]): readonly string[] {
  return left.map(({ path, why }) => visible(`${path} ${what}: ${why}`));
}

function moved(file: string): Problem {
  const found = "a file that changed while the chain was read";
  const remedy = "nothing was written; run again";
  return { code: "ORD122", file, found, expected: "the text that was compared", remedy };
}
