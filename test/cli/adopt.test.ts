import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { applyPatch } from "diff";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { examine } from "../../src/examine.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { freePort } from "../../src/local/chain.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { startProxy } from "../support/proxy.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const STRANGER = localAccount(9).address;

let chain: DeployedChain;
let folder: string;
beforeAll(async () => {
  chain = await deployedChain("anvil", { council: true, drifted: true });
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  folder = mkdtempSync(join(ROOT, ".cache", "cli-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await chain.stop();
});
beforeEach(() => vi.stubEnv("ORDINANCE_RPC_URL", chain.url));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function ordinance(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((part) => ((out += String(part)), true));
  vi.spyOn(process.stderr, "write").mockImplementation((part) => ((err += String(part)), true));
  vi.spyOn(console, "log").mockImplementation((part) => void (out += `${String(part)}\n`));
  vi.spyOn(console, "error").mockImplementation((part) => void (err += `${String(part)}\n`));
  const code = await main(["node", "ordinance", "adopt", ...args]);
  vi.restoreAllMocks();
  return { code, out, err };
}

function stackFile(name: string, text: string): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}

const changesOf = async (file: string) =>
  (await examine(ROOT, file)).plan.changes.map(({ module, key }) => `${module}.${key}`);

describe("ordinance adopt", () => {
  it("writes a file that asks for nothing, says on stderr what was found, and shows the endpoint nowhere", async () => {
    vi.stubEnv("MY_RPC", chain.url);
    vi.stubEnv("ORDINANCE_RPC_URL", "");
    const { systemPause, rewardEngine } = chain.addresses;
    const { code, out, err } = await ordinance(
      `switch=${systemPause}`,
      rewardEngine.toLowerCase(),
      "--rpc",
      "${MY_RPC}",
    );
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/^Read in block \d+ with \d+ requests\.\nRecognised \(14\):\n {2}switch {2}SystemPause/),
    ]);
    expect(err).toContain(`council  Safe  ${chain.council} (by getters)`);
    expect(err).toContain("docs/adopt.md");
    expect(out).toContain("\n  rpc: ${MY_RPC}\n");
    expect(out + err).not.toContain(chain.url);
    expect(await changesOf(stackFile("adopted", out))).toEqual([]);
  });

  it("takes a URL, and writes a variable in its place", async () => {
    vi.stubEnv("ORDINANCE_RPC_URL", "");
    const { code, out, err } = await ordinance(chain.addresses.taxPolicy, "--rpc", chain.url, "--chain-id", "31337");
    expect([code, out + err]).toEqual([0, expect.not.stringContaining(chain.url)]);
    expect(out).toContain("\n  rpc: ${ORDINANCE_RPC_URL}\n");
  });

  it("never overwrites a file without being told", async () => {
    const file = join(folder, "new.yaml");
    const args = [chain.addresses.taxPolicy, "--out", file];
    const first = await ordinance(...args);
    expect([first.code, first.out]).toEqual([0, ""]);
    expect(await changesOf(file)).toEqual([]);
    writeFileSync(file, "mine");
    const second = await ordinance(...args);
    expect([second.code, second.err]).toEqual([4, expect.stringContaining("ORD122 a file; expected none")]);
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect((await ordinance(...args, "--force")).code).toBe(0);
    expect(readFileSync(file, "utf8")).toContain("kind: TaxPolicy");
  });

  it("says the same to machines", async () => {
    const { code, out, err } = await ordinance(chain.addresses.taxPolicy, "--json");
    expect([code, err]).toEqual([0, ""]);
    const said = JSON.parse(out) as { text: string };
    expect(said).toMatchObject({ verdict: "clean", chainId: "31337", report: { startChecked: true } });
    expect(said.text).toContain("kind: TaxPolicy");
  });

  it.each<[what: string, args: () => readonly string[] | Promise<readonly string[]>, code: number, message: RegExp]>([
    ["nothing to start from", () => [], 4, /ORD110 none/],
    ["what is no address", () => ["stakeManager"], 4, /ORD110 "stakeManager"/],
    ["a name that is none", () => [`value=${chain.council}`], 4, /ORD113/],
    ["an account", () => [STRANGER], 3, /ORD203 no code in block/],
    ["a contract of no kind", () => [chain.addresses.token], 3, /ORD206 a contract of no known kind/],
    [
      "a late start block",
      async () => [chain.addresses.timelock, "--start-block", `${await chain.block()}`],
      3,
      /ORD205/,
    ],
    ["another chain", () => [chain.addresses.timelock, "--chain-id", "1"], 3, /ORD202 chain 31337; expected chain 1/],
    ["a number that is none", () => [chain.addresses.timelock, "--start-block", "-1"], 4, /ORD109 --start-block: "-1"/],
    ["a variable that is not set", () => [chain.addresses.timelock, "--rpc", "${NO_RPC}"], 4, /ORD118 --rpc: .*NO_RPC/],
    [
      "an endpoint that is none",
      () => [chain.addresses.timelock, "--rpc", "ftp://h/hunter2"],
      4,
      /ORD118 --rpc: .*not shown/,
    ],
    [
      "an endpoint that is down",
      async () => [chain.addresses.timelock, "--rpc", `http://127.0.0.1:${await freePort(0)}/v3/hunter2`],
      3,
      /ORD201 no answer to eth_chainId.*nothing was written/,
    ],
    ["both uses at once", () => [chain.addresses.timelock, "--stack", "local", "--into"], 4, /and not both/],
    ["a stack without --into", () => ["--stack", "local"], 4, /--stack with --into/],
  ])("refuses %s", async (_what, args, code, message) => {
    const run = await ordinance(...(await args()));
    expect([run.code, run.out, run.err]).toEqual([code, "", expect.stringMatching(message)]);
    expect(run.err).not.toContain("hunter2");
  });
});

describe("ordinance adopt --into", () => {
  it("shows the difference of the texts, and changes the file only if it is told to", async () => {
    const file = stackFile("local", chain.stackText);
    const show = await ordinance("--stack", file, "--into", "stakeManager.fees", "modules.feePool");
    expect([show.code, show.err]).toEqual([2, expect.stringContaining("Nothing was written: add --write")]);
    expect(show.out).toContain(
      "-    fees: { fee: 5 %, burn: 1 %, validatorReward: 10 % }\n+    fees: { fee: 7 %, burn: 2 %, validatorReward: 10 % }\n",
    );
    expect(readFileSync(file, "utf8")).toBe(chain.stackText);
    const before = await changesOf(file);

    const write = await ordinance("--stack", file, "--into", "stakeManager.fees", "modules.feePool", "--write");
    expect([write.code, write.out]).toEqual([0, show.out]);
    const text = readFileSync(file, "utf8");
    expect(applyPatch(chain.stackText, show.out)).toBe(text);
    expect(await changesOf(file)).toEqual(before.filter((key) => !/^(stakeManager\.fees|feePool)\./.test(key)));

    const again = await ordinance("--stack", file, "--into", "stakeManager.fees", "modules.feePool");
    expect([again.code, again.out, again.err]).toEqual([0, "", "Nothing to take over.\n"]);
  });

  it("takes all differences over, keeps everything else byte by byte, and says which ones stay", async () => {
    const file = stackFile("all", chain.stackText);
    const { code, err } = await ordinance("--stack", file, "--into", "--write");
    expect([code, err]).toEqual([2, expect.stringMatching(/taxPolicy\.pendingOwner not taken over: .*add it by hand/)]);
    expect(await changesOf(file)).toEqual(["taxPolicy.pendingOwner", "ownerConfigurator.pendingOwner"]);
    const text = readFileSync(file, "utf8");
    const [old, now] = [chain.stackText.split("\n"), text.split("\n")];
    expect(now.length).toBe(old.length);
    const differing = old.flatMap((line, index) => (line === now[index] ? [] : [now[index]]));
    expect(differing).toContain(`    treasuryAllowlist: [treasury, "${STRANGER}"]`);
    expect(differing).toContain(`      CANCELLER_ROLE: [council, "${STRANGER}"]`);
    expect(differing).toContain("    band: { min: 0.5, max: 10 }");
    expect(text.match(/#.*/g)).toEqual(chain.stackText.match(/#.*/g));
  });

  it("leaves bands, and what the state of emergency asks for", async () => {
    const narrow = chain.stackText
      .replace("{ within: band }", "{ within: [3, 4] }")
      .replace("emergency: none", "emergency: halt");
    const file = stackFile("narrow", narrow);
    const { code, out, err } = await ordinance(
      "--stack",
      file,
      "--into",
      "thermostat.temperature",
      "stakeManager.paused",
    );
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/thermostat\.temperature not taken over: the chain is outside of the band/);
    expect(err).toMatch(/stakeManager\.paused not taken over: something else in the file/);
  });

  it("takes weights in and out", async () => {
    const stack = chain.stackText.replace(
      "disputeFee: 1 AGIALPHA\n",
      `disputeFee: 1 AGIALPHA\n    moderators:\n      guardian: 4 # for the holidays\n      council: 3\n`,
    );
    const file = stackFile("weights", stack);
    expect((await ordinance("--stack", file, "--into", "disputeModule.moderators", "--write")).code).toBe(0);
    expect(readFileSync(file, "utf8")).toContain("    moderators:\n      council: 1\n    disputeWindow");
  });

  it("leaves what is tolerated for a while unless it is named", async () => {
    const path = "stakeManager.fees.fee";
    const file = stackFile(
      "tolerated",
      `${chain.stackText}\ndeviations:\n  - { path: ${path}, reason: the audit, until: "2999-12-31" }\n`,
    );
    const all = await ordinance("--stack", file, "--into", "--json");
    expect(JSON.parse(all.out)).toMatchObject({
      verdict: "differs",
      written: false,
      left: expect.arrayContaining([
        { path: `modules.${path}`, why: expect.stringContaining("tolerated until 2999-12-31") as string },
      ]) as unknown,
    });
    const named = await ordinance("--stack", file, "--into", path, "--json");
    expect(JSON.parse(named.out)).toMatchObject({ changes: [{ path: `modules.${path}`, value: "7 %" }], left: [] });
  });

  it("never overwrites what somebody else wrote meanwhile", async () => {
    const file = stackFile("meanwhile", chain.stackText);
    const later = `${chain.stackText}# mine\n`;
    const proxy = await startProxy(chain.url, {
      before: {
        method: "eth_chainId",
        run: () => {
          writeFileSync(file, later);
          return Promise.resolve();
        },
      },
    });
    vi.stubEnv("ORDINANCE_RPC_URL", proxy.url);
    const { code, err } = await ordinance("--stack", file, "--into", "feePool", "--write");
    await proxy.stop();
    expect([code, err]).toEqual([4, expect.stringContaining("ORD122 a file that changed while the chain was read")]);
    expect(readFileSync(file, "utf8")).toBe(later);
  });

  it("never shows an endpoint that stands near a change", async () => {
    const near = `modules:\n  taxPolicy:\n    kind: TaxPolicy\n    address: "${chain.addresses.taxPolicy}"\n    owner: "${localAccount(5).address}"\nnetwork: { chainId: 31337, rpc: "${chain.url}" }\n`;
    const { code, out } = await ordinance("--stack", stackFile("near", near), "--into", "taxPolicy.owner");
    expect([code, out]).toEqual([2, expect.stringContaining('rpc: "<URL>"')]);
    expect(out).not.toContain(chain.url);
  });

  it.each<[what: string, args: readonly string[], message: RegExp]>([
    ["a module", ["stakeManger"], /ORD111 stakeManger: no module "stakeManger".*did you mean "stakeManager"/],
    ["a value", ["stakeManager.fees.fe"], /ORD111 .*no "fees\.fe" in module stakeManager.*did you mean "fees\.fee"/],
    ["a value of the second path", ["feePool", "stakeManager.fees.fee.x"], /ORD111 stakeManager\.fees\.fee\.x/],
  ])("refuses %s that the file does not have", async (_what, paths, message) => {
    const file = stackFile("local", chain.stackText);
    const run = await ordinance("--stack", file, "--write", "--into", ...paths);
    expect([run.code, run.out, run.err]).toEqual([4, "", expect.stringMatching(message)]);
    expect(readFileSync(file, "utf8")).toBe(chain.stackText);
  });

  it("refuses a chain that does not answer, and a file that is not there", async () => {
    vi.stubEnv("ORDINANCE_RPC_URL", `http://127.0.0.1:${await freePort(0)}`);
    const down = await ordinance("--stack", stackFile("local", chain.stackText), "--into");
    expect([down.code, down.err]).toEqual([3, expect.stringContaining("ORD201")]);
    expect(existsSync(join(ROOT, "stacks/absent.yaml"))).toBe(false);
    const absent = await ordinance("--stack", "absent", "--into");
    expect([absent.code, absent.err]).toEqual([4, expect.stringContaining("ORD101")]);
  });
});
