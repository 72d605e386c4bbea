import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { journalFolder } from "../enact/context.ts";
import type { JournalRecord } from "../send/journal.ts";
import { CHECKSUMS } from "../review/mission.ts";
import type { Desired } from "../stack/desired.ts";
import { sha256, type Files } from "./manifest.ts";
import { withoutEndpoints } from "./secrets.ts";

/** What earlier runs have left in the project, by its place in the archive. @param file of the stack, as a path. */
export function collected(root: string, file: string, { stack, network }: Desired): Files {
  const source = readFileSync(file);
  // As the records of previews are called, and as a path of an archive may be.
  const name = stack.replace(/[^A-Za-z0-9.-]/g, "_");
  return new Map([
    [`stack/${name}.yaml`, Buffer.from(withoutEndpoints(source.toString("utf8")))],
    // The commit has the file as it is: this tells that it is the same one.
    [`stack/${name}.yaml.sha256`, Buffer.from(`${sha256(source)}  ${stack}.yaml\n`)],
    ...copies(join(root, ".cache", "previews"), "previews", (each) => each === `${name}.json`),
    ...copies(join(root, ".cache", "plans"), "plans", (name) => name.endsWith(".json")),
    ...copies(join(root, "reports", stack, "receipts"), "receipts", (name) => name.endsWith(".json")),
    ...copies(join(root, "reports", stack, "approvals"), "approvals", (name) => /\.(json|txt)$/.test(name)),
    ...copies(join(root, "reports"), "checks", (each) => each === WALL),
    ...copies(join(root, "reports"), "reports", (each) => each !== WALL && isReport(each)),
    ...copies(join(root, "reports", stack, "ready"), "ready", isReport),
    ...copies(join(root, "reports", stack, "mission"), "mission", (each) => isReport(each) || each === CHECKSUMS),
    ...journals(journalFolder(root), network.chainId),
  ]);
}

const WALL = "status-wall.json";

/** In the forms that the commands write. */
function isReport(name: string): boolean {
  return /\.(json|md|html|csv)$/.test(name);
}

function copies(from: string, to: string, wanted: (name: string) => boolean): [string, Buffer][] {
  return filesIn(from, wanted).map((name) => [`${to}/${name}`, readFileSync(join(from, name))]);
}

function journals(folder: string, chainId: bigint): [string, Buffer][] {
  return filesIn(folder, (name) => name.startsWith(`${chainId}-`)).map((name) => {
    const lines = readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1);
    return [`journal/${name}`, Buffer.from(lines.map((line) => `${told(line)}\n`).join(""))];
  });
}

/** A line of a journal without signed bytes: whoever has those of a transaction that was not mined could send it. */
function told(line: string): string {
  let record: JournalRecord & { readonly at?: string };
  try {
    record = JSON.parse(line) as typeof record;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // What a damaged line holds nobody knows: it stands for itself, and an incident is archived all the same.
    return JSON.stringify({ damaged: "not JSON, left out" });
  }
  if (record.event !== "started") return JSON.stringify(record);
  const { raw: _raw, data: _data, ...rest } = record;
  return JSON.stringify(rest);
}

/** Names of files, sorted; what is still being written begins with a dot. */
function filesIn(folder: string, wanted: (name: string) => boolean): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isFile() && !each.name.startsWith(".") && wanted(each.name))
    .map(({ name }) => name)
    .sort();
}
