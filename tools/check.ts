import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const CACHE = join(ROOT, ".cache");
const TYPE_GENERATOR = "tools/generate-types.ts";

interface Check {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

export interface Result {
  readonly name: string;
  readonly ok: boolean;
}

/** The longest first: of two at a time, none is left alone for long at the end. */
const STATIC: readonly Check[] = [
  { name: "lint", program: "node_modules/eslint/bin/eslint.js", args: ["."] },
  { name: "types", program: "node_modules/typescript/bin/tsc", args: ["--noEmit"] },
  { name: "format", program: "node_modules/prettier/bin/prettier.cjs", args: ["--check", "."] },
  ...(existsSync(join(ROOT, TYPE_GENERATOR))
    ? [{ name: "schema types", program: TYPE_GENERATOR, args: ["--check"] }]
    : []),
];

const stop = new AbortController();
const running = new Set<ChildProcess>();

function run({ program, args }: Check, stdio: "inherit" | "pipe"): Promise<{ ok: boolean; text: string }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(ROOT, program), ...args], { cwd: ROOT, stdio });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (part: Buffer) => {
        text += part.toString();
      });
    running.add(child);
    child.once("error", fail);
    child.once("close", (code) => {
      running.delete(child);
      done({ ok: code === 0, text });
    });
  });
}

/** Every check runs, so that one report names all that is wrong. */
async function inTurn(checks: Iterator<Check, undefined>, stdio: "inherit" | "pipe"): Promise<Result[]> {
  const results: Result[] = [];
  for (let next = checks.next(); !next.done && !stop.signal.aborted; next = checks.next()) {
    const check = next.value;
    console.log(`check: ${check.name} ...`);
    const start = Date.now();
    const { ok, text } = await run(check, stdio);
    if (text) process.stdout.write(text);
    console.log(`check: ${check.name} ${ok ? "passed" : "FAILED"} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
    results.push({ name: check.name, ok });
  }
  return results;
}

/** Two at a time, for two cores; what each has to say comes in one piece. */
async function twoAtATime(checks: readonly Check[]): Promise<Result[]> {
  const queue = checks.values();
  return (await Promise.all([inTurn(queue, "pipe"), inTurn(queue, "pipe")])).flat();
}

process.on("SIGTERM", () => {
  stop.abort();
  for (const child of running) child.kill("SIGTERM");
});
// The terminal sends Ctrl-C to the running check as well; this process waits for its end.
process.on("SIGINT", () => {
  stop.abort();
  if (!process.stdin.isTTY) for (const child of running) child.kill("SIGINT");
});

const chosen = process.argv.slice(2);
const tests: Check = { name: "tests", program: "node_modules/vitest/vitest.mjs", args: ["run", ...chosen] };

mkdirSync(CACHE, { recursive: true });
for (const file of ["checks.json", "vitest.json"]) rmSync(join(CACHE, file), { force: true });
// Someone who names tests wants those, now.
const checked = chosen.length > 0 ? [] : await twoAtATime(STATIC);
const results = [...checked, ...(await inTurn([tests].values(), "inherit"))];
writeFileSync(join(CACHE, "checks.json"), JSON.stringify(results));
process.exitCode = !stop.signal.aborted && results.every(({ ok }) => ok) ? 0 : 1;
