import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployedChain } from "../test/support/deployed.ts";
import { makeProject, type Project } from "../test/support/project.ts";
import { startProxy, type Proxy } from "../test/support/proxy.ts";
import { median, milliseconds, type Row } from "./table.ts";

const RUNS = 5;
/** Every command that reads a stack and does nothing else, with what the drifted local stack makes it end with. */
const COMMANDS: readonly (readonly string[])[] = [
  ["status"],
  ["doctor"],
  ["authority"],
  ["parameters"],
  ["surface"],
  ["briefing"],
];

/** Whole processes on the drifted local stack, against Node that imports ethers and does nothing. */
export async function benchCommands(): Promise<Row[]> {
  const chain = await deployedChain("anvil", { council: true, drifted: true });
  const proxy = await startProxy(chain.url);
  const project = await makeProject(chain.stackText, { ORDINANCE_RPC_URL: proxy.url });
  const script = join(project.root, "idle.mjs");
  writeFileSync(script, 'import "ethers";\n');
  const ordinance = join(project.root, "src/cli/ordinance.mjs");
  const idle = () => node(project, [script]);
  const rows: Row[] = [];
  for (const [command, ...options] of COMMANDS) {
    const run = () => node(project, [ordinance, command!, "--stack", "test", ...options]);
    // The first reading fills the caches of logs and of compiled code.
    await run();
    const posts = await postsOf(proxy, run);
    const [start, ms] = await alternating(idle, run);
    const ratio = ms / start;
    rows.push({
      what: `ordinance ${command} (POSTs: ${posts}; Node that imports ethers: ${start.toFixed(0)} ms)`,
      value: `${ms.toFixed(0)} ms`,
      goal: `1 POST, at most 2 times: ${ratio.toFixed(2)}`,
      met: posts === 1 && ratio <= 2,
    });
  }
  project.remove();
  await proxy.stop();
  await chain.stop();
  return rows;
}

/** Medians of both, in turn: what else the machine does then slows both down. */
async function alternating(one: () => Promise<void>, other: () => Promise<void>): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let at = 0; at < RUNS; at++) {
    times[0].push((await milliseconds(one)).ms);
    times[1].push((await milliseconds(other)).ms);
  }
  return [median(times[0]), median(times[1])];
}

async function postsOf(proxy: Proxy, run: () => Promise<void>): Promise<number> {
  const before = proxy.posts;
  await run();
  return proxy.posts - before;
}

/** Ends with 0 or with 2, differences: anything else is no reading. */
async function node(project: Project, args: readonly string[]): Promise<void> {
  const { NODE_COMPILE_CACHE: _shared, ...env } = project.env;
  await new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: project.root, env });
    let all = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (all += part.toString()));
    child.once("error", fail);
    child.once("close", (code) => (code === 0 || code === 2 ? done() : fail(new Error(all))));
  });
}
