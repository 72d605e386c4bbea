import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { briefingHtml } from "../../src/briefing/html.ts";
import { briefingMarkdown } from "../../src/briefing/markdown.ts";
import { briefingOf } from "../../src/briefing/model.ts";
import { cleaner, withoutEndpoints } from "../../src/chain/reasons.ts";
import { openStack } from "../../src/cli/stack.ts";
import { plan } from "../../src/plan/plan.ts";
import type { LiveModule } from "../../src/diff/live.ts";
import type { Examined } from "../../src/examine.ts";
import { splitKey } from "../../src/kinds/property.ts";
import { withEndpoints } from "../../src/stack/desired.ts";
import { ordinance } from "../support/command.ts";
import { readingBench, type ReadingBench } from "../support/reading-bench.ts";

const TOKEN = "tok-7f3a9c51e2";
const PASSWORD = "hunter2-hunter2";
const SERVICE_TOKEN = "svc-0badc0ffee";
const ENDPOINT = `https://user:${PASSWORD}@node-of-somebody.example:8443/v2/${TOKEN}?key=${TOKEN}-too`;
const SERVICE = `https://safe-of-somebody.example/${SERVICE_TOKEN}/api`;
const SECRETS = [TOKEN, PASSWORD, SERVICE_TOKEN, "node-of-somebody", "safe-of-somebody"];

const network = withEndpoints({ chainId: 1n, quorum: 1, confirmations: 1, startBlock: 0n, scan: "complete" }, [
  { url: ENDPOINT },
]);

describe("reasons", () => {
  const clean = cleaner({ network, approvals: { safeService: SERVICE } });

  it.each([
    [`${ENDPOINT} did not answer`, "<URL> did not answer"],
    ["https://node-of-somebody.example:8443 did not answer: ECONNREFUSED", "<URL> did not answer: ECONNREFUSED"],
    ["node-of-somebody.example:8443 refused", "<host> refused"],
    ["getaddrinfo ENOTFOUND node-of-somebody.example", "getaddrinfo ENOTFOUND <host>"],
    [`invalid project id ${TOKEN}`, "invalid project id ***"],
    [
      "chain of the service: safe-of-somebody.example did not answer in time",
      "chain of the service: <host> did not answer in time",
    ],
    [`no such path /${SERVICE_TOKEN}/api`, "no such path /***/api"],
    ["another one: ws://elsewhere.example/x", "another one: <URL>"],
    ["fees() reverted", "fees() reverted"],
  ])("%s", (text, shown) => {
    expect(clean(text)).toBe(shown);
  });
});

function without({ values }: LiveModule, unreadable: ReadonlyMap<string, string>): LiveModule["values"] {
  return new Map([...values].filter(([key]) => !unreadable.has(splitKey(key).path)));
}

describe("what could not be read", () => {
  let bench: ReadingBench;
  let examined: Examined;
  beforeAll(async () => {
    bench = await readingBench({ drifted: true });
    ({ examined } = await openStack(bench.stack(), { everySet: true }));
  });
  afterAll(() => bench.stop());

  it("names no endpoint and no part of one, in any form", () => {
    const reason = `${ENDPOINT} says: node-of-somebody.example, ${TOKEN}, ${PASSWORD}, ${SERVICE}, ${SERVICE_TOKEN}`;
    const { live } = examined;
    const desired = {
      ...examined.desired,
      network: withEndpoints(examined.desired.network, [{ url: ENDPOINT }]),
      approvals: { safeService: SERVICE },
    };
    const unreadable = new Map(
      ["paused", "owner", "fees.fee", "treasuryAllowlist", "pendingOwner"].map((key) => [key, reason]),
    );
    const modules = new Map<string, LiveModule>(
      [...live.modules].map(([name, module]) => [name, { ...module, values: without(module, unreadable), unreadable }]),
    );
    const proposals = new Map([[bench.chain.council!, { status: "unreachable", reason } as const]]);
    const scan = { ...live.scan, complete: false, gaps: [reason] };
    const read = withoutEndpoints({ ...live, modules, proposals, scan }, desired);
    const seen = { desired, live: read, plan: plan(desired, read) };
    expect(seen.plan.unreadable.length).toBeGreaterThan(0);
    const briefing = briefingOf(seen, [
      { file: "1.json", authority: "0x", block: "1", calls: [], failed: `feePool.pause(): ${reason}` },
    ]);
    expect(briefing.pauses[0]).toMatchObject({
      state: "could not be read",
      reason: "<URL> says: <host>, ***, ***, <URL> ***",
    });
    const texts = [JSON.stringify(briefing), briefingMarkdown(briefing), briefingHtml(briefing)];
    for (const text of texts) {
      expect(text).toContain("says: ");
      for (const secret of SECRETS) expect(text).not.toContain(secret);
    }
  });

  it("names none of those that it was read from, nor a service that is silent", async () => {
    const before = process.env["ORDINANCE_RPC_URL"]!;
    process.env["ORDINANCE_RPC_URL"] = `${before}/v2/${TOKEN}?key=${TOKEN}-too`;
    try {
      const service = `approvals:\n  safeService: http://127.0.0.1:1/${SERVICE_TOKEN}/api\n`;
      // Of a kind that the contract is not, so that its values cannot be read.
      const wrong = bench.chain.stackText.replace(/(taxPolicy:\n\s+kind: )TaxPolicy/, "$1Thermostat");
      expect(wrong).not.toBe(bench.chain.stackText);
      const stack = bench.stack(`${wrong}\n${service}`);
      for (const format of ["md", "json", "html"]) {
        const { code, out, err } = await ordinance("briefing", "-s", stack, "--format", format);
        // What the file does not mention cannot be read: nothing of the plan.
        expect([code, err]).toEqual([2, ""]);
        expect(out).toMatch(/could not be read/);
        expect(out).toMatch(/host(?:>|&gt;|&#62;) did not answer/);
        for (const secret of [TOKEN, SERVICE_TOKEN, "127.0.0.1"]) expect(out).not.toContain(secret);
      }
      const [ready, mission] = ["ready", "mission"].map((name) => join(bench.folder, name)) as [string, string];
      for (const args of [
        ...["doctor", "authority", "parameters", "surface", "review", "plan"].map((name) => [name]),
        ...["doctor", "authority", "parameters", "surface", "plan"].map((name) => [name, "--json"]),
        ...[
          ["review", "-f", "html"],
          ["mission", "--out", mission],
          ["ready", "--skip", "rehearse", "--out", ready],
        ],
        ...[["halt"], ["status"], ["halt", "--json"]],
      ]) {
        const { out, err } = await ordinance(args[0]!, "-s", stack, ...args.slice(1));
        expect(out).not.toBe("");
        for (const secret of [TOKEN, SERVICE_TOKEN, "127.0.0.1"])
          expect(out + err, args.join(" ")).not.toContain(secret);
      }
      for (const folder of [ready, mission]) {
        const names = readdirSync(folder);
        expect(names.length).toBeGreaterThan(4);
        for (const name of names) {
          const text = readFileSync(join(folder, name), "utf8");
          for (const secret of [TOKEN, SERVICE_TOKEN, "127.0.0.1"]) expect(text, name).not.toContain(secret);
        }
      }
    } finally {
      process.env["ORDINANCE_RPC_URL"] = before;
    }
  });
});
