import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";

const ROOT = resolve(import.meta.dirname, "../..");
let chain: DeployedChain;
let folder: string;
beforeAll(async () => {
  chain = await deployedChain("anvil", { council: true });
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  folder = mkdtempSync(join(ROOT, ".cache", "cli-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await chain.stop();
});

function review(...args: readonly string[]) {
  const file = join(folder, "local.yaml");
  writeFileSync(
    file,
    `${chain.stackText.replace("fee: 5 %, burn", "fee: 6 %, burn")}\nreview: { volume: 2000 AGIALPHA }\n`,
  );
  const run = [join(ROOT, "src/cli/ordinance.mjs"), "review", "-s", file, ...args];
  const env = { ...process.env, ORDINANCE_RPC_URL: chain.url };
  return spawnSync(process.execPath, run, { cwd: ROOT, env, encoding: "utf8" });
}

it("is written as markdown, as JSON and as a page, for the volume of the file", () => {
  const markdown = review();
  expect(markdown.status, markdown.stderr).toBe(0);
  expect(markdown.stdout).toMatch(/^# .*1 Safe approval by 2 of 3.*simulated, converges/);
  expect(markdown.stdout).toContain("2000 AGIALPHA");
  const json = review("--format", "json");
  expect((JSON.parse(json.stdout) as { headline: string }).headline).toContain("1 Safe approval by 2 of 3");
  const page = join(folder, "review.html");
  expect(review("--format", "html", "--out", page).status).toBe(0);
  expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>/i);
});

it("says which formats there are", () => {
  const { status, stderr } = review("--format", "pdf");
  expect([status, stderr]).toEqual([4, expect.stringContaining("markdown, json, html")]);
});
