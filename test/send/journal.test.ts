import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileJournal, type InFlight, type JournalRecord } from "../../src/send/journal.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(folder, "deep", "31337-0xf39F.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (nonce: number, more: Partial<InFlight> = {}): InFlight => ({
  chainId: "31337",
  from: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  nonce,
  to: "0x0000000000000000000000000000000000001001",
  data: "0x",
  value: "0",
  confirmations: 1,
  text: `call ${nonce}`,
  ...more,
});
const started = (nonce: number, more: Partial<InFlight> = {}): JournalRecord => ({
  event: "started",
  ...entry(nonce, more),
});
const closed = (nonce: number): JournalRecord => ({ event: "closed", nonce, outcome: "mined" });
const nonces = () =>
  fileJournal(path)
    .open()
    .map(({ nonce }) => nonce);

it("is empty before it is written, and does not make a file by being read", () => {
  expect(fileJournal(path).open()).toEqual([]);
  expect(() => statSync(path)).toThrow(/ENOENT/);
});

it("tells what is started and not closed, to another instance as well", () => {
  const journal = fileJournal(path);
  for (const record of [started(5), started(6), closed(5), started(7, { raw: "0x02", hash: "0x03" })])
    journal.append(record);
  expect(fileJournal(path).open()).toMatchObject([{ nonce: 6 }, { nonce: 7, raw: "0x02", hash: "0x03" }]);
  journal.append({ event: "named", nonce: 6, hash: "0x04" });
  expect(fileJournal(path).open()[0]).toMatchObject({ nonce: 6, hash: "0x04", text: "call 6" });
});

it("opens a nonce again after it was closed", () => {
  for (const record of [started(5), closed(5), started(5, { text: "again" })]) fileJournal(path).append(record);
  expect(fileJournal(path).open()).toMatchObject([{ nonce: 5, text: "again" }]);
});

it("can be read by its owner only", () => {
  fileJournal(path).append(started(1));
  if (process.platform !== "win32") expect(statSync(path).mode & 0o077).toBe(0);
});

it("ignores a line that a crash cut off, and writes the next one whole", () => {
  fileJournal(path).append(started(1));
  appendFileSync(path, '{"event":"started","nonce":2,"chai');
  expect(nonces()).toEqual([1]);
  fileJournal(path).append(started(3));
  expect(nonces()).toEqual([1, 3]);
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(3);
});

it("says what helps where it cannot be written", () => {
  writeFileSync(join(folder, "deep"), "a file in the place of its folder");
  expect(() => fileJournal(path).append(started(1))).toThrow(
    /ORD412 a journal that cannot be written \(E\w+\).*writable/,
  );
});

it("refuses to guess what a damaged line was", () => {
  fileJournal(path).append(started(1));
  appendFileSync(path, "not json\n");
  expect(nonces).toThrow(/31337-0xf39F\.jsonl:2 ORD404 not JSON/);
  rmSync(path);
  fileJournal(path).append(started(1));
  appendFileSync(path, '{"event":"mined"}\n');
  expect(nonces).toThrow(/jsonl:2 ORD404 not a record of a journal/);
  // What was sent to an unknown chain cannot be looked for.
  rmSync(path);
  appendFileSync(path, '{"event":"started","nonce":1}\n');
  expect(nonces).toThrow(/jsonl:1 ORD404 not a record of a journal/);
});
