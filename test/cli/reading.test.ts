import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Interface, ZeroHash } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Diagnosis } from "../../src/doctor/doctor.ts";
import { localAccount } from "../../src/local/accounts.ts";
import type { ParameterMatrix } from "../../src/matrix/parameters.ts";
import type { Surface } from "../../src/matrix/surface.ts";
import { checksum, type BuilderFile } from "../../src/safe/builder-file.ts";
import { ordinance } from "../support/command.ts";
import { misbehave } from "../support/proxy.ts";
import { readingBench, type ReadingBench } from "../support/reading-bench.ts";

const STRANGER = localAccount(9).address;
const FRESH = localAccount(7).address;

describe("the commands that only read", () => {
  let bench: ReadingBench;
  beforeAll(async () => {
    bench = await readingBench({ drifted: true });
  });
  afterAll(() => bench.stop());
  const run = (command: string, ...args: readonly string[]) => ordinance(command, "-s", bench.stack(), ...args);
  const json = async <T>(command: string, ...args: readonly string[]) =>
    JSON.parse((await run(command, "--json", ...args)).out) as T;

  it.each(["doctor", "parameters", "surface"])("%s reads with one request when the scan is cached", async (command) => {
    await run(command);
    const before = bench.proxy.posts;
    await run(command);
    expect(bench.proxy.posts - before).toBe(1);
  });

  it.each(["doctor", "parameters", "surface", "mission"])(
    "%s says nothing of a chain that it cannot reach",
    async (command) => {
      process.env["ORDINANCE_RPC_URL"] = "http://127.0.0.1:1";
      const { code, out, err } = await run(command);
      process.env["ORDINANCE_RPC_URL"] = bench.proxy.url;
      expect([code, out, err]).toEqual([3, "", expect.stringContaining("ORD201")]);
    },
  );

  it.each(["doctor", "authority", "parameters", "surface", "briefing", "rehearse", "mission", "plan"])(
    "%s says so to machines, too, with the numbers",
    async (command) => {
      process.env["ORDINANCE_RPC_URL"] = "http://127.0.0.1:1";
      const { code, out, err } = await run(command, "--json");
      process.env["ORDINANCE_RPC_URL"] = bench.proxy.url;
      expect([code, err]).toEqual([3, expect.stringContaining("ORD201")]);
      const told = JSON.parse(out) as { verdict: string; problems: readonly { code: string }[] };
      expect([told.verdict, told.problems.map((each) => each.code)]).toEqual(["unread", ["ORD201"]]);
      const gone = await ordinance(command, "-s", "stacks/none.yaml", "--json");
      expect([gone.code, JSON.parse(gone.out)]).toMatchObject([4, { verdict: "refused" }]);
    },
  );

  describe("doctor", () => {
    it("fails what is not as the file says, and names the command that mends it", async () => {
      const { code, out } = await run("doctor");
      expect(code).toBe(2);
      expect(out).toContain(`  fail  pauser: ${STRANGER}; expected guardian\n        mend: pulumi up --stack local\n`);
      expect(out).toContain(
        "  pass  owner: timelock: alice, bob, carol (2 of 3 as council) through timelock after 2 days\n",
      );
      expect(out).toMatch(/\n\d+ fail, \d+ warn, \d+ pass\n$/);
      const { findings, summary } = await json<Diagnosis>("doctor");
      expect(findings.filter(({ severity }) => severity !== "pass").every(({ mend }) => mend.length > 0)).toBe(true);
      expect(summary.fail + summary.warn + summary.pass).toBe(findings.length);
      expect(findings).toContainEqual({
        ...{ severity: "fail", contract: "systemPause", property: "modules.reputationEngine" },
        found: `reputationEngine, which it cannot pause: its owner is ${bench.chain.operator.address}`,
        expected: "systemPause as its owner or pauser",
        mend: ["pulumi up --stack local"],
      });
    });

    it("ends with 0 where only warnings are left, unless it is strict", async () => {
      const { stackText, council } = bench.chain;
      // A Safe by itself, whose fallback handler the file does not know.
      const modules = `modules:\n  council: { kind: Safe, address: "${council}", owners: [alice, bob, carol], threshold: 2 }\n`;
      const file = bench.stack(stackText.slice(0, stackText.indexOf("modules:\n")) + modules);
      const lax = await ordinance("doctor", "-s", file);
      expect([lax.code, lax.out]).toEqual([0, expect.stringMatching(/\n0 fail, 1 warn, \d+ pass\n$/)]);
      expect((await ordinance("doctor", "-s", file, "--strict")).code).toBe(2);
    });
  });

  describe("parameters", () => {
    it("has every value with its unit, its rules and who may set it", async () => {
      const { parameters } = await json<ParameterMatrix>("parameters");
      const of = (contract: string, property: string) =>
        parameters.find((each) => each.contract === contract && each.property === property);
      expect(of("stakeManager", "fees.fee")).toEqual({
        ...{ contract: "stakeManager", property: "fees.fee", unit: "percent", standing: "differs" },
        ...{ live: "7 % [7]", desired: "5 % [5]" },
        bounds: ["StakeManager.setFeePct: fee + burn + validatorReward <= 100 % (InvalidPercentage)"],
        setBy: ["alice, bob, carol (2 of 3 as council) through timelock -> systemPause after 2 days"],
      });
      expect(of("stakeManager", "paused")?.setBy[0]).toBe("guardian");
      expect(of("thermostat", "temperature")).toMatchObject({
        ...{ live: "1 [1000000000000000000]", standing: "as desired" },
        desired: "0.1 [100000000000000000] to 5 [5000000000000000000]",
      });
      expect(of("jobRegistry", "maxJobReward")).toMatchObject({
        live: "10000 AGIALPHA [10000000000000000000000]",
        standing: "unmanaged",
      });
      expect(of("feePool", `rewarders[${STRANGER}]`)).toMatchObject({
        live: "true",
        desired: "false",
        standing: "differs",
      });
      // Listed nowhere in the file, and read all the same.
      expect(of("disputeModule", "moderators[council]")).toMatchObject({ live: "1", standing: "unmanaged" });
      expect(of("council", "modules")).toMatchObject({ live: "none", desired: "none", standing: "as desired" });
    });

    it("is a file of the asked form, with as many cells in each row", async () => {
      const [csv, md] = ["p.csv", "p.md"].map((name) => join(bench.folder, name)) as [string, string];
      expect((await run("parameters", "--out", csv)).code).toBe(0);
      await run("parameters", "--out", md);
      expect(readFileSync(csv, "utf8")).toMatch(/^contract,property,live,.*\nsystemPause,owner,timelock \[0x/);
      const rows = readFileSync(md, "utf8")
        .split("\n")
        .filter((line) => line.startsWith("|"));
      expect(new Set(rows.map((line) => line.split(/(?<!\\)\|/).length))).toEqual(new Set([8]));
      expect((await run("parameters", "--out", "p.txt")).err).toContain("ORD126");
    });
  });

  describe("surface", () => {
    it("tells what brings each value back, by whom and when", async () => {
      const { code, out } = await run("surface");
      expect(code).toBe(2);
      expect(out).toContain(
        "stakeManager.fees.fee  7 % [7] => 5 % [5]\n    open: pulumi up --stack local sends stakeManager.setFeePct: council through timelock and systemPause after 2 days\n",
      );
      expect(out).toContain("29 values otherwise than the file says.");
      expect((await run("surface", "--markdown")).out).toMatch(/^# Drift: local\n/);
    });

    it("tells what is only observed, and what no plan brings about", async () => {
      const observed = bench.chain.stackText.replace(
        "minStake: 100 AGIALPHA",
        "minStake: { value: 100 AGIALPHA, observe: true }",
      );
      const { drift } = JSON.parse((await ordinance("surface", "-s", bench.stack(observed), "--json")).out) as Surface;
      expect(drift.find(({ property }) => property === "minStake")).toMatchObject({
        progress: "observed",
        remedy: expect.stringContaining("edit modules.stakeManager.minStake in"),
      });
      const halted = bench.chain.stackText.replace("emergency: none", "emergency: halt");
      const refused = await ordinance("surface", "-s", bench.stack(halted));
      expect(refused.code).toBe(4);
      expect(refused.out).toContain("refused: no plan is legal: disputeModule.");
    });

    it("does not call clean what it has not seen, or what waits to be otherwise", async () => {
      const { chain, proxy } = bench;
      const mark = await chain.snapshot();
      const encode = (fn: string, args: readonly unknown[]) =>
        new Interface([`function ${fn}`]).encodeFunctionData(fn.slice(0, fn.indexOf("(")), [...args]);
      const fee = encode("setFeePct(uint256)", [9]);
      const govern = encode("executeGovernanceCall(address,bytes)", [chain.addresses.stakeManager, fee]);
      await chain.impersonate(
        chain.council,
        chain.addresses.timelock,
        encode("schedule(address,uint256,bytes,bytes32,bytes32,uint256)", [
          ...[chain.addresses.systemPause, 0, govern, ZeroHash, ZeroHash, 172_800],
        ]),
      );
      // Nothing that is declared differs: what is left is what the file does not mention.
      const { systemPause, stakeManager, timelock } = chain.addresses;
      const file = bench.stack(`
network: { chainId: 31337, rpc: "${proxy.url}", startBlock: 0, scan: best-effort }
modules:
  systemPause: { kind: SystemPause, address: "${systemPause}", owner: timelock }
  stakeManager: { kind: StakeManager, address: "${stakeManager}", owner: systemPause, fees: { fee: 7 % } }
  timelock: { kind: Timelock, address: "${timelock}" }
`);
      const conflict = /conflict: operation 0x[0-9a-f]{64} of timelock no longer fits and is cancelled:\n/;
      const waits = await ordinance("surface", "-s", file);
      expect([waits.code, waits.err]).toEqual([2, ""]);
      expect(waits.out).toMatch(conflict);
      expect(waits.out).not.toContain("The chain is as");
      const page = (await ordinance("surface", "-s", file, "--markdown")).out;
      expect(page).toMatch(/^- conflict: operation 0x[0-9a-f]{64} of timelock .*\n {2}- stakeManager\.fees\.fee: /m);
      expect(page).not.toContain("The chain is as");
      rmSync(join(bench.folder, ".cache"), { recursive: true, force: true });
      misbehave(proxy, { refuseAfter: { method: "eth_getLogs", times: 0 } });
      const blind = await ordinance("surface", "-s", file);
      const { besides } = JSON.parse((await ordinance("surface", "-s", file, "--json")).out) as Surface;
      misbehave(proxy);
      await chain.revert(mark);
      expect(blind.out).toMatch(/Logs of blocks 0 to \d+ were not scanned completely: .*\n0 values otherwise/);
      expect(besides).toEqual([expect.stringContaining("Holders may be overlooked.")]);
    });
  });

  describe("mission", () => {
    it("is a bundle whose checksums hold, and in which nothing of an earlier one is left", async () => {
      const folder = join(bench.folder, "mission");
      mkdirSync(folder);
      writeFileSync(join(folder, "notes.txt"), "mine");
      writeFileSync(join(folder, "safe-old.json"), "{}");
      writeFileSync(join(folder, "SHA256SUMS"), `${"0".repeat(64)}  safe-old.json\n${"0".repeat(64)}  ../local.yaml\n`);
      const { code, out } = await run("mission", "--out", folder);
      expect([code, out]).toEqual([2, expect.stringMatching(/^29 changes to 12 contracts, .*simulated, converges\n/)]);
      const names = ["review.html", "review.json", "review.md", "safe-council.json"];
      expect(readdirSync(folder).sort()).toEqual(["SHA256SUMS", "notes.txt", ...names]);
      const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8");
      const sum = (name: string) =>
        createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex");
      expect(sums).toBe(names.map((name) => `${sum(name)}  ${name}\n`).join(""));
      const file = JSON.parse(readFileSync(join(folder, "safe-council.json"), "utf8")) as BuilderFile;
      expect(file.meta).toMatchObject({ createdFromSafeAddress: bench.chain.council, checksum: checksum(file) });
      expect(file.transactions.length).toBeGreaterThan(0);
      // A second time, in the same block, to the byte.
      await run("mission", "--out", folder);
      expect(readFileSync(join(folder, "SHA256SUMS"), "utf8")).toBe(sums);
      // What is to be removed cannot be: `rm` counts its errors the other way round.
      mkdirSync(join(folder, "sub"));
      writeFileSync(join(folder, "SHA256SUMS"), `${"0".repeat(64)}  sub\n`);
      const stuck = await run("mission", "--out", folder);
      expect([stuck.code, stuck.err]).toEqual([
        4,
        expect.stringMatching(/sub ORD139 illegal operation on a directory/),
      ]);
      expect(readFileSync(bench.stack(), "utf8")).toBe(bench.chain.stackText);
    });
  });

  describe("rotate", () => {
    it("writes the new address with everything around it, and shows what that brings about", async () => {
      const file = bench.stack();
      const { code, out, err } = await ordinance("rotate", "guardian", FRESH, "-s", file);
      expect([code, err]).toEqual([2, ""]);
      expect(out).toMatch(new RegExp(`^\\+ {2}guardian: "${FRESH}" # may pause without delay`, "m"));
      expect(out).toContain("stakeManager.pauser  0x70997970C51812dc3A010C7d01b50e0d17dc79C8 => guardian");
      expect(out).toMatch(/is written\. Review it, then: pulumi up --stack local\n$/);
      const { address } = bench.chain.guardian;
      expect(readFileSync(file, "utf8")).toBe(bench.chain.stackText.replace(address, FRESH));
      const again = await ordinance("rotate", "guardian", FRESH, "-s", file);
      expect(again.out).toMatch(new RegExp(`^guardian is ${FRESH} already\\.`));
    });

    it("shows no endpoint that stands beside the address, and leaves it in the file", async () => {
      const token = "tok-7f3a9c51e2";
      const url = `${bench.proxy.url}/v2/${token}`;
      const text = bench.chain.stackText
        .replace(/rpc: .*/, `rpc: "${url}" # ${url}?key=1`)
        .replace(/\n {2}startBlock: 0\n\naddresses:/, `\n  startBlock: 0 # ${token}\naddresses: # of ${url}, once`)
        .replace(/( {2}guardian: .*)/, `  # wss://other.example/${token}\n$1`);
      expect(text.split(token)).toHaveLength(6);
      const file = bench.stack(text);
      for (const args of [[], ["--json"]]) {
        const { code, out, err } = await ordinance("rotate", "guardian", FRESH, "-s", file, ...args);
        expect([code, err]).toEqual([2, ""]);
        expect(out).not.toContain(token);
        expect(out).not.toContain(new URL(url).port);
        if (args.length === 0) expect(out).toMatch(/ {3}# <URL>\n- {2}guardian: .*\n\+ {2}guardian: /);
      }
      expect(readFileSync(file, "utf8")).toBe(text.replace(bench.chain.guardian.address, FRESH));
    });

    it("leaves a file alone whose preview fails: a plan that is refused, a file that is wrong, a chain that is not there", async () => {
      const halted = bench.chain.stackText.replace("emergency: none", "emergency: halt");
      const file = bench.stack(halted);
      const refused = await ordinance("rotate", "guardian", FRESH, "-s", file);
      expect([refused.code, refused.out]).toEqual([4, expect.stringMatching(/is left as it was\.\n$/)]);
      expect(readFileSync(file, "utf8")).toBe(halted);
      const told = await ordinance("rotate", "guardian", FRESH, "-s", file, "--json");
      expect(JSON.parse(told.out)).toMatchObject({
        ...{ verdict: "refused", name: "guardian", after: FRESH, written: false },
        refusals: [{ module: "disputeModule" }],
        changes: expect.arrayContaining([expect.stringMatching(/^stakeManager\.pauser {2}0x7099.* => guardian$/)]),
      });
      // Alice would be twice among the owners.
      const twice = await ordinance("rotate", "bob", localAccount(2).address, "-s", bench.stack());
      expect([twice.code, twice.err]).toEqual([4, expect.stringContaining("ORD115")]);
      process.env["ORDINANCE_RPC_URL"] = "http://127.0.0.1:1";
      const unread = await ordinance("rotate", "guardian", FRESH, "-s", file);
      process.env["ORDINANCE_RPC_URL"] = bench.proxy.url;
      expect(unread.code).toBe(3);
      expect(readFileSync(file, "utf8")).toBe(bench.chain.stackText);
      expect(readdirSync(bench.folder).filter((name) => name.startsWith("local.yaml"))).toEqual(["local.yaml"]);
    });
  });
});
