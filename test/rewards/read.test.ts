import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readScoreboard } from "../../src/rewards/read.ts";
import { thrownBy } from "../stack/support.ts";

const A = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const B = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const ONE = 10n ** 18n;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "rewards-"))));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const problemsOf = (name: string, text: string) =>
  thrownBy(() => readScoreboard(write(name, text)))
    .message.replaceAll(/^\S+?\/(?=s\.)/gm, "")
    .split("\n");

describe("a scoreboard", () => {
  const standings = [
    { agent: A, score: 3n * ONE, slashes: 0n },
    { agent: B, score: ONE / 4n, slashes: 2n },
  ];

  it("is read from JSON as the orchestrator writes it", () => {
    const text = `{
      "${A}": {"wins": 3, "losses": 1, "slashes": 0, "notes": ["fine"], "updatedAt": 1.5},
      "${B}": {"wins": 0.25, "slashes": 2}
    }`;
    expect(readScoreboard(write("good.json", text)).standings).toEqual(standings);
  });

  it("is read from CSV, columns in any order", () => {
    const text = `\uFEFFslashes,agent,score,notes\r\n0,${A},3,"fine, ""so far"""\r\n\r\n2, ${B} ,0.25,\r\n`;
    const board = readScoreboard(write("good.csv", text));
    expect(board.standings).toEqual(standings);
    expect(board.sha256).toBe(createHash("sha256").update(text).digest("hex"));
  });

  it("keeps every digit of a number", () => {
    const text = `{"${A}": {"score": 12345678901234567890.123456789012345678, "slashes": 0}}`;
    expect(readScoreboard(write("long.json", text)).standings[0]!.score).toBe(12345678901234567890123456789012345678n);
  });

  it("is refused with every problem of every entry at once", () => {
    const text = `{
  "${A}": {"wins": -1, "slashes": 0},
  "${A}": {"wins": 1, "slashes": 0},
  "${B.toLowerCase()}": {"wins": 1, "slahses": 0},
  "0x12": {"wins": "0.1234567890123456789", "score": 2, "slashes": 1.5},
  "0x0000000000000000000000000000000000000000": {"wins": 1e3, "slashes": []}
}`;
    const zero = "0x0000000000000000000000000000000000000000";
    const score = "expected a number from zero such as 1500 or 12.5, with at most 18 decimals";
    const slashes = "expected a whole number such as 3 or 1_000_000";
    const address = "expected an address of 40 hexadecimal digits with a valid checksum";
    expect(problemsOf("s.json", text)).toEqual([
      `s.json:2:58 ORD121 ${A}.wins: "-1", which is negative; ${score}`,
      `s.json:3:3 ORD121 ${A}: an agent that line 2 has; expected each agent once`,
      `s.json:4:3 ORD121 ${B.toLowerCase()}: "${B.toLowerCase()}", whose checksum is wrong; expected "${B}" if these are the digits`,
      `s.json:4:3 ORD121 ${B.toLowerCase()}: no slashes; ${slashes}`,
      `s.json:4:72 ORD121 ${B.toLowerCase()}: the unknown key "slahses"; expected score, wins, slashes, losses, notes, updatedAt (did you mean "slashes"?)`,
      `s.json:5:3 ORD121 "0x12": "0x12"; ${address}`,
      `s.json:5:54 ORD121 "0x12".score: a second score or wins; expected one score or wins`,
      `s.json:5:68 ORD121 "0x12".slashes: "1.5", which is not a multiple of 1; ${slashes}`,
      `s.json:6:3 ORD121 ${zero}: the zero address; expected an agent`,
      `s.json:6:58 ORD121 ${zero}.wins: "1e3"; ${score}`,
      `s.json:6:74 ORD121 ${zero}.slashes: a list or an object; ${slashes}`,
    ]);
  });

  it("names the line in a table", () => {
    expect(problemsOf("s.csv", `agent,score,slashes\n${A},1,0\n\n${B},0.1234567890123456789,0\n${A},2,0\n`)).toEqual([
      `s.csv:4 ORD121 ${B}.score: "0.1234567890123456789", which is not a multiple of 10^-18; expected a number from zero such as 1500 or 12.5, with at most 18 decimals`,
      `s.csv:5 ORD121 ${A}: an agent that line 2 has; expected each agent once`,
    ]);
  });

  it.each([
    ["s.json", "", /s\.json:1:1 ORD121 an empty file; expected an entry for each agent/],
    ["s.json", "{}", /s\.json:1 ORD121 no agent; expected an entry for each agent/],
    ["s.json", "[]", /s\.json:1:1 ORD121 a JSON array; expected an object with an entry for each agent/],
    ["s.json", `{"${A}": 3}`, /s\.json:1:48 ORD121 "0xf39F.*" with a JSON number; expected an object with the score/],
    ["s.json", `{"${A}": {"wins": 1,}}`, /s\.json:1:59 ORD121 property name expected; expected JSON/],
    ["s.json", "{ // none\n}", /s\.json:1:3 ORD121 invalid comment token; expected JSON/],
    ["s.csv", "", /s\.csv:1:1 ORD121 an empty file/],
    ["s.csv", "agent,score,slashes\n", /s\.csv:1 ORD121 no agent/],
    ["s.csv", `agent;score;slashes\n${A};1;0\n`, /s\.csv:1 ORD121 a heading without agent; expected a heading such as/],
    ["s.csv", `agent,score,score\n${A},1,2\n`, /s\.csv:1 ORD121 the column "score" twice; expected each column once/],
    ["s.csv", `agent,\u001b[2K,\u001b[2K\n${A},1,2\n`, /s\.csv:1 ORD121 the column "\\u001b\[2K" twice/],
    ["s.csv", `agent,score,slashes\n${A},1\n`, /s\.csv:2 ORD121 2 columns; expected 3 as in the heading/],
    ["s.csv", `agent,score,slashes\n${A},"1,0\n`, /s\.csv:\d ORD121 quote not closed; expected a table with commas/],
    ["s.csv", `agent,score,slashes\n,1,0\n`, /s\.csv:2 ORD121 "": ""; expected an address/],
    ["s.txt", "1", /s\.txt ORD121 a file that ends in \.txt; expected a scoreboard in \.json or \.csv/],
  ])("in %s is refused if it is %j", (name, text, message) => {
    expect(problemsOf(name, text).join("\n")).toMatch(message);
  });

  it("that does not exist is refused", () => {
    expect(() => readScoreboard(join(folder, "none.json"))).toThrow(
      /ORD121 no such file; expected a scoreboard that can be/,
    );
  });
});
