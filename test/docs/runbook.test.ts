import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatEther } from "ethers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { incidentBench, redirect, type IncidentBench, type IncidentOptions } from "../support/incident.ts";
import { slashedOn } from "../support/penalties.ts";
import { edited, missingIn, stepsIn, type Step } from "../support/runbook.ts";
import { REPO, SHA, startGitHub, type GitHubDouble } from "../wall/server.ts";

const FILE = "docs/runbook.md";
const RUNBOOK = readFileSync(resolve(import.meta.dirname, "../..", FILE), "utf8");
const HOME = process.cwd();
const WAIT = 2 * 86_400;
const SCOREBOARD = {
  [localAccount(0).address]: { wins: 3, losses: 1, slashes: 1 },
  [localAccount(1).address]: { wins: 5, losses: 2, slashes: 0 },
};

const COMBINATIONS: readonly IncidentOptions[] = [
  { node: "anvil", topology: "owned", engine: true },
  { node: "anvil", topology: "pauser", engine: false },
  { node: "hardhat", topology: "owned", engine: false },
  { node: "hardhat", topology: "pauser", engine: false },
];

describe.each(COMBINATIONS)("the runbook on $node, SystemPause $topology", { timeout: 400_000 }, (options) => {
  let bench: IncidentBench;
  let github: GitHubDouble;
  let attacked: boolean;
  beforeEach(async () => {
    attacked = false;
    bench = await incidentBench(options);
    github = await startGitHub();
    github.reset();
    vi.stubEnv("ORDINANCE_RPC_URL", bench.chain.url);
    vi.stubEnv("GITHUB_API_URL", github.url);
    vi.stubEnv("GITHUB_TOKEN", "");
    // As somebody who works in the project: the page names files relative to it.
    process.chdir(bench.root);
    writeFileSync("scoreboard.json", JSON.stringify(SCOREBOARD));
  });
  afterEach(async () => {
    process.chdir(HOME);
    vi.unstubAllEnvs();
    await github.stop();
    await bench.stop();
  });

  it("does what it says, from readiness to the retrospective", async () => {
    const from = await bench.chain.block();
    for (const step of stepsOf(from)) await take(step);
    expect(bench.stackText()).toMatch(/emergency: none\n\npenalties:/);
    expect((await slashedOn(bench.chain.url, bench.chain.addresses.stakeManager)).map(formatEther)).toEqual(["1250.0"]);
    const folder = join(bench.root, "reports/incidents/INC-2026-014");
    const told = readFileSync(join(folder, "retrospective.md"), "utf8");
    for (const line of [
      /Paused: 8 contracts/,
      /\*\*stakeManager\*\*: FeePctUpdated\(pct: 7\)/,
      /\*\*stakeManager\*\*: paused by (guardian|systemPause) .*\| guardian/,
      /\*\*council\*\*: RemovedOwner\(owner: 0x976EA74026E726554dB657fA54763abd0C3a0aa9\)/,
      /\*\*timelock\*\*: operation 0x\w+ scheduled to be executed from .*stakeManager\.setFeePct/,
      /\*\*timelock\*\*: operation 0x\w+ executed: .*governanceSlash/,
      /\*\*council\*\*: Safe transaction 0x\w+ carried out, approved by (alice and bob|bob and alice)/,
      /\*\*stakeManager\*\*: slashed 0x\w+ as validator: 12\.5 % .*1250 AGIALPHA.*penalty INC-2026-014/,
      /\*\*stakeManager\*\*: unpaused by /,
      /At the end: the chain is as the file says, nothing is paused/,
      /Status wall: clean/,
      /Everything was read\./,
    ])
      expect(told).toMatch(line);
    expect(told.match(/slashed 0x/g)).toHaveLength(1);
    const secrets = [bench.chain.url, ...[1, 2, 5].map((index) => localAccount(index).key.slice(2))];
    for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())) {
      const text = readFileSync(join(name.parentPath, name.name), "latin1");
      expect(
        secrets.filter((secret) => text.includes(secret)),
        name.name,
      ).toEqual([]);
    }
  });

  function stepsOf(from: number): readonly Step[] {
    return stepsIn(RUNBOOK, { STACK: bench.stack, REPO, HEAD: SHA, FROM_BLOCK: String(from) });
  }

  async function take(step: Step): Promise<void> {
    if ("edit" in step) {
      bench.writeStack(edited(bench.stackText(), step.edit));
      return;
    }
    const { command } = step;
    // What goes wrong is nothing that the page could say.
    if (!attacked && command.heading === "Detection") await bench.attack();
    attacked ||= command.heading === "Detection";
    const [who = "", ...when] = command.info.split(", ");
    if (when.length > 0) expect(when).toEqual(["two days later"]);
    if (when.length > 0) await bench.chain.pass(WAIT);
    const before = await bench.chain.block();
    const { code, out, err } = await bench.run(command.words, who);
    if (command.into !== undefined) redirect(bench.root, command.into, out);
    const said = `${out}\n${err}`;
    const place = `${FILE}:${command.line} ${command.words.join(" ")}\n${said}`;
    if (who === "") expect(await bench.chain.block(), `nothing is sent by ${place}`).toBe(before);
    else expect(await bench.chain.block(), `something is sent by ${place}`).toBeGreaterThan(before);
    const expected = command.expected ?? { code: 0, lines: [] };
    expect(code, place).toBe(expected.code);
    expect(missingIn(said, expected.lines), place).toEqual([]);
    // What the page says of the race between a withdrawal and a penalty.
    if (options.topology === "owned" && command.words[2] === "plan" && said.includes("9 differences"))
      expect(said).toMatch(/as one operation[^]*unpauseAll[^]*governanceSlash/);
  }
});

describe("what the runbook names", () => {
  const steps = stepsIn(RUNBOOK, { HEAD: SHA });
  const commands = steps.flatMap((step) => ("command" in step ? [step.command] : []));

  it("has every step of an incident, in order", () => {
    const verbs = commands.map(({ words }) => words.slice(1, 3).join(" "));
    const order = ["ordinance surface", "ordinance halt", "ordinance doctor", "ordinance rotate", "pulumi up"];
    const later = ["ordinance mission", "ordinance rewards", "ordinance resume", "ordinance archive"];
    const at = [...order, ...later].map((verb) => verbs.indexOf(verb));
    expect(
      at.every((index, i) => index > (at[i - 1] ?? -1)),
      verbs.join("\n"),
    ).toBe(true);
    for (const command of ["rehearse", "briefing", "ready"]) expect(verbs).toContain(`ordinance ${command}`);
  });

  it("says in words whose key a step needs", () => {
    const lines = RUNBOOK.split("\n");
    for (const { info, line } of commands.filter(
      (each) => each.info.startsWith("guardian") || each.info.startsWith("council"),
    )) {
      const above = lines.slice(Math.max(0, line - 8), line).join("\n");
      expect(above, `${FILE}:${line}`).toMatch(
        info.startsWith("guardian") ? /\*\*Key: the guardian's\.\*\*/ : /\*\*Keys: two of the council/,
      );
    }
  });

  it("names only errors that there are", () => {
    const known = readFileSync(resolve(import.meta.dirname, "../../docs/errors.md"), "utf8");
    for (const [number] of RUNBOOK.matchAll(/ORD\d{3}/g)) expect(known).toContain(number);
  });
});
