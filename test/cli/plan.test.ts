import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";

const ROOT = resolve(import.meta.dirname, "../..");

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe("ordinance plan", () => {
  let chain: DeployedChain;
  let proxy: Proxy;
  let folder: string;
  beforeAll(async () => {
    chain = await deployedChain("anvil");
    proxy = await startProxy(chain.url);
    mkdirSync(join(ROOT, ".cache"), { recursive: true });
    folder = mkdtempSync(join(ROOT, ".cache", "cli-"));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await proxy.stop();
    await chain.stop();
  });

  function ordinance(stack: string, args: readonly string[] = [], url = proxy.url): Promise<Run> {
    const file = join(folder, "local.yaml");
    writeFileSync(file, stack);
    return new Promise((done, fail) => {
      const child = spawn(process.execPath, [join(ROOT, "src/cli/ordinance.mjs"), "plan", "-s", file, ...args], {
        cwd: ROOT,
        env: { ...process.env, ORDINANCE_RPC_URL: url },
      });
      let [out, err] = ["", ""];
      child.stdout.on("data", (part: Buffer) => (out += part.toString()));
      child.stderr.on("data", (part: Buffer) => (err += part.toString()));
      child.once("error", fail);
      child.once("close", (code) => done({ code: code ?? -1, out, err }));
    });
  }
  const fee = (percent: number) => chain.stackText.replace("fee: 5 %, burn", `fee: ${percent} %, burn`);

  it("ends with 0 on a clean chain", async () => {
    const run = await ordinance(chain.stackText);
    expect([run.code, run.err]).toEqual([0, ""]);
    expect(run.out).toContain("No difference");
  });

  it("ends with 2 where something differs, and says that the plan works", async () => {
    const run = await ordinance(fee(6));
    expect(run.code, run.err).toBe(2);
    expect(run.out).toContain("stakeManager.fees.fee  5 % [5] => 6 % [6]");
    expect(run.out).toMatch(/Simulated \(eth_simulateV1\): 1 of 1 steps work/);
  });

  it("ends with 3 where the chain cannot be read, and with 4 where no plan is legal or the file is wrong", async () => {
    const down = await ordinance(chain.stackText, [], "http://127.0.0.1:1");
    expect([down.code, down.err]).toEqual([3, expect.stringContaining("ORD201")]);
    const wrong = await ordinance(chain.stackText.replace("minStake:", "minStak:"));
    expect([wrong.code, wrong.err]).toEqual([4, expect.stringContaining('did you mean "minStake"')]);
    const barred = chain.stackText
      .replace("emergency: none", "emergency: halt")
      .replace("disputeFee: 1 AGIALPHA", "disputeFee: 2 AGIALPHA");
    await chain.throughSystemPause("disputeModule", "pause()", []);
    const refused = await ordinance(barred);
    await chain.throughSystemPause("disputeModule", "unpause()", []);
    expect(refused.code, refused.out).toBe(4);
  });

  it("says the same to machines", async () => {
    const { code, out } = await ordinance(fee(6), ["--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      verdict: "differs",
      changes: ["stakeManager.fees.fee  5 % [5] => 6 % [6]"],
      proof: { method: "eth_simulateV1", converges: true },
    });
  });

  it("has metrics in which an endpoint that does not answer never looks clean", async () => {
    const clean = await ordinance(chain.stackText, ["--metrics"]);
    expect(clean.out).toContain('ordinance_read{stack="local"} 1');
    expect(clean.out).toContain('ordinance_differences{stack="local",module="stakeManager"} 0');
    const down = await ordinance(chain.stackText, ["--metrics"], "http://127.0.0.1:1");
    expect(down.code).toBe(3);
    expect(down.out).toContain('ordinance_read{stack="local"} 0');
    expect(down.out).not.toContain("ordinance_differences");
  });

  it("tolerates a known deviation until its day, and not after it", async () => {
    const tolerated = (until: string) =>
      `${fee(6)}\ndeviations:\n  - { path: stakeManager.fees.fee, reason: the audit, until: "${until}" }\n`;
    const run = await ordinance(tolerated("2999-12-31"));
    expect(run.code, run.err).toBe(0);
    expect(run.out).toContain("(tolerated until 2999-12-31: the audit)");
    const late = await ordinance(tolerated("2020-01-31"));
    expect([late.code, late.err]).toEqual([4, expect.stringContaining("ORD119")]);
  });
});
