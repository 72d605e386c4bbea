import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

function npm(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; text: string }> {
  return new Promise((done, fail) => {
    const child = spawn("npm", args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    child.stdout.on("data", (part: Buffer) => (text += part.toString()));
    child.stderr.on("data", (part: Buffer) => (text += part.toString()));
    child.once("error", fail);
    child.once("close", (code) => done({ code, text }));
  });
}

it("npm start goes through the whole loop", { timeout: 400_000 }, async () => {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const state = mkdtempSync(join(ROOT, ".cache", "start-"));
  console.log("npm start, which takes about a minute ...");
  const { code, text } = await npm(["start"], { ...process.env, PULUMI_BACKEND_URL: `file://${state}` });
  expect(code, text).toBe(0);
  for (const step of [1, 2, 3, 4, 5, 6, 7]) expect(text).toContain(`[${step}/7]`);
  expect(text).toContain("in flight: operation");
  expect(text).toMatch(/fees\.fee {2}7 % \[7\] => 5 % \[5\]/);
  expect(text).toMatch(/Done\. \d+ values over \d+ modules differed/);
  rmSync(state, { recursive: true, force: true });
});
