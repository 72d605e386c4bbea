import { rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { sha256 } from "../archive/manifest.ts";
import { cleaner } from "../chain/reasons.ts";
import { OrdinanceError } from "../errors.ts";
import type { Live } from "../diff/live.ts";
import { projectRoot } from "../project.ts";
import { PARTS, readinessOf, type Part, type PartName, type Readiness } from "../ready/model.ts";
import { readinessJson, readinessMarkdown, readinessText } from "../ready/render.ts";
import { terminal } from "../report/paint.ts";
import { jsonText } from "../visible.ts";
import { loadStack } from "../stack/load.ts";
import { timeText } from "../stack/units/moment.ts";
import { wallText } from "../wall/text.ts";
import { EXIT, exitCodeOf, verdictOf } from "./exit-codes.ts";
import { namedAmong, refuseOptions } from "./options.ts";
import { requireFolder, write } from "./output.ts";
import { attempted, failed, READING_PARTS, stateOf, wallPart, type Made } from "./ready-parts.ts";
import { toStderr } from "./rehearse.ts";
import { openStack, type Opened } from "./stack.ts";
import { fileOf } from "./stack-file.ts";
import { readWall, wallCode, wallJson, wallRequestOf, type WallOptions } from "./status-wall.ts";

export interface ReadyOptions extends WallOptions {
  readonly stack?: string;
  readonly statusWall?: boolean;
  /** `rehearse,briefing` */
  readonly skip?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const COMMAND = "ordinance ready";
const VERDICT = "ready.json";
/** Evidence of an earlier run must not stand beside a verdict that does not rest on it. */
const FILES = [
  ...[VERDICT, "ready.md", "status-wall.json", "doctor.json", "plan.json"],
  ...["authority.md", "rehearsal.json", "briefing.md"],
];
const NOT_ASKED = "nothing is known of it";

/** Every check of readiness of a stack, or the status wall of a commit alone. Reads only; loads no key. */
export async function readyCommand(options: ReadyOptions, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const { stack, statusWall, json = false } = options;
  try {
    if (stack !== undefined) return await whole(stack, options, env);
    if (statusWall !== true) {
      const expected = "a stack, or --status-wall for the checks of a commit alone";
      refuseOptions(COMMAND, [{ option: "--stack", found: "nothing", expected }]);
    }
    // They would do nothing, and whoever wrote them relies on them.
    const idle = (["skip", "out"] as const).filter((option) => options[option] !== undefined);
    refuseOptions(
      COMMAND,
      idle.map((option) => ({ option: `--${option}`, found: "no stack", expected: "--stack with it" })),
    );
    const report = await readWall(wallRequestOf(options), env);
    write(json ? jsonText(wallJson(report)) : wallText(report));
    return wallCode(report);
  } catch (error) {
    if (!json || !(error instanceof OrdinanceError)) throw error;
    const code = exitCodeOf(error);
    write(jsonText({ verdict: verdictOf(code), problems: error.problems }));
    return code;
  }
}

async function whole(stack: string, options: ReadyOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const skipped = options.skip === undefined ? [] : namedAmong(PARTS, options.skip, "--skip", COMMAND);
  const { statusWall, repo, sha, required, requiredFile, branch, companion = [] } = options;
  // One of them alone is a mistake, not a wall that nobody asked for.
  const asked =
    statusWall === true ||
    companion.length > 0 ||
    [repo, sha, required, requiredFile, branch].some((option) => option !== undefined);
  const wall = asked && !skipped.includes("status-wall") ? wallRequestOf(options) : undefined;
  if (!wall && PARTS.every((part) => part === "status-wall" || skipped.includes(part)))
    refuseOptions(COMMAND, [{ option: "--skip", found: "every part", expected: "something that is left to ask" }]);
  const root = projectRoot();
  const declared = loadStack(resolve(root, fileOf(stack)), env);
  const folder = options.out ?? join(root, "reports", declared.stack, "ready");
  requireFolder(folder);
  const clean = cleaner(declared);
  const opened = await opening(stack, env, clean);
  const made = new Map<PartName, Made>();
  for (const part of PARTS) {
    if (skipped.includes(part) || (part === "status-wall" && !wall)) continue;
    toStderr(`${part} ...`);
    if (part === "status-wall") made.set(part, await attempted(() => wallPart(wall!, env), clean));
    else if (!("examined" in opened)) made.set(part, opened);
    else made.set(part, await attempted(() => READING_PARTS[part](opened, toStderr), clean));
  }
  const { file, network } = declared;
  const readiness = readinessWith(made, {
    ...{ version: 1, stack: declared.stack, file, chainId: String(network.chainId) },
    ...("examined" in opened && { block: blockOf(opened.examined.live) }),
  });
  store(folder, made, readiness);
  write(options.json ? readinessJson(readiness) : readinessText(readiness, folder, terminal));
  return Math.max(EXIT.clean, ...[...made.values()].map(({ code }) => code));
}

/** The one reading that all parts share, or why there is none: in the report without the endpoint, which the terminal names. */
async function opening(stack: string, env: NodeJS.ProcessEnv, clean: (text: string) => string): Promise<Opened | Made> {
  try {
    return await openStack(stack, { everySet: true, env });
  } catch (error) {
    if (error instanceof OrdinanceError) toStderr(error.message);
    return failed(error, clean);
  }
}

function readinessWith(
  made: ReadonlyMap<PartName, Made>,
  about: Omit<Readiness, "verdict" | "parts" | "evidence">,
): Readiness {
  const parts = PARTS.map((part): Part => {
    const found = made.get(part);
    if (!found) return { part, state: "not asked", summary: NOT_ASKED };
    const { summary, file } = found;
    return { part, state: stateOf(found), summary, ...(file && { evidence: file.name }) };
  });
  const files = [...made.values()].flatMap(({ file }) => (file ? [file] : []));
  return {
    ...about,
    verdict: readinessOf(parts),
    parts,
    evidence: files.map(({ name, text }) => ({ file: name, sha256: sha256(Buffer.from(text)) })),
  };
}

/** The verdict comes last: where it is, all that it rests on is there. */
function store(folder: string, made: ReadonlyMap<PartName, Made>, readiness: Readiness): void {
  for (const name of FILES) rmSync(join(folder, name), { force: true });
  for (const { file } of made.values()) if (file) writeFileSync(join(folder, file.name), file.text);
  writeFileSync(join(folder, "ready.md"), readinessMarkdown(readiness));
  writeFileSync(join(folder, VERDICT), readinessJson(readiness));
}

function blockOf({ block: { number, hash, timestamp } }: Live): NonNullable<Readiness["block"]> {
  return { number: String(number), ...(hash !== undefined && { hash }), time: timeText(timestamp) };
}
