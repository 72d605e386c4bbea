import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { briefingHtml } from "../../src/briefing/html.ts";
import { briefingMarkdown } from "../../src/briefing/markdown.ts";
import { briefingOf, type Briefing } from "../../src/briefing/model.ts";
import { openStack } from "../../src/cli/stack.ts";
import type { Receipt } from "../../src/briefing/receipts.ts";
import type { Operation } from "../../src/diff/live.ts";
import type { Examined } from "../../src/examine.ts";
import type { Surface } from "../../src/matrix/surface.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { prose } from "../../src/review/markdown/text.ts";
import { ordinance } from "../support/command.ts";
import { settled } from "../review/support.ts";
import { expectGoldenFile } from "../support/golden.ts";
import { readingBench, type ReadingBench } from "../support/reading-bench.ts";

const RECEIPT: Receipt = {
  file: "90-0xf39F-1a2b3c4d.json",
  authority: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  block: "90",
  calls: [{ text: "feePool.pause()", hash: `0x${"c".repeat(64)}` }],
  failed: "feePool.unpause(): NotOwner()",
};

describe("ordinance briefing", () => {
  let bench: ReadingBench;
  let examined: Examined;
  beforeAll(async () => {
    bench = await readingBench({ drifted: true });
    ({ examined } = await openStack(bench.stack(), { everySet: true }));
  });
  afterAll(() => bench.stop());
  const run = (command: string, ...args: readonly string[]) => ordinance(command, "-s", bench.stack(), ...args);
  const json = async (command: string) => JSON.parse((await run(command, "--json")).out) as unknown;

  it("says what the reports that it is made of say, from one request and without a key", async () => {
    process.env["ORDINANCE_PRIVATE_KEY"] = "no key at all";
    try {
      const before = bench.proxy.posts;
      const { code, out } = await run("briefing", "--json");
      expect([code, bench.proxy.posts - before]).toEqual([2, 1]);
      const briefing = JSON.parse(out) as Briefing;
      const { drift, unreadable } = (await json("surface")) as Surface;
      expect(drift.length).toBeGreaterThan(0);
      expect(briefing.drift).toEqual({ drift, unreadable });
      expect(briefing.authority).toEqual(await json("authority"));
      expect(briefing.parameters).toEqual(await json("parameters"));
      expect(briefing.next[0]?.step).toBe("pulumi up --stack local");
    } finally {
      delete process.env["ORDINANCE_PRIVATE_KEY"];
    }
  });

  it("tells paused, running and unread contracts apart", () => {
    const modules = new Map(examined.live.modules);
    const { pauses: found, drift } = briefingOf(examined, []);
    const paused = found.filter(({ state }) => state === "paused").map(({ contract }) => contract.name);
    expect(paused).toEqual(drift.drift.filter(({ property }) => property === "paused").map(({ contract }) => contract));
    expect(found.some(({ state }) => state === "could not be read")).toBe(false);
    const running = found.filter(({ state }) => state === "running");
    const [first, second] = running.map(({ contract }) => modules.get(contract.name!)!);
    modules.set(first!.name, { ...first!, values: new Map([...first!.values, ["paused", true]]) });
    const without = new Map([...second!.values].filter(([key]) => key !== "paused"));
    modules.set(second!.name, { ...second!, values: without, unreadable: new Map([["paused", "it reverted"]]) });
    const { pauses } = briefingOf({ ...examined, live: { ...examined.live, modules } }, []);
    const stateOf = (name: string) => pauses.find(({ contract }) => contract.name === name);
    expect(stateOf(first!.name)?.state).toBe("paused");
    expect(stateOf(second!.name)).toMatchObject({ state: "could not be read", reason: "it reverted" });
    expect(pauses.filter(({ state }) => state === "running")).toEqual(running.slice(2));
  });

  it("names every operation by the clock of the block, and a queue that is not known", () => {
    const { live } = examined;
    const [to, value] = [bench.chain.addresses.stakeManager, 0n];
    const calls = [{ to, value, data: encodeCall("setMinStake(uint256)", [7n]) }];
    const operation = (id: `0x${string}`, readyAt: bigint): Operation => {
      const batch = { calls, predecessor: `0x${"00".repeat(32)}`, salt: `0x${"00".repeat(32)}` } as const;
      return { timelock: bench.chain.addresses.timelock, id, readyAt, single: false, batch };
    };
    const now = live.block.timestamp;
    const operations = [operation("0x02", now + 1n), operation("0x01", now)];
    const proposals = new Map([[bench.chain.council!, { status: "unreachable", reason: "no answer" } as const]]);
    const briefing = briefingOf({ ...examined, live: { ...live, operations, proposals } }, []);
    expect(briefing.queues.operations.map(({ id, state, standing }) => [id, state, standing])).toEqual([
      ["0x01", "ready", "other"],
      ["0x02", "queued", "other"],
    ]);
    const text = briefingMarkdown(briefing);
    expect(text).toContain("is **not known**: no answer");
    // The page says what each of them does.
    const does = "stakeManager.setMinStake(uint256) sets minStake to 7 wei [7]";
    expect(briefing.queues.operations.map((each) => each.does)).toEqual([[does], [does]]);
    expect(text).toContain(`\n  - ${prose(does)}\n`);
    expect(briefingHtml(briefing)).toContain("setMinStake(uint256)");
    expect(text).not.toContain("Nothing is known to wait");
  });

  it("lists tolerated differences with their last day", async () => {
    const { drift } = (await json("surface")) as Surface;
    const { contract, property } = drift.find((each) => each.progress === "open" && !each.property.includes("["))!;
    const deviation = `deviations:\n  - { path: ${contract}.${property}, reason: being moved, until: 9999-01-31 }\n`;
    const { out } = await ordinance("briefing", "-s", bench.stack(`${bench.chain.stackText}\n${deviation}`));
    expect(out).toContain(`| \`${contract}.${property}\` | tolerated: being moved | 9999-01-31 |`);
  });

  it("has every part in markdown, the same for the same block", () => {
    const text = briefingMarkdown(briefingOf(examined, []));
    expect(text).toBe(briefingMarkdown(briefingOf(examined, [])));
    const titles = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(titles).toEqual([
      ...["Paused", "Drift: local", "Queued", "Expiring", "Next steps", "Last receipts", "Who can act now"],
      "Every value: local",
    ]);
  });

  it("is the same page to the byte for the same chain and file", () => {
    const page = () => briefingHtml(briefingOf(settled(examined), [RECEIPT]));
    expectGoldenFile(join(import.meta.dirname, "golden", "drifted.html"), page());
    expectGoldenFile(
      join(import.meta.dirname, "golden", "drifted.md"),
      briefingMarkdown(briefingOf(settled(examined), [RECEIPT])),
    );
    expect(page()).toBe(page());
  });

  it("comes in the form that is asked for, or that the name of the file asks for", async () => {
    const page = await run("briefing", "--format", "html");
    expect([page.code, page.out.startsWith("<!doctype html>"), page.out.trimEnd().endsWith("</html>")]).toEqual([
      ...[2, true, true],
    ]);
    const written = async (name: string, ...args: readonly string[]) => {
      const file = join(bench.folder, name);
      const { code, out } = await run("briefing", "--out", file, ...args);
      expect([code, out]).toEqual([2, ""]);
      return readFileSync(file, "utf8");
    };
    expect(await written("a.html")).toBe(page.out);
    expect(await written("a.md")).toMatch(/^# Briefing: local\n/);
    expect(JSON.parse(await written("a.json"))).toMatchObject({ version: 1, stack: "local" });
    expect(await written("page", "--format", "html")).toBe(page.out);
    expect((await run("briefing", "--format", "json")).out).toBe((await run("briefing", "--json")).out);
    const both = await run("briefing", "--json", "--format", "html");
    expect([both.code, both.err]).toEqual([4, expect.stringContaining("cannot be used with")]);
    expect(JSON.parse(both.out)).toMatchObject({ verdict: "refused" });
    expect((await run("briefing", "--format", "pdf")).code).toBe(4);
  });

  it("refuses a form that there is not, and says nothing of a chain that it cannot reach", async () => {
    const refused = await run("briefing", "--out", "a.pdf");
    expect([refused.code, refused.err]).toEqual([4, expect.stringContaining("ORD126")]);
    process.env["ORDINANCE_RPC_URL"] = "http://127.0.0.1:1";
    const { code, out, err } = await run("briefing");
    process.env["ORDINANCE_RPC_URL"] = bench.proxy.url;
    expect([code, out, err]).toEqual([3, "", expect.stringContaining("ORD201")]);
  });
});
