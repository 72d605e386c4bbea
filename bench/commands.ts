import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployedChain } from "../test/support/deployed.ts";
import { makeProject } from "../test/support/project.ts";
import { startProxy, type Proxy } from "../test/support/proxy.ts";
import { node } from "./run.ts";
import { median, milliseconds, type Row } from "./table.ts";

const RUNS = 9;
/** Every command that reads a stack and does nothing else. */
const COMMANDS = ["status", "doctor", "authority", "parameters", "surface", "briefing"];

/** Whole processes on the drifted local stack, against Node that imports ethers and does nothing. */
export async function benchCommands(): Promise<Row[]> {
  const chain = await deployedChain("anvil", { council: true, drifted: true });
  const proxy = await startProxy(chain.url);
  const project = await makeProject(chain.stackText, { ORDINANCE_RPC_URL: chain.url });
  // What counts the requests is not on the way while they are timed.
  const counted = { ...project, env: { ...project.env, ORDINANCE_RPC_URL: proxy.url } };
  const script = join(project.root, "idle.mjs");
  writeFileSync(script, 'import "ethers";\n');
  const ordinance = join(project.root, "src/cli/ordinance.mjs");
  const idle = () => node(project, [script]);
  const rows: Row[] = [];
  for (const command of COMMANDS) {
    // 0 or 2, differences: anything else is no reading.
    const run = (of = project) => node(of, [ordinance, command, "--stack", "test"], [0, 2]);
    // The first reading fills the caches of logs and of compiled code.
    await run();
    const posts = await postsOf(proxy, () => run(counted));
    const [start, ms] = await alternating(idle, () => run());
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
