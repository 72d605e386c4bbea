import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { id } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { LeverReport, Rehearsal } from "../../src/rehearse/model.ts";
import { ordinance } from "../support/command.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";

const CACHE = resolve(import.meta.dirname, "../../.cache");

describe("a rehearsal of a protocol that one key owns and SystemPause pauses", () => {
  let chain: DeployedChain;
  let folder: string;
  let mark: string;
  beforeAll(async () => {
    chain = await deployedChain("hardhat", { topology: "pauser" });
    mkdirSync(CACHE, { recursive: true });
    folder = mkdtempSync(join(CACHE, "rehearse-"));
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
    vi.stubEnv("ORDINANCE_RPC_URL", chain.url);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await chain.revert(mark);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await chain.stop();
  });

  async function rehearsed(...args: readonly string[]): Promise<{ code: number; levers: readonly LeverReport[] }> {
    const file = join(folder, "local.yaml");
    writeFileSync(file, chain.stackText.replaceAll("owner: systemPause", "owner: operator"));
    const { code, out, err } = await ordinance("rehearse", "-s", file, "--json", ...args);
    if (out === "") throw new Error(err);
    return { code, levers: (JSON.parse(out) as Rehearsal).levers };
  }

  it("works, in one call for everything where one can do it, and without a delay", async () => {
    const { code, levers } = await rehearsed();
    expect(levers.map(({ outcome, why }) => why ?? outcome)).toEqual(Array(5).fill("worked"));
    expect(code).toBe(0);
    const [halt, rotate] = levers;
    expect(
      halt!.moves.map(({ sent }) => sent.map(({ by, approvers, deeds }) => [by, approvers, deeds[0]!.to])),
    ).toEqual([[["operator", [], "systemPause"]], [["operator", [], "systemPause"]]]);
    expect(levers.flatMap(({ moves }) => moves.map(({ waited }) => waited)).slice(0, 2)).toEqual(["0", "0"]);
    // Nobody among the names is a pauser: whoever holds the least changes hands.
    expect(rotate!.moves[0]!.changes).toEqual([
      "timelock.roles.CANCELLER_ROLE[guardian]  true => false",
      "timelock.roles.CANCELLER_ROLE[fresh guardian]  false => true",
    ]);
  });

  it("fails where nobody can pause, and says why", async () => {
    const { stakeManager, token } = chain.addresses;
    const word = (address: string) => address.slice(2).toLowerCase().padStart(64, "0");
    const selector = (fn: string) => id(fn).slice(0, 10);
    await chain.impersonate(chain.operator.address, stakeManager, `${selector("setPauser(address)")}${word(token)}`);
    await chain.impersonate(
      chain.operator.address,
      stakeManager,
      `${selector("setGovernance(address)")}${word(token)}`,
    );
    const { code, levers } = await rehearsed("--only", "halt");
    expect(code).toBe(2);
    const [halt] = levers;
    expect(halt!.outcome).toBe("failed");
    expect(halt!.why).toMatch(
      /^pause everything that can be paused: stakeManager\.paused: 0x.{40} is a contract of no known kind/,
    );
    expect(halt!.moves).toMatchObject([{ reached: false, sent: [] }]);
  });

  it("fails where a call works and changes nothing", async () => {
    await chain.giveCode(chain.addresses.rewardEngine, "IdleRewardEngine");
    // Nothing but its shares is left to read.
    const { code, levers } = await rehearsed("--only", "parameters");
    const parameters = levers.find(({ lever }) => lever === "parameters")!;
    expect([code, parameters.outcome]).toEqual([2, "failed"]);
    expect(parameters.why).toMatch(/: the calls work and change nothing: rewardEngine\.shares\.agent /);
  });

  it("says what is skipped, and does not take it for something that works", async () => {
    // All of it was slashed before.
    const { address } = chain.operator;
    for (const role of [0, 1, 2])
      await chain.send("stakeManager", "governanceSlash(address,uint8,uint256,address)", [
        address,
        role,
        10_000,
        address,
      ]);
    const { code, levers } = await rehearsed("--only", "slash");
    expect([code, levers.find(({ lever }) => lever === "slash")]).toMatchObject([
      2,
      { outcome: "skipped", why: "nobody has a stake", moves: [] },
    ]);
  });
});
