import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withLock } from "../../tools/setup/lock.mjs";

let root = "";
let lock = "";
const held = (host: string, pid: number): void => {
  mkdirSync(lock);
  writeFileSync(join(lock, "owner"), `${host}\n${String(pid)}\n`);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lock-"));
  lock = join(root, "setup.lock");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

it("lets one at a time in and leaves nothing behind", async () => {
  let [inside, most] = [0, 0];
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)]);
  expect(most).toBe(1);
  expect(readdirSync(root)).toEqual([]);
});

it("is released when the work fails", async () => {
  await expect(withLock(lock, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(existsSync(lock)).toBe(false);
});

it("takes over from a process that is gone", async () => {
  held(hostname(), spawnSync(process.execPath, ["-e", ""]).pid);
  expect(await withLock(lock, () => Promise.resolve("done"))).toBe("done");
  expect(readdirSync(root)).toEqual([]);
});

it("takes over from another machine that has not touched it for two minutes", async () => {
  held("elsewhere", 1);
  const old = Date.now() / 1000 - 180;
  utimesSync(join(lock, "owner"), old, old);
  expect(await withLock(lock, () => Promise.resolve("done"))).toBe("done");
});

it("waits for a holder that lives", async () => {
  held("elsewhere", 1);
  let entered = false;
  const waiting = withLock(lock, () => Promise.resolve((entered = true)));
  await sleep(700);
  expect(entered).toBe(false);
  rmSync(lock, { recursive: true });
  await waiting;
  expect(entered).toBe(true);
});
