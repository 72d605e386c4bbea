import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { id } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batchId, executeData, NO_PREDECESSOR, scheduleData } from "../../src/authority/timelock.ts";
import { openStack } from "../../src/cli/stack.ts";
import { diagnose } from "../../src/doctor/doctor.ts";
import type { Examined } from "../../src/examine.ts";
import { roleHash } from "../../src/kinds/access-control.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { folded } from "../../src/archive/retrospective/folded.ts";
import { retrospectiveMarkdown } from "../../src/archive/retrospective/markdown.ts";
import { retrospectiveOf, type Retrospective } from "../../src/archive/retrospective/model.ts";
import { readPast, type Past } from "../../src/archive/retrospective/past.ts";
import { recordsOf, type Records } from "../../src/archive/retrospective/records.ts";
import { joinSignatures, ownerSignature } from "../../src/safe/signatures.ts";
import { execTransactionData, safeTransaction, safeTxHash, typedData } from "../../src/safe/transaction.ts";
import { keySigners } from "../../src/send/key-signer.ts";
import { withEndpoints, type RpcEndpoint } from "../../src/stack/desired.ts";
import { settled } from "../review/support.ts";
import { expectGoldenFile } from "../support/golden.ts";
import { readingBench, type ReadingBench } from "../support/reading-bench.ts";
import { startProxy } from "../support/proxy.ts";
import { story, word } from "./story.ts";

const GOLDEN = resolve(import.meta.dirname, "golden/retrospective.md");
const [guardian, stranger] = [1, 9].map((index) => localAccount(index).address) as [Address, Address];
const [alice] = [COUNCIL.alice].map((index) => localAccount(index).address) as [Address];
const NOTHING: Records = { batches: [], plans: [], gaps: [] };

describe("a retrospective", () => {
  let bench: ReadingBench;
  let examined: Examined;
  beforeAll(async () => {
    bench = await readingBench({ drifted: false });
    examined = settled((await openStack(bench.stack(), { everySet: true })).examined);
  });
  afterAll(() => bench.stop());

  const at = () => bench.chain.addresses;
  const of = (past: Past, records = NOTHING, as = examined): Retrospective => {
    const diagnosis = diagnose(as);
    return retrospectiveOf({ incident: "INC-1", examined: as, proof: undefined, diagnosis, past, records });
  };
  const textsOf = ({ timeline }: Retrospective) => timeline.map(({ what }) => what);
  const fee = (percent: bigint) => ({
    to: at().systemPause,
    value: 0n,
    data: encodeCall("executeGovernanceCall(address,bytes)", [
      at().stakeManager,
      encodeCall("setFeePct(uint256)", [percent]),
    ]),
  });
  const operation = (percent: bigint) => {
    const batch = { calls: [fee(percent)], predecessor: NO_PREDECESSOR, salt: word("a") };
    return { batch, id: batchId(batch) };
  };
  /** What the council's Safe does, signed by two of its owners. */
  async function signed(to: Address, data: Hex): Promise<{ readonly hash: Hex; readonly input: Hex }> {
    const tx = safeTransaction({ to, value: 0n, data, nonce: 7n });
    const hash = safeTxHash(31337n, bench.chain.council, tx);
    const signatures = await Promise.all(
      [COUNCIL.alice, COUNCIL.bob].map(async (index) => {
        const { address, key } = localAccount(index);
        const [signer] = keySigners(key);
        return ownerSignature(
          hash,
          address,
          await signer!.signTypedData(typedData(31337n, bench.chain.council, tx), hash),
        );
      }),
    );
    return { hash, input: execTransactionData(tx, joinSignatures(hash, signatures)) };
  }

  /** A key is stolen, the guardian halts, the council mends it through the timelock, and all runs again. */
  async function incident() {
    const { stakeManager, feePool, timelock } = at();
    const { council } = bench.chain;
    const told = story(90n, 95n);
    told.tell(stranger, [[feePool, "RewarderUpdated", [stranger, true]]]);
    told.tell(guardian, [
      [stakeManager, "Paused", [guardian]],
      [feePool, "Paused", [guardian]],
    ]);
    const { batch, id: operationId } = operation(7n);
    const [call] = batch.calls;
    const safe = await signed(timelock, scheduleData(batch, 172_800n));
    const { to, value, data } = call!;
    told.tell(
      alice,
      [
        [timelock, "CallScheduled", [operationId, 0n, to, value, data, NO_PREDECESSOR, 172_800n]],
        [timelock, "CallSalt", [operationId, word("a")]],
        [council, "ExecutionSuccess", [safe.hash, 0n]],
      ],
      { to: council, input: safe.input },
    );
    told.tell(guardian, [[timelock, "Cancelled", [operationId]]], { to: timelock, input: "0x" });
    told.tell(guardian, [[stakeManager, "Unpaused", [guardian]]]);
    return told;
  }

  it("is the same bytes for the same block", async () => {
    const past = (await incident()).past();
    const records: Records = {
      batches: [
        {
          ...{ file: "91-guardian.json", authority: guardian, block: 91n, failed: "feePool.pause(): out of gas" },
          calls: [
            {
              ...{ text: "stakeManager.pause(): paused false => true", hash: past.logs[1]!.transactionHash! },
              ...{
                block: 92n,
                blockHash: past.headers.get(92n)!.hash,
                succeeded: true,
                gasUsed: 50_000n,
                gasPrice: 7n,
              },
            },
          ],
        },
      ],
      plans: [
        {
          ...{ hash: word("c"), block: 91n, time: "2026-11-24T06:01:00Z" },
          ...{ changes: ["feePool.rewarders[0x1]  true => false"], calls: ["feePool.setRewarder(...)"] },
        },
      ],
      wall: "clean",
      gaps: ["receipts/93-x.json is no JSON"],
    };
    const text = retrospectiveMarkdown(of(past, records));
    expect(retrospectiveMarkdown(of(past, records))).toBe(text);
    expectGoldenFile(GOLDEN, text);
  });

  it("says for how long what was paused, and what still is", async () => {
    const { paused } = of((await incident()).past());
    expect(
      paused.map(({ contract, from, to, lasted }) => [contract.name, from !== undefined, to !== undefined, lasted]),
    ).toEqual([
      ["stakeManager", true, true, "3 minutes"],
      ["feePool", true, false, undefined],
    ]);
    const modules = new Map(examined.live.modules);
    const pool = modules.get("feePool")!;
    modules.set("feePool", { ...pool, values: new Map([...pool.values, ["paused", true]]) });
    const still = of((await incident()).past(), NOTHING, { ...examined, live: { ...examined.live, modules } });
    expect(still.paused.at(-1)).toMatchObject({ still: true, lasted: "7 hours 58 minutes" });
    expect(still.end.paused.map(({ name }) => name)).toEqual(["feePool"]);
  });

  it("knows that a contract was paused before the first block that was looked at", () => {
    const told = story(90n, 95n);
    told.tell(guardian, [[at().feePool, "Unpaused", [guardian]]]);
    const { paused } = of(told.past());
    expect(paused).toEqual([
      { contract: { address: at().feePool, name: "feePool" }, still: false, to: expect.any(String) as string },
    ]);
  });

  it("tells of an operation once for each step, with what it does and when it can be executed", async () => {
    const { id: operationId } = operation(7n);
    const lines = textsOf(of((await incident()).past())).filter((what) => what.includes(operationId));
    expect(lines).toEqual([
      expect.stringMatching(
        /^operation 0x\w+ scheduled to be executed from 2026-11-26T06:03:00Z: stakeManager\.setFeePct\(uint256\) sets fees\.fee to 7 % \[7\]$/,
      ) as string,
      expect.stringMatching(
        /^operation 0x\w+ cancelled: stakeManager\.setFeePct\(uint256\) sets fees\.fee to 7 %/,
      ) as string,
    ]);
    const told = story(90n, 95n);
    const { to, value, data } = fee(7n);
    told.tell(alice, [[at().timelock, "CallExecuted", [operationId, 0n, to, value, data]]]);
    expect(textsOf(of(told.past()))).toEqual([
      expect.stringMatching(/^operation 0x\w+ executed: stakeManager\.setFeePct/),
    ]);
    const late = story(90n, 95n);
    late.tell(alice, [[at().timelock, "Cancelled", [operationId]]]);
    expect(textsOf(of(late.past()))).toEqual([
      `operation ${operationId} cancelled: what it does was scheduled earlier`,
    ]);
  });

  it("tells what a Safe has done, or failed to do, and whose signatures stood behind it", async () => {
    const found = of((await incident()).past());
    const [what] = textsOf(found).filter((each) => each.startsWith("Safe transaction"));
    expect(what).toMatch(
      /carried out, approved by (alice and bob|bob and alice): schedules in timelock: stakeManager\.setFee/,
    );
    expect(found.approvals[0]).toMatchObject({ by: expect.arrayContaining(["alice", "bob"]) as string[] });
    const { council } = bench.chain;
    const { hash, input } = await signed(at().timelock, "0x");
    const failed = story(90n, 95n);
    failed.tell(alice, [[council, "ExecutionFailure", [hash, 0n]]], { to: council, input });
    expect(textsOf(of(failed.past()))[0]).toContain("FAILED, approved by ");
    const executing = executeData(operation(7n).batch, false);
    const done = await signed(at().timelock, executing);
    const executed = story(90n, 95n);
    executed.tell(alice, [[council, "ExecutionSuccess", [done.hash, 0n]]], { to: council, input: done.input });
    expect(textsOf(of(executed.past()))[0]).toMatch(/approved by .*: timelock\.executeBatch$/);
    const inside = story(90n, 95n);
    inside.tell(stranger, [[council, "ExecutionSuccess", [hash, 0n]]], { to: stranger, input: "0x" });
    const hidden = of(inside.past());
    expect(textsOf(hidden)[0]).toContain("neither it nor its approvers can be told");
    expect(retrospectiveMarkdown(hidden)).toMatch(/of council: \*\*not known\*\*/);
  });

  it("tells of a slash in tokens and percent, and which penalty of the file it was", () => {
    const told = story(90n, 95n);
    const amount = 1_250n * 10n ** 18n;
    const transaction = told.tell(alice, [
      [at().stakeManager, "GovernanceSlash", [stranger, 1n, guardian, amount, 1_250n, at().systemPause]],
    ]);
    const [unknown] = textsOf(of(told.past()));
    expect(unknown).toMatch(
      /^slashed 0x\w+ as validator: 12\.5 % of the stake, 1250 AGIALPHA, for guardian, called by systemPause/,
    );
    expect(unknown).toMatch(/; no penalty of the file$/);
    const modules = new Map(examined.live.modules);
    const enactments = new Map([["penalties.INC-7", { block: 91n, transaction, amount, named: true }]]);
    modules.set("stakeManager", { ...modules.get("stakeManager")!, enactments });
    const [known] = textsOf(of(told.past(), NOTHING, { ...examined, live: { ...examined.live, modules } }));
    expect(known).toMatch(/; penalty INC-7$/);
  });

  it("names roles and owners, and shows what no kind knows as it is", () => {
    const { timelock, thermostat, feePool } = at();
    const told = story(90n, 95n);
    told.tell(alice, [
      [timelock, "RoleGranted", [roleHash("CANCELLER_ROLE"), stranger, alice]],
      [timelock, "RoleRevoked", [id("NO_ROLE"), guardian, alice]],
      [thermostat, "OwnershipTransferred", [alice, guardian]],
      [thermostat, "PIDUpdated", [1n, -2n, 3n]],
      { address: feePool, topics: [word("d"), word("e")], data: "0x12" },
      // The signature of a known event, and bytes that are not its arguments.
      { address: feePool, topics: [id("Paused(address)") as Hex], data: "0x12" },
    ]);
    expect(textsOf(of(told.past()))).toEqual([
      `role CANCELLER_ROLE granted to ${stranger}`,
      `role ${id("NO_ROLE")} revoked from guardian`,
      "owner: from alice to guardian",
      "PIDUpdated(kp: 1, ki: -2, kd: 3)",
      `event of topic ${word("d")}, indexed ${word("e")}, data 0x12: no kind knows it`,
      `event of topic ${id("Paused(address)")}, data 0x12: no kind knows it`,
    ]);
  });

  it("names every gap, and says in the summary that there are some", () => {
    const gaps = ["no events of blocks 3 to 9 (host)", "no transaction 0x1: who sent it is not known (host)"];
    const text = retrospectiveMarkdown(
      of(story(90n, 95n).past(gaps), { ...NOTHING, gaps: ["plans/x.json is no JSON"] }),
    );
    expect(text).toContain("**Not everything could be read**: 3 gaps");
    for (const gap of ["no events of blocks 3 to 9", "who sent it is not known", "plans/x.json is no JSON"])
      expect(text.split("## What could not be read")[1]).toContain(gap);
    expect(retrospectiveMarkdown(of(story(90n, 95n).past()))).toContain("Everything was read.");
  });

  it("holds nothing that a name or a text of a contract could turn into markup", () => {
    const told = story(90n, 95n);
    told.tell(stranger, [[at().taxPolicy, "TaxPolicyURIUpdated", ["<script>|[x](http://y)`\n| a"]]]);
    const row = retrospectiveMarkdown(of(told.past()))
      .split("\n")
      .filter((line) => line.includes("TaxPolicyURIUpdated"));
    expect(row).toHaveLength(1);
    expect(row[0]).not.toMatch(/<script|(?<!\\)\[x/);
  });

  it("counts the everyday events of a busy contract instead of burying the incident, and never what governs", () => {
    const entry = (index: number, what: string) => ({ block: String(index), what });
    const times = (what: (index: number) => string) =>
      Array.from({ length: 500 }, (_, index) => entry(index, what(index)));
    const shown = folded([...times((index) => `StakeDeposited(amount: ${index})`), entry(500, "paused by guardian")]);
    expect(shown).toHaveLength(62);
    expect(shown[30]).toEqual({ block: "30", what: "440 more StakeDeposited from here on: see retrospective.json" });
    expect(shown.at(-1)?.what).toBe("paused by guardian");
    for (const what of ["role ADMIN granted to mallory", "paused by mallory", "owner: from alice to mallory"])
      expect(folded(times(() => what))).toHaveLength(500);
  });

  it("reads receipts and plans of this stack, and names those that are none", () => {
    const root = join(bench.folder, "records");
    const [receipts, plans] = [join(root, "reports", "local", "receipts"), join(root, ".cache", "plans")];
    for (const folder of [receipts, plans]) mkdirSync(folder, { recursive: true });
    const desired = { ...examined.desired, stack: "local" };
    const about = { stack: "local", chainId: "31337" };
    const plan = { ...about, block: "9", time: "2026-11-24T06:01:00Z", changes: ["a"], calls: [] };
    writeFileSync(join(plans, "0x1.json"), JSON.stringify(plan));
    writeFileSync(join(plans, "0x2.json"), JSON.stringify({ ...plan, stack: "other" }));
    writeFileSync(join(plans, "0x3.json"), JSON.stringify({ changes: [], calls: [] }));
    writeFileSync(join(receipts, "8-x.json"), JSON.stringify({ ...about, authority: alice, block: "8", calls: [] }));
    writeFileSync(join(receipts, "9-x.json"), "{");
    const { batches, plans: found, gaps } = recordsOf(root, desired);
    expect([batches.length, found.map(({ hash }) => hash)]).toEqual([1, ["0x1"]]);
    expect(gaps).toEqual(["receipts/9-x.json is no JSON", "plans/0x3.json does not say what it should"]);
  });

  it("reads the events of the block that was read, from the first endpoint that has them all", async () => {
    const { examined: fresh } = await openStack(bench.stack());
    const { desired, live } = fresh;
    const down = { url: "http://127.0.0.1:1/secret-token", name: "endpoint 1 of 2" };
    const over = (...rpc: [RpcEndpoint, ...RpcEndpoint[]]) => ({
      live,
      desired: { ...desired, network: withEndpoints(desired.network, rpc) },
    });
    const good = await readPast(over(down, desired.network.rpc[0]), 0n, [1n]);
    expect([good.gaps, good.from, good.to]).toEqual([[], 0n, live.block.number]);
    const blocks = good.logs.map(({ blockNumber }) => BigInt(blockNumber));
    expect([...good.headers.keys()].sort()).toEqual([...new Set([...blocks, 1n])].sort());
    expect(good.logs.every(({ transactionHash }) => good.transactions.has(transactionHash!))).toBe(true);
    const none = await readPast(over(down), 3n, []);
    expect(none.gaps).toEqual([expect.stringMatching(/^no event of blocks 3 to \d+: endpoint 1 of 2: no answer/)]);
    expect(none.gaps[0]).not.toContain("secret-token");
    // A block of the same number on another history is not the one that was read.
    const other = await readPast(examined, 0n, []);
    expect(other.gaps[0]).toContain("another block 95 than the one that was read");
  });

  it("believes as many endpoints as the quorum asks for, and says where they do not agree", async () => {
    const { examined: fresh } = await openStack(bench.stack());
    const { desired, live } = fresh;
    const { url } = desired.network.rpc[0];
    const hiding = await startProxy(url, { logCap: { max: 0, silent: true } });
    const of = (quorum: number, ...urls: readonly string[]) => {
      const rpc = urls.map((each, index) => ({ url: each, name: `endpoint ${index + 1}` }));
      const network = withEndpoints({ ...desired.network, quorum }, rpc as [RpcEndpoint]);
      return readPast({ live, desired: { ...desired, network } }, 0n, []);
    };
    const alone = await of(1, url);
    expect(await of(2, url, hiding.url, url)).toEqual(alone);
    const torn = await of(2, url, hiding.url);
    expect([torn.logs.length, torn.gaps]).toEqual([
      alone.logs.length,
      ["events are as 1 of 2 endpoints tell them, where the file wants 2 that agree: others tell it otherwise"],
    ]);
    const silent = await of(2, url, "http://127.0.0.1:1");
    expect(silent.gaps).toEqual([expect.stringContaining("no other has all of it")]);
    await hiding.stop();
  });

  it("leaves out receipts of another history of the chain, and says so", () => {
    const call = { text: "x", hash: word("1"), block: 92n, blockHash: word("0"), succeeded: true };
    const batch = { file: "91-x.json", authority: alice, block: 91n, calls: [{ ...call, gasUsed: 1n, gasPrice: 1n }] };
    const { sent, gaps } = of(story(90n, 95n).past(), { ...NOTHING, batches: [batch] });
    expect([sent, gaps]).toEqual([[], ["receipts/91-x.json is of blocks that are not on this chain"]]);
  });
});
