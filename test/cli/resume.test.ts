import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { id } from "ethers";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { ordinance, type CommandRun } from "../support/command.ts";
import { councilBench, DAYS, withFee, withService } from "../support/council-bench.ts";

const GUARDIAN = 1;
const STRANGER = 9;
/** setFeePct(uint256) */
const SET_FEE = id("setFeePct(uint256)").slice(2, 10);

describe("ordinance resume", () => {
  const bench = councilBench("anvil");
  let halted: string;
  beforeAll(() => {
    writeFileSync(join(bench.at.root, "Pulumi.yaml"), "");
  });
  beforeEach(async () => {
    vi.spyOn(process, "cwd").mockReturnValue(bench.at.root);
    vi.stubEnv("ORDINANCE_RPC_URL", bench.chain.url);
    vi.stubEnv("ORDINANCE_SAFE_SERVICE", bench.service.url);
    expect((await run("halt", [GUARDIAN], ["--execute"])).code).toBe(0);
    halted = String(await bench.chain.block());
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  function run(
    command: string,
    keys: readonly number[],
    args: readonly string[] = [],
    text = bench.chain.stackText,
  ): Promise<CommandRun> {
    const file = join(bench.at.root, "local.yaml");
    writeFileSync(file, text);
    vi.stubEnv("ORDINANCE_PRIVATE_KEY", keys.map((index) => localAccount(index).key).join(","));
    return ordinance(command, "-s", file, ...args);
  }
  const resume = (keys: readonly number[], args: readonly string[] = [], text?: string) =>
    run("resume", keys, args, text);
  const nothingSent = async () => expect(String(await bench.chain.block())).toBe(halted);

  it("only shows how, unless it is told to act; then all runs, and a second run sends nothing", async () => {
    const shown = await resume([GUARDIAN]);
    expect([shown.code, shown.err]).toEqual([2, ""]);
    expect(shown.out).toMatch(/stakeManager\.paused {2}(yes|true).* => (no|false)/);
    expect(shown.out).toContain("Nothing was sent: add --execute to unpause.");
    await nothingSent();
    const done = await resume([GUARDIAN], ["--execute"]);
    expect(done.code, done.out + done.err).toBe(0);
    expect(done.out).toContain("Everything runs that the file wants to run.");
    expect((await run("status", [], ["--wait", "running"])).code).toBe(0);
    const block = await bench.chain.block();
    expect((await resume([GUARDIAN], ["--execute"])).code).toBe(0);
    expect(await bench.chain.block()).toBe(block);
  });

  it("unpauses nothing while something else differs, and says how to name it", async () => {
    const text = withFee(bench.chain.stackText, 7);
    const refused = await resume([GUARDIAN], ["--execute"], text);
    expect(refused.code).toBe(2);
    expect(refused.out).toMatch(/stakeManager\.fees\.fee {2}5 %.* => 7 %/);
    expect(refused.out).toContain("--accept stakeManager.fees.fee");
    await nothingSent();
    for (const name of ["stakeManager.fees.fee", "stakeManager"])
      expect((await resume([GUARDIAN], ["--accept", name], text)).out).toContain("add --execute");
    const done = await resume([GUARDIAN], ["--execute", "--accept", "stakeManager.fees.fee"], text);
    expect(done.code, done.out + done.err).toBe(0);
    const sent = await bench.chain.transactionsSince(Number(halted));
    expect(sent.every(({ data }) => !data.includes(SET_FEE))).toBe(true);
    expect((await run("surface", [], [], text)).out).toContain("fees.fee");
  });

  it("refuses to accept what does not differ, and says what can be accepted", async () => {
    const text = withFee(bench.chain.stackText, 7);
    const accepted = ["--accept", "stakeManager.fees.fee", "stakeManager.fees", "feePool"];
    const { code, err } = await resume([GUARDIAN], ["--execute", ...accepted], text);
    expect(code).toBe(4);
    expect(err.trimEnd().split("\n")).toEqual([
      'ordinance resume ORD125 --accept: "stakeManager.fees", which does not differ; expected stakeManager.fees.fee, stakeManager',
      'ordinance resume ORD125 --accept: "feePool", which does not differ; expected stakeManager.fees.fee, stakeManager',
    ]);
    const clean = await resume([GUARDIAN], ["--execute", "--accept", "feePool"]);
    expect([clean.code, clean.err]).toEqual([4, expect.stringContaining("nothing differs beside pauses")]);
    await nothingSent();
  });

  it("takes a tolerated difference for one that is accepted already", async () => {
    const text = `${withFee(bench.chain.stackText, 7)}\ndeviations:\n  - { path: stakeManager.fees.fee, reason: agreed, until: 2030-01-01 }\n`;
    const { code, out, err } = await resume([GUARDIAN], ["--accept", "stakeManager.fees.fee"], text);
    expect([code, err]).toEqual([2, ""]);
    expect(out).toContain("add --execute");
  });

  it("tells machines what is in the way, what would be done, and what was", async () => {
    const text = withFee(bench.chain.stackText, 7);
    const json = async (...args: readonly string[]) => {
      const { code, out } = await resume([GUARDIAN], ["--json", ...args], text);
      return { code, ...(JSON.parse(out) as { sent: { hash: string }[]; left: string[] }) };
    };
    expect(await json("--execute")).toMatchObject({
      ...{ version: 1, code: 2, verdict: "differs", executed: false, sent: [] },
      open: [{ names: ["stakeManager.fees.fee", "stakeManager"], text: expect.stringContaining("=> 7 %") as string }],
    });
    await nothingSent();
    const shown = await json("--accept", "stakeManager");
    expect(shown).toMatchObject({ code: 2, executed: false, open: [], sent: [], chainId: "31337", block: halted });
    expect(shown.left).toHaveLength(8);
    const done = await json("--execute", "--accept", "stakeManager");
    expect(done).toMatchObject({ code: 0, verdict: "clean", executed: true, unpauses: shown.left, left: [] });
    const sent = await bench.chain.transactionsSince(Number(halted));
    expect(done.sent).toHaveLength(sent.length);
    expect(done.sent[0]!.hash).toMatch(/^0x[0-9a-f]{64}$/);
    expect(done).toMatchObject({ ways: [{ authority: { name: "guardian" } }] });
  });

  it("tells machines whose keys would do, and what waits in a timelock", async () => {
    const stranger = await resume([STRANGER], ["--execute", "--json"]);
    expect([stranger.code, stranger.err]).toEqual([4, ""]);
    expect(JSON.parse(stranger.out)).toMatchObject({
      ...{ verdict: "refused", executed: false, problems: [{ code: "ORD401" }] },
      ways: [{ authority: { name: "council" }, safe: { threshold: 2, owners: [{ name: "alice" }, {}, {}] } }],
    });
    await nothingSent();
    const { alice, bob } = COUNCIL;
    const scheduled = await resume([alice, bob], ["--execute", "--json"]);
    expect(scheduled.code).toBe(2);
    expect(JSON.parse(scheduled.out)).toMatchObject({
      sent: [{ authority: { name: "council" } }],
      queued: [{ state: "queued", timelock: "timelock" }],
    });
  });

  it("leaves paused what the file wants paused", async () => {
    const text = bench.chain.stackText.replace(/(stakeManager:[^]*?paused: )false/, "$1true");
    const done = await resume([GUARDIAN], ["--execute"], text);
    expect(done.code, done.out + done.err).toBe(0);
    expect(done.out).toContain("Stays paused: stakeManager.");
    expect((await run("status", [])).out).toContain("1 of 8 are paused: stakeManager");
  });

  it("resumes what a halt has paused although the file does not mention it", async () => {
    const text = bench.chain.stackText.replace(/(stakeManager:[^]*?)\n *paused: false/, "$1");
    expect((await resume([GUARDIAN], ["--execute"], text)).code).toBe(0);
    expect((await run("status", [], ["--wait", "running"])).code).toBe(0);
  });

  it("refuses while the file or the environment halts", async () => {
    const text = bench.chain.stackText.replace("emergency: none", "emergency: halt");
    const { code, err } = await resume([GUARDIAN], ["--execute"], text);
    expect([code, err]).toEqual([4, expect.stringMatching(/local\.yaml:\d+:\d+ ORD128 emergency: emergency: halt/)]);
    vi.stubEnv("ORDINANCE_SCOPE", "halt");
    expect((await resume([GUARDIAN], ["--execute"])).err).toContain("ORDINANCE_SCOPE ORD128");
    await nothingSent();
  });

  it("says whose keys would do, and sends nothing with others", async () => {
    const { code, err } = await resume([STRANGER], ["--execute"]);
    expect([code, err]).toEqual([
      4,
      expect.stringMatching(/ORD401.*may unpause nothing here; expected keys of council/),
    ]);
    await nothingSent();
  });

  it("cannot say that nothing differs where the chain or the queue of a Safe is not read", async () => {
    Object.assign(bench.service, { status: 503 });
    const queue = await resume([GUARDIAN], ["--execute"], withService(bench.chain.stackText));
    expect([queue.code, queue.err]).toEqual([3, expect.stringContaining("ORD207")]);
    vi.stubEnv("ORDINANCE_RPC_URL", "http://127.0.0.1:1/secret-token");
    const chain = await resume([GUARDIAN], ["--execute"]);
    expect([chain.code, chain.err]).toEqual([3, expect.stringContaining("ORD201")]);
    expect(chain.err).not.toContain("secret-token");
    await nothingSent();
  });

  it("schedules now and executes later where only the council's keys are here", async () => {
    const { alice, bob } = COUNCIL;
    const scheduled = await resume([alice, bob], ["--execute"]);
    expect(scheduled.code, scheduled.out + scheduled.err).toBe(2);
    expect(scheduled.out).toContain("not running yet: ");
    const block = await bench.chain.block();
    expect((await resume([alice, bob], ["--execute"])).code).toBe(2);
    expect(await bench.chain.block()).toBe(block);
    await bench.chain.pass(2 * DAYS);
    const done = await resume([alice, bob], ["--execute"]);
    expect(done.code, done.out + done.err).toBe(0);
    expect((await run("status", [], ["--wait", "running"])).code).toBe(0);
  });

  it("cancels what is queued and would pause again, and is not done before", async () => {
    const { alice, bob } = COUNCIL;
    // With keys of the council only, a halt is scheduled; the guardian then pauses at once.
    expect((await resume([GUARDIAN], ["--execute"])).code).toBe(0);
    expect((await run("halt", [alice, bob], ["--execute"])).code).toBe(2);
    const shown = await resume([GUARDIAN]);
    expect([shown.code, shown.err]).toEqual([2, ""]);
    expect(shown.out).toMatch(/conflict: operation 0x[0-9a-f]{64} of timelock no longer fits and is cancelled:/);
    expect(shown.out).toContain("stakeManager.paused: pause() would set true, the file wants false");
    expect((await run("plan", [])).code).toBe(2);
    expect((await run("halt", [GUARDIAN], ["--execute"])).code).toBe(0);
    // The guardian may cancel as well.
    const done = await resume([GUARDIAN], ["--execute", "--json"]);
    expect([done.code, JSON.parse(done.out)]).toMatchObject([0, { verdict: "clean", conflicts: [], left: [] }]);
    expect((await run("plan", [])).code).toBe(0);
  });

  it("proposes to the other owners where one of them is here", async () => {
    const text = withService(bench.chain.stackText);
    const proposed = await resume([COUNCIL.alice], ["--execute"], text);
    expect([proposed.code, proposed.err]).toEqual([2, expect.stringContaining("awaiting signatures 1/2")]);
    expect(bench.service.stored).toHaveLength(1);
    await nothingSent();
  });
});
