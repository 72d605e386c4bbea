import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OrdinanceError } from "./errors.ts";
import type { Examined } from "./examine.ts";
import { jsonIn } from "./json.ts";
import { callsOf } from "./plan/plan.ts";
import { callText, movedText, wordsOf } from "./report/text.ts";

interface PreviewRecord {
  readonly cli: string;
  readonly hash: string;
  readonly calls: readonly string[];
}

/**
 * `pulumi up` previews and updates in two runs of the program under one CLI process, and on its own it would enact
 * whatever the second run computes. The first run leaves the identity of its plan, the second compares.
 */
export function recordPreview(root: string, stack: string, examined: Examined): void {
  const cli = cliProcess();
  if (cli === undefined) return;
  const words = wordsOf(examined.desired);
  const record: PreviewRecord = {
    cli,
    hash: examined.plan.hash,
    calls: callsOf(examined.plan).map((call) => callText(call, words)),
  };
  const folder = folderOf(root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(folder, stack), JSON.stringify(record, null, 2));
}

/** Refuses an update whose plan is not the one that the preview of the same command showed. */
export function requirePreviewed(root: string, stack: string, examined: Examined): void {
  const file = fileOf(folderOf(root), stack);
  if (!existsSync(file)) return;
  const record = jsonIn(readFileSync(file, "utf8")) as PreviewRecord | undefined;
  // Another command's preview says nothing about this update (`--skip-preview`, or a saved plan), nor does one that was killed.
  if (!record || record.cli !== cliProcess()) return;
  rmSync(file);
  if (record.hash === examined.plan.hash) return;
  const words = wordsOf(examined.desired);
  const now = callsOf(examined.plan).map((call) => callText(call, words));
  throw new OrdinanceError([
    {
      code: "ORD402",
      file: examined.desired.file,
      found: movedText(record.calls, now) || "a live value that the calls depend on has changed",
      expected: `the plan that this command previewed (${record.hash})`,
      remedy: "nothing was sent; run the command again and review the new preview",
    },
  ]);
}

function folderOf(root: string): string {
  return join(root, ".cache", "previews");
}

function fileOf(folder: string, stack: string): string {
  return join(folder, `${stack.replace(/[^A-Za-z0-9.-]/g, "_")}.json`);
}

/**
 * The CLI process and its start time: parent of the language host, which is the parent of this process. On a system that
 * does not tell, the check is left to `--plan` and to the comparison before the first transaction.
 */
function cliProcess(): string | undefined {
  if (process.platform === "win32") return undefined;
  const cli = processField(process.ppid, "ppid");
  return `${cli} ${processField(Number(cli), "start")}`;
}

function processField(pid: number, field: "ppid" | "start"): string {
  if (existsSync("/proc/self/stat")) {
    // The name in parentheses may hold spaces; the fields after it are counted from the state (field 3).
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[field === "ppid" ? 1 : 19]!;
  }
  return execFileSync("ps", ["-o", `${field === "ppid" ? "ppid" : "lstart"}=`, "-p", String(pid)], {
    encoding: "utf8",
  }).trim();
}
