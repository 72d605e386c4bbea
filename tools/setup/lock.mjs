import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./progress.mjs";
import { onInterrupt } from "./signals.mjs";

const TOUCH_MS = 10_000;
/** A holder that has not touched its lock for this long is gone. */
const STALE_MS = 120_000;
const POLL_MS = 500;

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && "code" in error ? error.code : undefined);

/**
 * @param {string} lock
 * @returns {{ host: string, pid: number, age: number } | undefined} the holder; age in milliseconds
 */
function holderOf(lock) {
  try {
    const [host = "", pid = ""] = readFileSync(join(lock, "owner"), "utf8").split("\n");
    return { host, pid: Number(pid), age: Date.now() - statSync(join(lock, "owner")).mtimeMs };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {{ host: string, pid: number, age: number }} holder */
const stale = (holder) => holder.age > STALE_MS || (holder.host === hostname() && !alive(holder.pid));

/**
 * Renaming a prepared directory onto the lock's name succeeds for one contender only, and never without its owner file.
 * @param {string} lock
 */
function take(lock) {
  mkdirSync(dirname(lock), { recursive: true });
  const mine = mkdtempSync(`${lock}-`);
  writeFileSync(join(mine, "owner"), `${hostname()}\n${process.pid}\n`);
  try {
    renameSync(mine, lock);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true });
    if (["ENOTEMPTY", "EEXIST", "EPERM"].includes(String(codeOf(error)))) return false;
    throw error;
  }
}

/**
 * Moves a dead holder's lock aside; whoever moved a live one by losing a race puts it back.
 * @param {string} lock
 * @param {number} pid
 */
function breakStale(lock, pid) {
  const aside = `${lock}-stale-${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (holderOf(aside)?.pid === pid) rmSync(aside, { recursive: true });
  else renameSync(aside, lock);
}

/**
 * Only one set-up at a time changes a clone; a second one waits for it.
 * @template T
 * @param {string} lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, work) {
  let told = false;
  while (!take(lock)) {
    const holder = holderOf(lock);
    if (holder !== undefined && stale(holder)) breakStale(lock, holder.pid);
    else {
      if (!told && holder !== undefined) say(`process ${holder.pid} is setting up this clone; waiting for it ...`);
      told = true;
      await sleep(POLL_MS);
    }
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  const forget = onInterrupt(release);
  const touch = setInterval(() => utimesSync(join(lock, "owner"), new Date(), new Date()), TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    forget();
    release();
  }
}
