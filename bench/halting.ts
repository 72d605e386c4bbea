import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployedChain, type DeployedChain } from "../test/support/deployed.ts";
import { makeProject, type Project } from "../test/support/project.ts";
import { startProxy, type Proxy } from "../test/support/proxy.ts";
import { node } from "./run.ts";
import { median, type Row } from "./table.ts";

const RUNS = 5;
const SEND = "eth_sendRawTransaction";

/** From starting a program to its transaction at the endpoint: `halt`, the same call by hand, and through the engine. */
export async function benchHalting(): Promise<Row[]> {
  const chain = await deployedChain("anvil");
  const proxy = await startProxy(chain.url);
  const text = chain.stackText.replace("emergency: none", "emergency: halt");
  const project = await makeProject(text, { ORDINANCE_RPC_URL: proxy.url, ORDINANCE_PRIVATE_KEY: chain.operator.key });
  const script = join(project.root, "pause.mjs");
  writeFileSync(script, byHand(proxy.url, chain));
  const ordinance = [join(project.root, "src/cli/ordinance.mjs"), "halt", "--execute", "--stack", "test"];
  const halt = () => timed(chain, proxy, () => node(project, ordinance));
  const hand = () => timed(chain, proxy, () => node(project, [script]));
  const engine = () => timed(chain, proxy, async () => must(await project.pulumi(["up", "--yes"])));

  const first = await halt();
  await hand();
  const [own, bare]: [Timed[], Timed[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    own.push(await halt());
    bare.push(await hand());
  }
  const through = await engine();
  project.remove();
  await proxy.stop();
  await chain.stop();
  const [a, b] = [own, bare].map((runs) => median(runs.map(({ ms }) => ms))) as [number, number];
  const posts = Math.max(first.posts, ...own.map((each) => each.posts));
  return [
    {
      what: "POSTs of halt --execute, the one that sends included",
      value: String(posts),
      goal: "at most 3",
      met: posts <= 3,
    },
    {
      what: `halt --execute until it sends (the same call by a bare ethers script: ${b.toFixed(0)} ms)`,
      value: `${a.toFixed(0)} ms`,
      goal: `at most 1.5 times: ${(a / b).toFixed(2)}`,
      met: a / b <= 1.5,
    },
    { what: "the same for the first time, without compiled code", value: `${first.ms.toFixed(0)} ms`, goal: "" },
    { what: "the same through pulumi up, preview included", value: `${through.ms.toFixed(0)} ms`, goal: "" },
  ];
}

interface Timed {
  readonly ms: number;
  /** POSTs up to the one that sends. */
  readonly posts: number;
}

/** Leaves the chain as it was. */
async function timed(chain: DeployedChain, proxy: Proxy, run: () => Promise<void>): Promise<Timed> {
  const mark = await chain.snapshot();
  const start = performance.now();
  const before = proxy.posts;
  let found: Timed | undefined;
  proxy.faults.before = {
    method: SEND,
    run: () => {
      found = { ms: performance.now() - start, posts: proxy.posts - before };
      return Promise.resolve();
    },
  };
  await run();
  await chain.revert(mark);
  if (!found) throw new Error("nothing was sent");
  return found;
}

function must({ code, all }: Awaited<ReturnType<Project["pulumi"]>>): void {
  if (code !== 0) throw new Error(all);
}

/** What somebody writes who knows the contract, the function and whose key it takes. */
function byHand(url: string, chain: DeployedChain): string {
  return `import { Contract, JsonRpcProvider, Wallet } from "ethers";
const provider = new JsonRpcProvider("${url}");
const contract = new Contract("${chain.addresses.systemPause}", ["function pauseAll()"], new Wallet("${chain.operator.key}", provider));
const sent = await contract.pauseAll();
await sent.wait();
provider.destroy();
`;
}
