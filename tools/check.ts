import { spawn } from "node:child_process";
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

const STATIC: readonly Check[] = [
  { name: "types", program: "node_modules/typescript/bin/tsc", args: ["--noEmit"] },
  { name: "lint", program: "node_modules/eslint/bin/eslint.js", args: ["."] },
  { name: "format", program: "node_modules/prettier/bin/prettier.cjs", args: ["--check", "."] },
  ...(existsSync(join(ROOT, TYPE_GENERATOR))
    ? [{ name: "schema types", program: TYPE_GENERATOR, args: ["--check"] }]
    : []),
];

const stop = new AbortController();
let forward: (signal: NodeJS.Signals) => void = () => undefined;

function run({ program, args }: Check): Promise<boolean> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(ROOT, program), ...args], { cwd: ROOT, stdio: "inherit" });
    forward = (signal) => child.kill(signal);
    child.once("error", fail);
    child.once("close", (code) => {
      done(code === 0);
    });
  });
}

/** Every check runs, so that one report names all that is wrong. */
async function runAll(checks: readonly Check[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const check of checks) {
    if (stop.signal.aborted) break;
    console.log(`check: ${check.name} ...`);
    const start = Date.now();
    const ok = await run(check);
    console.log(`check: ${check.name} ${ok ? "passed" : "FAILED"} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
    results.push({ name: check.name, ok });
  }
  return results;
}

process.on("SIGTERM", () => {
  stop.abort();
  forward("SIGTERM");
});
// The terminal sends Ctrl-C to the running check as well; this process waits for its end.
process.on("SIGINT", () => {
  stop.abort();
  if (!process.stdin.isTTY) forward("SIGINT");
});

const chosen = process.argv.slice(2);
const tests: Check = { name: "tests", program: "node_modules/vitest/vitest.mjs", args: ["run", ...chosen] };

mkdirSync(CACHE, { recursive: true });
for (const file of ["checks.json", "vitest.json"]) rmSync(join(CACHE, file), { force: true });
// Someone who names tests wants those, now.
const results = await runAll(chosen.length > 0 ? [tests] : [...STATIC, tests]);
writeFileSync(join(CACHE, "checks.json"), JSON.stringify(results));
process.exitCode = !stop.signal.aborted && results.every(({ ok }) => ok) ? 0 : 1;
