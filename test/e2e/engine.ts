import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { examine } from "../../src/examine.ts";
import { callText, wordsOf } from "../../src/report/text.ts";
import { callsOf, transactionsOf } from "../../src/plan/plan.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { startProxy } from "../support/proxy.ts";
import { makeProject, type Project } from "../support/project.ts";

/** What `pulumi preview --json` says of one resource. */
interface Step {
  readonly op: string;
  readonly urn: string;
  readonly newState?: { readonly inputs: Record<string, unknown> };
  readonly detailedDiff?: Record<string, { readonly kind: string }> | null;
}

const REFRESH = [[], ["--refresh=false"]] as const;

const SMALL = ["systemPause", "stakeManager", "feePool", "thermostat", "taxPolicy", "rewardEngine"];

/** The stack file with only some of its modules; comments between modules go with the module above. */
function onlyModules(text: string, names: readonly string[]): string {
  const [head, ...modules] = text.split(/^(?= {2}\w+:$)/m);
  return (head ?? "") + modules.filter((module) => names.includes(module.trimStart().split(":")[0]!)).join("");
}

/** The same expectations of the real engine on each development chain. */
export function engineTests(node: "hardhat" | "anvil"): void {
  // Each test runs the engine several times; how long that takes is the machine's business.
  describe(`the real engine on ${node}`, { timeout: 400_000 }, () => {
    let chain: DeployedChain;
    let project: Project;
    const keyed = () => ({ env: { ORDINANCE_PRIVATE_KEY: chain.operator.key } });
    const up = (args: readonly string[] = []) => project.pulumi(["up", "--yes", ...args], keyed());
    /** Half of the time, where the preview of the same command is not the point. */
    const upAtOnce = (args: readonly string[] = []) => up(["--skip-preview", ...args]);
    const steps = (json: string) => (JSON.parse(json) as { steps: Step[] }).steps;
    const setFee = (pct: number) => chain.throughSystemPause("stakeManager", "setFeePct(uint256)", [pct]);

    beforeAll(async () => {
      chain = await deployedChain(node, { drifted: true });
      // A fork for each preview would take most of the time; that plans are proven there as well is shown in test/prove.
      const quick = node === "hardhat" ? { ORDINANCE_SIMULATION: "off" } : {};
      project = await makeProject(chain.stackText, { ORDINANCE_RPC_URL: chain.url, ...quick });
    });
    afterAll(async () => {
      project.remove();
      await chain.stop();
    });

    it("first preview lists every call with the values before and after, loads no key and sends nothing", async () => {
      const block = await chain.block();
      const run = await project.pulumi(["preview"], { env: { ORDINANCE_KEYSTORE: "/nonexistent/keystore.json" } });
      expect(run.code, run.all).toBe(0);
      const { desired, plan } = await examine(project.root, "stacks/test.yaml", { env: project.env });
      expect(plan.changes.length).toBeGreaterThanOrEqual(12);
      expect(new Set(plan.changes.map(({ module }) => module)).size).toBeGreaterThanOrEqual(8);
      const words = wordsOf(desired);
      for (const call of callsOf(plan)) expect(run.stdout).toContain(callText(call, words));
      expect(await chain.block()).toBe(block);
    });

    it("up sends exactly the listed calls, a second up none, and the next preview is clean", async () => {
      const { plan } = await examine(project.root, "stacks/test.yaml", { env: project.env });
      const expected = transactionsOf(plan).map(({ to, data }) => ({ to, data }));
      const block = await chain.block();
      const first = await up();
      expect(first.code, first.all).toBe(0);
      expect(await chain.transactionsSince(block)).toEqual(expected);
      const second = await upAtOnce();
      expect(second.code, second.all).toBe(0);
      expect(await chain.transactionsSince(block)).toEqual(expected);
      for (const flags of REFRESH) {
        const clean = await project.pulumi(["preview", "--expect-no-changes", ...flags]);
        expect(clean.code, clean.all).toBe(0);
      }
    });

    // What the engine alone decides is the same on every chain.
    describe.runIf(node === "anvil")("after the stack is settled", () => {
      let mark: string;
      let settled: string;
      beforeAll(async () => {
        // Fewer contracts make each run of the engine shorter; the full stack has been through its whole life above.
        settled = onlyModules(chain.stackText, SMALL);
        project.writeStack(settled);
        const run = await upAtOnce();
        expect(run.code, run.all).toBe(0);
      }, 240_000);
      beforeEach(async () => {
        project.writeStack(settled);
        if (mark) await chain.revert(mark);
        // The chain forgets what was sent to it; a real one does not, and neither does the journal.
        rmSync(join(project.root, ".cache", "journal"), { recursive: true, force: true });
        mark = await chain.snapshot();
      });

      it.each<readonly string[][]>(REFRESH.map((flags) => [[...flags]]))(
        "shows live => desired for exactly the drifted values %s",
        async (flags) => {
          await setFee(7);
          await chain.send("thermostat", "setPID(int256,int256,int256)", [1n, 2n, 3n]);
          const run = await project.pulumi(["preview", "--json", "--expect-no-changes", ...flags]);
          expect(run.code, run.all).toBe(7);
          const changed = steps(run.stdout).filter(({ op }) => op === "update");
          expect(changed.map(({ urn }) => urn.split("::").at(-1)!).sort()).toEqual(
            ["calls-of-operator", "stakeManager-fee-split", "thermostat-parameters"].sort(),
          );
          const calls = changed.find(({ urn }) => urn.endsWith("calls-of-operator"))!.newState!.inputs[
            "calls"
          ] as string[];
          expect(calls).toHaveLength(2);
          expect(calls.join("\n")).toMatch(
            /stakeManager\.setFeePct\(5\) via systemPause: fees\.fee 7 % \[7\] => 5 % \[5\]/,
          );
          expect(calls.join("\n")).toMatch(/thermostat\.setPID\(.*pid\.kp .* => /);
          if (flags.length === 0) {
            const split = changed.find(({ urn }) => urn.endsWith("stakeManager-fee-split"))!;
            expect(Object.keys(split.detailedDiff!)).toEqual(["fees.fee"]);
          }
        },
      );

      it("tells an endpoint that is down from drift and from a clean chain", async () => {
        const run = await project.pulumi(["preview", "--expect-no-changes"], {
          env: { ORDINANCE_RPC_URL: "http://127.0.0.1:9" },
        });
        expect([0, 7]).not.toContain(run.code);
        expect(run.all).toContain("ORD201");
      });

      it("refuses an update when the chain moved after the preview of the same command", async () => {
        await setFee(7);
        const record = join(project.root, ".cache", "previews", "test.json");
        rmSync(record, { force: true });
        const running = up();
        while (!existsSync(record)) await sleep(5);
        await setFee(8);
        const moved = await chain.block();
        const run = await running;
        expect(run.code).not.toBe(0);
        expect(run.all).toContain("ORD402");
        expect(run.all).toContain("8 % [8]");
        expect(await chain.transactionsSince(moved)).toEqual([]);
        const again = await upAtOnce();
        expect(again.code, again.all).toBe(0);
      });

      it("refuses a saved plan when the chain moved after it was saved", async () => {
        await setFee(7);
        const saved = await project.pulumi(["preview", "--save-plan", "plan.json"]);
        expect(saved.code, saved.all).toBe(0);
        await chain.send("thermostat", "setPID(int256,int256,int256)", [1n, 2n, 3n]);
        const moved = await chain.block();
        const refused = await upAtOnce(["--plan", "plan.json"]);
        expect(refused.code).not.toBe(0);
        expect(await chain.transactionsSince(moved)).toEqual([]);
        await chain.send("thermostat", "setPID(int256,int256,int256)", [0n, 0n, 0n]);
        const unmoved = await upAtOnce(["--plan", "plan.json"]);
        expect(unmoved.code, unmoved.all).toBe(0);
      });

      it("stops at a call that reverts, says why and what was applied, and goes on when the cause is gone", async () => {
        await chain.send("thermostat", "setPID(int256,int256,int256)", [1n, 2n, 3n]);
        // A policy that is not tax exempt: FeePool.setTaxPolicy asks the policy itself, which no rule of the stack knows.
        const policy = await chain.deployContract("Thermostat", [1n, 1n, 2n, chain.operator.address]);
        project.writeStack(settled.replace(/(feePool:\n(?: {4}.*\n)*? {4}taxPolicy: ).*/, `$1"${policy}"`));
        expect(project.stackText()).not.toBe(settled);
        const block = await chain.block();
        const seen = await up();
        expect(seen.code).not.toBe(0);
        expect(seen.all).toMatch(/ORD303.*feePool\.setTaxPolicy/);
        expect(await chain.transactionsSince(block)).toEqual([]);
        // Untried, it only fails when its turn comes.
        const untried = { ORDINANCE_SIMULATION: "off" };
        const failed = await project.pulumi(["up", "--yes", "--skip-preview"], { env: { ...keyed().env, ...untried } });
        expect(failed.code).not.toBe(0);
        expect(failed.all).toMatch(/1 of 2 transactions applied/);
        expect(failed.all).toMatch(/feePool\.setTaxPolicy/);
        expect((await chain.transactionsSince(block)).length).toBe(1);
        const rest = await project.pulumi(["preview", "--json"], { env: untried });
        const calls = steps(rest.stdout).find(({ op, urn }) => op === "update" && urn.endsWith("calls-of-operator"))!
          .newState!.inputs["calls"] as string[];
        expect(calls).toHaveLength(1);
        expect(calls[0]).toMatch(/feePool\.setTaxPolicy/);
        const refreshed = await project.pulumi(["refresh", "--yes"]);
        expect(refreshed.code, refreshed.all).toBe(0);
        await chain.giveCode(policy, "TaxPolicy");
        const again = await upAtOnce();
        expect(again.code, again.all).toBe(0);
        expect((await project.pulumi(["preview", "--expect-no-changes"])).code).toBe(0);
      });

      it("sends nothing when a module is renamed, removed, or the stack destroyed", async () => {
        const caught = await upAtOnce();
        expect(caught.code, caught.all).toBe(0);
        const block = await chain.block();
        project.writeStack(settled.replaceAll("thermostat:", "heat:"));
        const renamed = await upAtOnce();
        expect(renamed.code, renamed.all).toBe(0);
        project.writeStack(settled.replace(/\n {2}thermostat:\n(?: {4}.*\n)+/, "\n"));
        const removed = await upAtOnce();
        expect(removed.code, removed.all).toBe(0);
        const destroyed = await project.pulumi(["destroy", "--yes", "--skip-preview"]);
        expect(destroyed.code, destroyed.all).toBe(0);
        expect(await chain.transactionsSince(block)).toEqual([]);
        project.writeStack(settled);
        const back = await upAtOnce();
        expect(back.code, back.all).toBe(0);
        expect(await chain.transactionsSince(block)).toEqual([]);
      });

      it("keeps keys, endpoints with tokens and bulk out of the state and of saved plans", async () => {
        await setFee(7);
        const token = "s3cr3t-t0ken";
        const proxy = await startProxy(chain.url);
        const url = `${proxy.url}/v3/${token}?key=${token}`;
        const env = { ORDINANCE_RPC_URL: url, ORDINANCE_PRIVATE_KEY: chain.operator.key };
        const saved = await project.pulumi(["preview", "--save-plan", "secret-plan.json"], { env });
        expect(saved.code, saved.all).toBe(0);
        const run = await project.pulumi(["up", "--yes", "--skip-preview"], { env });
        expect(run.code, run.all).toBe(0);
        await proxy.stop();
        const exported = await project.pulumi(["stack", "export"]);
        const plan = project.read("secret-plan.json");
        for (const text of [exported.stdout, plan, run.all, saved.all]) {
          expect(text).not.toContain(token);
          expect(text.toLowerCase()).not.toContain(chain.operator.key.slice(2));
        }
        const { resources } = (JSON.parse(exported.stdout) as { deployment: { resources: Record<string, unknown>[] } })
          .deployment;
        for (const resource of resources) {
          const bare = {
            ...resource,
            inputs: stub(resource["inputs"]),
            outputs: stub(resource["outputs"]),
          };
          expect(JSON.stringify(bare).length, JSON.stringify(bare)).toBeLessThan(1024);
        }
      });

      it("only pauses in the scope of a halt, and the next update manages everything again", async () => {
        await setFee(7);
        await chain.send("thermostat", "setPID(int256,int256,int256)", [1n, 2n, 3n]);
        const halting = { ORDINANCE_SCOPE: "halt" };
        const look = (more = {}) => examine(project.root, "stacks/test.yaml", { env: { ...project.env, ...more } });
        const { plan } = await look(halting);
        const acting = plan.changes.filter(({ observe }) => !observe);
        expect(acting.map(({ module, key }) => `${module}.${key}`)).toEqual(["stakeManager.paused", "feePool.paused"]);
        expect(callsOf(plan).flatMap(({ effects }) => effects.map(({ key }) => key))).not.toContain("fees.fee");
        let block = await chain.block();
        const halted = await project.pulumi(["up", "--yes", "--skip-preview"], { env: { ...keyed().env, ...halting } });
        expect(halted.code, halted.all).toBe(0);
        expect(halted.all).toMatch(/fees\.fee {2}7 % \[7\] => 5 % \[5\] {2}\(observed only\)/);
        const pauses = transactionsOf(plan).map(({ to, data }) => ({ to, data }));
        expect(await chain.transactionsSince(block)).toEqual(pauses);
        const drifted = (await look()).plan.changes.map(({ module, key }) => `${module}.${key}`);
        expect(drifted).toEqual(
          expect.arrayContaining(["stakeManager.paused", "stakeManager.fees.fee", "thermostat.pid.kp"]),
        );
        // Without the variable, the file is the truth again: its halt is one change among others.
        await chain.throughSystemPause("feePool", "unpause()", []);
        project.writeStack(settled.replace("emergency: none", "emergency: halt"));
        block = await chain.block();
        const filed = await upAtOnce();
        expect(filed.code, filed.all).toBe(0);
        expect(filed.all).toMatch(/feePool\.paused {2}.* => /);
        expect(await chain.transactionsSince(block)).toHaveLength(3);
        expect((await look()).plan.changes).toEqual([]);
        project.writeStack(settled);
        expect((await look()).plan.changes.map(({ module, key }) => `${module}.${key}`)).toEqual([
          "stakeManager.paused",
          "feePool.paused",
        ]);
      });

      it("leaves everything as it was when no key of the authority is there", async () => {
        await setFee(7);
        const block = await chain.block();
        const run = await project.pulumi(["up", "--yes", "--skip-preview"], {
          env: { ORDINANCE_PRIVATE_KEY: chain.guardian.key },
        });
        expect(run.code).not.toBe(0);
        expect(run.all).toContain("ORD401");
        expect(run.all).toContain("operator");
        expect(await chain.transactionsSince(block)).toEqual([]);
      });
    });
  });
}

/** What is left of a resource's properties without its values. */
function stub(properties: unknown): unknown {
  return { __provider: ((properties ?? {}) as Record<string, unknown>)["__provider"] };
}
