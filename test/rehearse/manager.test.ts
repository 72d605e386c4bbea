import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { id, Interface } from "ethers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import type { MoveReport, Rehearsal } from "../../src/rehearse/model.ts";
import { ordinance } from "../support/command.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";

const CACHE = resolve(import.meta.dirname, "../../.cache");
const HOUR = 3600;
const OPERATOR = 2n;
const MANAGER = new Interface([
  "function setTargetFunctionRole(address,bytes4[],uint64)",
  "function grantRole(uint64,address,uint32)",
  "function revokeRole(uint64,address)",
  "function schedule(address,bytes,uint48)",
]);
const COMMITTEE = new Interface(["function transferOwnership(address)"]);

describe("a rehearsal of a contract that an AccessManager governs", () => {
  let chain: DeployedChain;
  let folder: string;
  const of = { manager: "", committee: "" };
  beforeAll(async () => {
    chain = await deployedChain("anvil", { council: true });
    vi.stubEnv("ORDINANCE_RPC_URL", chain.url);
    mkdirSync(CACHE, { recursive: true });
    folder = mkdtempSync(join(CACHE, "rehearse-"));
    const own = chain.operator.address;
    of.manager = await chain.deployContract("ProtocolAccessManager", [own]);
    of.committee = await chain.deployContract("ArbitratorCommittee", [own, own]);
    await chain.transact(of.committee, COMMITTEE.encodeFunctionData("transferOwnership", [of.manager]));
    const manage = (fn: string, ...args: unknown[]) => chain.transact(of.manager, MANAGER.encodeFunctionData(fn, args));
    const fns = ["setCommitRevealWindows(uint256,uint256)", "pause()", "unpause()"].map((fn) => id(fn).slice(0, 10));
    await manage("setTargetFunctionRole", of.committee, fns, OPERATOR);
    await manage("grantRole", OPERATOR, chain.council, HOUR);
    await manage("grantRole", 0, chain.addresses.timelock, 0);
    await manage("revokeRole", 0, own);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
    await chain.stop();
  });

  const file = () => `
network: { chainId: 31337, rpc: "\${ORDINANCE_RPC_URL}" }
addresses:
${Object.entries(COUNCIL)
  .map(([name, index]) => `  ${name}: "${localAccount(index).address}"`)
  .join("\n")}
modules:
  committee: { kind: ArbitratorCommittee, address: "${of.committee}" }
  manager:
    kind: AccessManager
    address: "${of.manager}"
    roles:
      OPERATOR: { id: 2, members: { council: 1 hour } }
      ADMIN_ROLE: { members: [timelock] }
  timelock: { kind: Timelock, address: "${chain.addresses.timelock}", minDelay: 2 days }
  council: { kind: Safe, address: "${chain.council}", owners: [alice, bob, carol], threshold: 2 }
`;

  it("schedules and executes in it, rotates an owner of the Safe, and skips what there is not", async () => {
    const path = join(folder, "managed.yaml");
    writeFileSync(path, file());
    const { code, out, err } = await ordinance("rehearse", "-s", path, "--json");
    const { levers } = JSON.parse(out) as Rehearsal;
    expect(
      levers.map(({ lever, outcome, why }) => [lever, why ?? outcome]),
      err,
    ).toEqual([
      ["halt", "worked"],
      ["rotate", "worked"],
      ["parameters", "worked"],
      ["slash", "the file has no StakeManager"],
      ["resume", "worked"],
    ]);
    expect(code).toBe(2);
    const [halt, rotate, parameters] = levers;
    expect(halt!.moves[0]!.waited).toBe(String(HOUR));
    expect(halt!.moves[0]!.sent.map(({ by, deeds }) => [by, deeds.map(({ does, to }) => `${does} ${to}`)])).toEqual([
      ["council", ["schedule manager"]],
      ["council", ["execute manager"]],
    ]);
    expect(rotate!.moves[0]!.changes).toEqual([
      "council.owners[alice]  true => false",
      "council.owners[fresh alice]  false => true",
    ]);
    expect(parameters!.moves.map(({ waited }) => waited)).toEqual([String(HOUR), String(HOUR)]);
  });

  it.each([
    // The hour of a call that waits is waited for as well, unless it has passed when its turn comes.
    ["pause()", ["call"], ["schedule", "execute"], [HOUR, HOUR]],
    ["unpause()", ["schedule", "execute"], ["call"], [HOUR, 0]],
  ])("takes a call that waits already, since none can wait twice: %s", async (fn, halting, resuming, hours) => {
    const mark = await chain.snapshot();
    const schedule = MANAGER.encodeFunctionData("schedule", [of.committee, id(fn).slice(0, 10), 0]);
    await chain.impersonate(chain.council, of.manager, schedule);
    const path = join(folder, "waiting.yaml");
    writeFileSync(path, file());
    const { code, out, err } = await ordinance("rehearse", "-s", path, "--json", "--only", "halt,parameters,resume");
    await chain.revert(mark);
    expect(code, out + err).toBe(0);
    const [halt, , parameters, , resume] = (JSON.parse(out) as Rehearsal).levers;
    const done = ({ sent }: MoveReport) => sent.flatMap(({ deeds }) => deeds.map(({ does }) => does));
    for (const { moves } of [halt!, resume!]) {
      expect(moves.map(done)).toEqual([halting, resuming]);
      // Seconds have passed since it was scheduled.
      for (const [index, { waited }] of moves.entries()) expect(hours[index]! - Number(waited)).toBeLessThan(10);
      expect(moves.every(({ waited }, index) => Number(waited) <= hours[index]!)).toBe(true);
    }
    // What no lever needs is left to wait.
    for (const move of parameters!.moves) expect(done(move)).toEqual(["schedule", "execute"]);
  });
});
