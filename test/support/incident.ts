import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Interface } from "ethers";
import { enactEach } from "../../src/enact/each.ts";
import { examine } from "../../src/examine.ts";
import type { Address } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { requirePlannable } from "../../src/plan/refuse.ts";
import { rememberPlan } from "../../src/plan-pin.ts";
import { proofOf } from "../../src/prove/examined.ts";
import { proofText, requireProven } from "../../src/prove/report.ts";
import { planText } from "../../src/report/plan.ts";
import { wordsOf } from "../../src/report/text.ts";
import { loadSigners } from "../../src/send/signers.ts";
import { ordinance, type CommandRun } from "./command.ts";
import { deployedChain, type DeployedChain } from "./deployed.ts";
import { pauserStack } from "./hand-modules.ts";
import { operator } from "./operate.ts";
import { makeProject, type Project } from "./project.ts";

const CACHE = resolve(import.meta.dirname, "../../.cache");
const DAYS = 86_400;
const { alice, bob } = COUNCIL;
/** Accounts whose keys are there, by the word behind `sh`. */
const KEYS: Readonly<Record<string, readonly number[]>> = { guardian: [1], council: [alice, bob] };

/** A settled protocol with a council, a guardian and a folder to work in, as somebody has it before an incident. */
export interface IncidentBench {
  readonly chain: DeployedChain;
  readonly root: string;
  /** Name of the stack: its file is `stacks/<stack>.yaml`. */
  readonly stack: string;
  stackText(): string;
  writeStack(text: string): void;
  /** Somebody with too much power: another fee, and rewards for a stranger. */
  attack(): Promise<void>;
  /** @param who whose keys are there, of `KEYS`; nobody's unless told. */
  run(words: readonly string[], who: string): Promise<CommandRun>;
  stop(): Promise<void>;
}

export interface IncidentOptions {
  readonly node: "hardhat" | "anvil";
  readonly topology: "owned" | "pauser";
  /** Whether `pulumi` is the real engine; it takes several seconds for each command. */
  readonly engine: boolean;
}

export async function incidentBench({ node, topology, engine }: IncidentOptions): Promise<IncidentBench> {
  const chain = await deployedChain(node, { council: true, topology });
  const text = topology === "pauser" ? pauserStack(chain.stackText) : chain.stackText;
  const at = operator(chain.url);
  // The offers of TaxPolicy and OwnerConfigurator are taken first: the protocol is then as its file says.
  for (const wait of [0, 2 * DAYS]) {
    if (wait > 0) await chain.pass(wait);
    await at.up(text, [alice, bob]);
  }
  at.remove();
  const project = engine ? await makeProject(text, { ORDINANCE_RPC_URL: chain.url }) : undefined;
  const root = project?.root ?? emptyProject(text);
  const stack = engine ? "test" : "local";
  const file = join(root, "stacks", `${stack}.yaml`);
  return {
    ...{ chain, root, stack },
    stackText: () => readFileSync(file, "utf8"),
    writeStack: (changed) => writeFileSync(file, changed),
    async attack() {
      const { systemPause, timelock, stakeManager, feePool } = chain.addresses;
      const owner = topology === "owned" ? systemPause : timelock;
      await chain.impersonate(owner, stakeManager, encode("setFeePct(uint256)", [7n]));
      await chain.impersonate(owner, feePool, encode("setRewarder(address,bool)", [stranger(), true]));
    },
    async run([program, name, ...args], who) {
      const keys = (KEYS[who] ?? []).map((index) => localAccount(index).key).join(",");
      const before = process.env["ORDINANCE_PRIVATE_KEY"];
      process.env["ORDINANCE_PRIVATE_KEY"] = keys;
      try {
        if (program !== "npx") throw new Error(`nobody knows how to run ${program}`);
        if (name === "ordinance") return await ordinance(...args);
        if (name !== "pulumi") throw new Error(`nobody knows how to run npx ${name}`);
        return await (project ? inEngine(project, args, keys) : inProcess(root, `stacks/${stack}.yaml`, args));
      } finally {
        if (before === undefined) delete process.env["ORDINANCE_PRIVATE_KEY"];
        else process.env["ORDINANCE_PRIVATE_KEY"] = before;
      }
    },
    async stop() {
      rmSync(root, { recursive: true, force: true });
      await chain.stop();
    },
  };
}

function stranger(): Address {
  return localAccount(9).address;
}

function encode(fn: string, args: readonly unknown[]): string {
  return new Interface([`function ${fn}`]).encodeFunctionData(fn.slice(0, fn.indexOf("(")), [...args]);
}

function emptyProject(text: string): string {
  mkdirSync(CACHE, { recursive: true });
  const root = mkdtempSync(join(CACHE, "incident-"));
  writeFileSync(join(root, "Pulumi.yaml"), "");
  mkdirSync(join(root, "stacks"));
  writeFileSync(join(root, "stacks", "local.yaml"), text);
  return root;
}

async function inEngine(project: Project, [verb, ...args]: readonly string[], keys: string): Promise<CommandRun> {
  // The project's helper names the stack itself, and nobody is there to answer a question. `up` previews once more, which takes
  // half of its time; that it does is shown in test/e2e.
  const rest = args.filter((each, index) => each !== "--stack" && args[index - 1] !== "--stack");
  const yes = verb === "up" ? ["--yes", "--skip-preview"] : [];
  const { code, stdout, stderr } = await project.pulumi([verb!, ...yes, ...rest], {
    env: { ORDINANCE_PRIVATE_KEY: keys },
  });
  return { code, out: stdout, err: stderr };
}

/** What the engine's program does, without the engine: the same loader, planner, proof and senders. */
async function inProcess(root: string, file: string, [verb]: readonly string[]): Promise<CommandRun> {
  const said: string[] = [];
  const look = (atLeast?: bigint) => examine(root, file, atLeast === undefined ? {} : { atLeast });
  const write = console.error;
  console.error = (text: unknown) => void said.push(String(text));
  try {
    const examined = await look();
    said.push(planText(examined.plan, wordsOf(examined.desired), examined.live.scan));
    requirePlannable(examined);
    rememberPlan(root, examined);
    // As with `--skip-preview`: the plan was proven by the preview before.
    const proof = verb === "up" ? undefined : await proofOf(root, examined);
    if (proof) requireProven(proof, examined);
    if (proof) said.push(`${proofText(proof, examined)}\nPlan ${examined.plan.hash}`);
    if (verb === "up") await enactEach(root, examined, await loadSigners(process.env), look);
    return { code: 0, out: said.join("\n"), err: "" };
  } catch (error) {
    return { code: 1, out: said.join("\n"), err: String(error) };
  } finally {
    console.error = write;
  }
}

/** Writes what a command has put out, as a shell does. */
export function redirect(root: string, into: string, text: string): void {
  const path = join(root, into);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
