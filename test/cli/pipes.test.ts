import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, vi } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

/** The exit code of a command of which nobody reads one stream from the beginning. */
function unread(stream: "stdout" | "stderr", ...args: readonly string[]): Promise<number | null> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(ROOT, "src/cli/ordinance.mjs"), ...args], { cwd: ROOT });
    child[stream].destroy();
    child.once("error", fail);
    child.once("exit", done);
  });
}

it("ends as a shell takes it where nobody reads the report", async () => {
  expect(await unread("stdout", "--help")).toBe(141);
});

it("does its work to the end where nobody reads what is told beside the report", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pipes-"));
  vi.stubEnv("ORDINANCE_RPC_URL", "http://127.0.0.1:1");
  try {
    expect(await unread("stderr", "ready", "--stack", "local", "--out", folder)).toBe(3);
    expect(readdirSync(folder)).toEqual(["ready.json", "ready.md"]);
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});
