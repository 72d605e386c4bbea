import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Interface } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LEVERS, type LeverName, type LeverReport, type Rehearsal } from "../../src/rehearse/model.ts";
import { ordinance, type CommandRun } from "../support/command.ts";
import { readingBench, type ReadingBench } from "../support/reading-bench.ts";

const DAYS = 86_400;
const READS = new Set([
  ...["eth_blockNumber", "eth_call", "eth_chainId", "eth_getBlockByNumber", "eth_getLogs", "eth_getCode"],
  ...["eth_getBalance", "eth_getTransactionCount", "eth_getStorageAt", "net_version"],
  ...["eth_createAccessList", "eth_feeHistory"],
]);

describe("a rehearsal of a drifted protocol that a Safe governs through a timelock", () => {
  let bench: ReadingBench;
  let run: CommandRun;
  let rehearsal: Rehearsal;
  let block: number;
  beforeAll(async () => {
    bench = await readingBench({ drifted: true });
    block = await bench.chain.block();
    run = await ordinance("rehearse", "-s", bench.stack(), "--json");
    rehearsal = JSON.parse(run.out) as Rehearsal;
  });
  afterAll(() => bench.stop());
  const lever = (name: LeverName): LeverReport => rehearsal.levers.find((each) => each.lever === name)!;
  const moveOf = (name: LeverName, at: number) => lever(name).moves[at]!;

  it("pulls every lever, and each ends where it began", () => {
    expect(run.code, run.out).toBe(0);
    expect(rehearsal.levers.map(({ lever: name, outcome }) => [name, outcome])).toEqual(
      LEVERS.map((name) => [name, "worked"]),
    );
    for (const { end } of rehearsal.levers) {
      expect(end!.compared).toBeGreaterThan(200);
      expect(end!.differences).toEqual([]);
    }
    expect(rehearsal.levers.map(({ end }) => end!.by)).toEqual(["calls", "calls", "calls", "snapshot", "calls"]);
  });

  it("only reads from the network, and counts what it reads", async () => {
    const seen = bench.proxy.seen.flat();
    expect(seen.filter((method) => !READS.has(method))).toEqual([]);
    expect(await bench.chain.block()).toBe(block);
    expect(rehearsal.requests).toBeGreaterThan(100);
    expect(seen.length).toBeGreaterThanOrEqual(rehearsal.requests);
    // What a reading touches is known before the copy asks for it.
    expect(bench.proxy.seen.length).toBeLessThanOrEqual(100);
  });

  it("tells what is under way beside the report, without the endpoint", () => {
    for (const name of LEVERS) expect(run.err).toMatch(new RegExp(`^${name}: worked after `, "m"));
    expect(run.out + run.err).not.toContain(bench.proxy.url);
  });

  it("halts at once, by those who may pause", () => {
    const { sent, waited, gas, besides, changes } = moveOf("halt", 0);
    // Two of eight are paused already.
    expect(changes).toHaveLength(6);
    expect(sent).toHaveLength(6);
    expect(sent.filter(({ by }) => by === "guardian")).toHaveLength(4);
    expect(sent[0]!.deeds[0]).toMatchObject({ does: "call", calls: [expect.stringContaining(".pause(): paused")] });
    expect([waited, besides]).toEqual(["0", []]);
    expect(BigInt(gas)).toBeGreaterThan(100_000n);
  });

  it("unpauses through the Safe and the timelock, with the owners who approve and the time that passes", () => {
    const { sent, waited } = moveOf("resume", 1);
    const council = sent.filter(({ by }) => by === "council");
    expect(council.map(({ approvers }) => approvers.length)).toEqual([2, 2]);
    expect(council.map(({ deeds }) => deeds.map(({ does, to }) => `${does} ${to}`))).toEqual([
      ["schedule timelock"],
      ["execute timelock"],
    ]);
    expect(waited).toBe(String(2 * DAYS));
    expect(moveOf("resume", 0).preparing).toBe(true);
    // What was paused before is paused again.
    expect(moveOf("resume", 2).changes).toEqual([
      "disputeModule.paused  false => true",
      "feePool.paused  false => true",
    ]);
  });

  it("moves the guardian to a fresh address and back", () => {
    const { changes, besides } = moveOf("rotate", 0);
    expect(changes).toContain("stakeManager.pauser  guardian => fresh guardian");
    // Somebody else is its pauser.
    expect(changes.some((change) => change.startsWith("jobRegistry.pauser"))).toBe(false);
    expect(besides).toEqual([]);
    expect(moveOf("rotate", 1).changes).toContain("stakeManager.pauser  fresh guardian => guardian");
  });

  it("changes a value of each contract, and says which it leaves out", () => {
    const { changes } = moveOf("parameters", 0);
    // The file gives it to the timelock.
    const { address } = bench.chain.operator;
    expect(changes).toContain("stakeManager.fees.fee  7 % [7] => 8 % [8]");
    expect(changes.filter((change) => change.startsWith("rewardEngine.shares"))).toHaveLength(2);
    expect(changes.some((change) => change.startsWith("thermostat.band."))).toBe(true);
    expect(lever("parameters").notes).toEqual([
      "disputeModule is left out, none of its values can be changed: disputeWindow: DisputeModule.setDisputeWindow(uint256) reverts while paused (EnforcedPause)",
      `it needs somebody whom the file does not name: ${address}`,
    ]);
  });

  it("slashes 1 % of a stake that the logs reveal, and nothing else", () => {
    const { what, besides, sent } = moveOf("slash", 0);
    const { address } = bench.chain.operator;
    expect(what).toMatch(new RegExp(`^slash 1 % of the stake of ${address} as (agent|validator|platform)$`));
    expect(besides).toEqual([
      expect.stringMatching(/^stakeManager\.stakes\.\w+\[0x.*10000 AGIALPHA .* => 9900 AGIALPHA /),
    ]);
    expect(sent.map(({ deeds }) => deeds[0]!.does)).toEqual(["schedule", "execute"]);
  });

  it("pulls only what is asked for, and writes the report where it is to go", async () => {
    const file = join(bench.folder, "rehearsal.md");
    const { code, out } = await ordinance("rehearse", "-s", bench.stack(), "--only", "rotate", "--out", file);
    expect([code, out]).toEqual([0, ""]);
    const text = readFileSync(file, "utf8");
    expect(text).toContain("1 of 1 lever worked. Not asked for: halt, parameters, slash, resume.");
    expect(text).toContain("| halt | **not asked** |");
    const wrong = await ordinance("rehearse", "-s", bench.stack(), "--only", "halt,stop");
    expect([wrong.code, wrong.err]).toEqual([
      4,
      expect.stringMatching(/ORD125 --only: "stop"; expected some of halt, /),
    ]);
    expect((await ordinance("rehearse", "-s", bench.stack(), "--out", "r.csv")).err).toContain("ORD126");
    const before = bench.proxy.posts;
    const unwritable = await ordinance("rehearse", "-s", bench.stack(), "--out", join(file, "r.md"));
    expect([unwritable.code, unwritable.err]).toEqual([4, expect.stringContaining(`${file} ORD135 `)]);
    expect(bench.proxy.posts).toBe(before);
  });

  it("fails where a call of a Safe through a timelock fails, and names the call and the reason", async () => {
    const { chain } = bench;
    const mark = await chain.snapshot();
    await chain.giveCode(chain.addresses.token, "UnburnableToken");
    const fn = "setSlashPercents(uint16,uint16,uint16,uint16,uint16)";
    const data = new Interface([`function ${fn}`]).encodeFunctionData("setSlashPercents", [50, 0, 0, 0, 50]);
    await chain.impersonate(chain.addresses.systemPause, chain.addresses.stakeManager, data);
    const { code, out } = await ordinance("rehearse", "-s", bench.stack(), "--only", "slash", "--json");
    await chain.revert(mark);
    const [slash] = (JSON.parse(out) as Rehearsal).levers.filter(({ outcome }) => outcome !== "not asked");
    expect([code, slash!.outcome]).toEqual([2, "failed"]);
    expect(slash!.why).toMatch(/^slash 1 % of .*: stakeManager\.governanceSlash\(.*: TokenNotBurnable\(\)/);
    expect(slash!.moves[0]!.sent.map(({ failure }) => failure === undefined)).toEqual([true, false]);
  });

  it("says that the chain could not be read where the endpoint is lost meanwhile", async () => {
    const asked = () => bench.proxy.seen.flat().filter((method) => method === "eth_getStorageAt").length;
    const before = asked();
    await ordinance("rehearse", "-s", bench.stack(), "--only", "halt");
    const all = asked() - before;
    const losing = async (times: number) => {
      bench.proxy.faults.refuseAfter = { method: "eth_getStorageAt", times };
      const run = await ordinance("rehearse", "-s", bench.stack(), "--only", "halt");
      delete bench.proxy.faults.refuseAfter;
      expect(run.out + run.err).not.toContain(bench.proxy.url);
      return run;
    };
    const late = await losing(all - 1);
    expect([late.code, late.out]).toEqual([
      3,
      expect.stringContaining("unread: the endpoint stopped answering the fork"),
    ]);
    const early = await losing(100);
    expect([early.code, early.out, early.err]).toEqual([
      3,
      "",
      expect.stringContaining("ORD201 network.rpc: the endpoint stopped answering"),
    ]);
  });
});
