import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { main } from "../../src/cli/main.ts";

const A = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const B = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const C = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rewards-"));
  file = join(folder, "board.csv");
  writeFileSync(file, `agent,score,slashes\n${A},2,1\n${B},2,0\n${C},2,0\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

async function rewards(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, "write").mockImplementation((text) => ((err += String(text)), true));
  vi.spyOn(console, "error").mockImplementation((text) => void (err += String(text)));
  const code = await main(["node", "ordinance", "rewards", ...args]);
  vi.restoreAllMocks();
  return { code, out, err };
}

describe("ordinance rewards", () => {
  it("prints a table that says what was decided", async () => {
    const { code, out } = await rewards("--total", "100", "--top", "1", "--scoreboard", file);
    expect(code).toBe(0);
    expect(out).toContain("100 AGIALPHA to 1 of 3 agents of");
    expect(out).toMatch(new RegExp(`1 +${C} +2 +2 +0 +100 AGIALPHA`));
    expect(out).toContain("The score 2 stands on both sides of the cut; the lower address goes first:");
    expect(out).toContain(`in ${C}; out ${B}`);
    expect(out).toContain(`${A}  slashed (score 2, slashes 1)`);
    expect(out).toMatch(/Agents that were slashed get nothing\. The scoreboard's SHA-256 is [0-9a-f]{64}\./);
  });

  it("says that fewer have a score than were asked for", async () => {
    const { out } = await rewards("--total", "1.5", "--top", "8", "--scoreboard", file, "--slashed", "deduct");
    expect(out).toContain("8 agents were asked for; 3 have a score that counts.");
    expect(out).toMatch(new RegExp(`3 +${A} +2 +1 +1 +0.3 AGIALPHA`));
  });

  it("prints exact amounts for machines and for spreadsheets", async () => {
    const json = JSON.parse((await rewards("--total", "1", "--scoreboard", file, "--slashed", "keep", "--json")).out);
    expect(json).toMatchObject({
      total: "1",
      totalWei: "1000000000000000000",
      top: 5,
      slashed: "keep",
      unrewarded: [],
    });
    expect(json.rewards[0]).toEqual({
      rank: 1,
      agent: C,
      score: "2",
      counts: "2",
      slashes: "0",
      amount: "0.333333333333333334",
      wei: "333333333333333334",
    });
    const { out } = await rewards("--total", "1", "--scoreboard", file, "--csv");
    expect(out).toBe(`rank,agent,score,counts,slashes,amount,wei
1,${C},2,2,0,0.5,500000000000000000
2,${B},2,2,0,0.5,500000000000000000
`);
  });

  it("refuses options that cannot be used, all at once", async () => {
    const { code, out, err } = await rewards(
      ...["--total", "-1", "--top", "0", "--slashed", "no", "--json", "--csv", "--scoreboard", file],
    );
    expect([code, out]).toEqual([4, ""]);
    expect(err.split("\n")).toEqual([
      expect.stringContaining('ordinance rewards ORD125 --total: "-1", which is negative; expected a number from zero'),
      'ordinance rewards ORD125 --top: "0"; expected a whole number from 1',
      'ordinance rewards ORD125 --slashed: "no"; expected exclude, deduct, keep',
      "ordinance rewards ORD125 --csv: --json as well; expected one of them",
    ]);
    expect((await rewards("--total", "0", "--scoreboard", file)).err).toContain('--total: "0"; expected more than 0');
    expect((await rewards("--total", "1.0000000000000000001", "--scoreboard", file)).err).toContain(
      "not a multiple of",
    );
  });

  it("refuses a scoreboard in which nobody has a score that counts", async () => {
    const none = join(folder, "none.csv");
    writeFileSync(none, `agent,score,slashes\n${A},2,1\n${B},0,0\n`);
    const { code, out, err } = await rewards("--total", "1", "--scoreboard", none);
    expect([code, out]).toEqual([4, ""]);
    expect(err).toContain("ORD121 no score above zero that counts (1 slashed, 1 without a score); expected somebody");
  });
});
