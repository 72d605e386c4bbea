import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployedChain } from "../test/support/deployed.ts";
import { makeProject, type Project } from "../test/support/project.ts";
import { startProxy } from "../test/support/proxy.ts";
import { median, milliseconds, type Row } from "./table.ts";

const RUNS = 5;

/** POSTs and time of a preview of the local stack, against one of as many dynamic resources that do nothing. */
export async function benchPreview(): Promise<Row[]> {
  const chain = await deployedChain("anvil", { drifted: true });
  const proxy = await startProxy(chain.url);
  const ours = await makeProject(chain.stackText, { ORDINANCE_RPC_URL: proxy.url });
  const key = { env: { ORDINANCE_PRIVATE_KEY: chain.operator.key } };
  const first = await posts(proxy, ours);
  await must(ours.pulumi(["up", "--yes"], key));
  const clean = await posts(proxy, ours);
  await chain.throughSystemPause("stakeManager", "setFeePct(uint256)", [7]);
  const drifted = await posts(proxy, ours);
  await must(ours.pulumi(["up", "--yes"], key));

  // Thousands of members in one call are more than a block takes, which trying it out would say.
  const untried = { ORDINANCE_SIMULATION: "off" };
  const large = await makeProject(largeStack(chain.stackText), { ORDINANCE_RPC_URL: proxy.url, ...untried });
  const values = await posts(proxy, large);

  const idle = await makeProject(chain.stackText, {});
  const exported = JSON.parse((await ours.pulumi(["stack", "export"])).stdout) as {
    deployment: { resources: { type: string }[] };
  };
  const count = exported.deployment.resources.filter(({ type }) => type.startsWith("pulumi-nodejs:")).length;
  idleProgram(idle, count);
  await must(idle.pulumi(["up", "--yes"]));
  const [a, b]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    a.push((await milliseconds(() => must(ours.pulumi(["preview"])))).ms);
    b.push((await milliseconds(() => must(idle.pulumi(["preview"])))).ms);
  }
  const ratio = median(a) / median(b);
  for (const project of [ours, idle, large]) project.remove();
  await proxy.stop();
  await chain.stop();
  const row = (what: string, value: number): Row => ({
    what,
    value: String(value),
    goal: "at most 3 (2 program, 1 provider)",
    met: value <= 3,
  });
  return [
    row("POSTs for the first preview of the drifted local stack", first),
    row("POSTs for a preview of the settled local stack", clean),
    row("POSTs for a preview after a value drifted", drifted),
    row("POSTs for a preview of 4,000 values", values),
    {
      what: `preview of the local stack, ${count} resources (the same number that do nothing: ${(median(b) / 1000).toFixed(2)} s)`,
      value: `${(median(a) / 1000).toFixed(2)} s`,
      goal: `at most 1.25 times: ${ratio.toFixed(2)}`,
      met: ratio <= 1.25,
    },
  ];
}

async function posts(proxy: { posts: number }, project: Project): Promise<number> {
  const before = proxy.posts;
  await must(project.pulumi(["preview"]));
  return proxy.posts - before;
}

async function must(run: ReturnType<Project["pulumi"]>): Promise<void> {
  const { code, all } = await run;
  if (code !== 0) throw new Error(all);
}

/** The local stack with an allow-list of so many entries that 4,000 values are compared. */
function largeStack(text: string): string {
  const members = Array.from({ length: 4_000 }, (_, index) => `"0x${(index + 1).toString().padStart(40, "0")}"`);
  return text.replace("registrars: []", `registrars: [${members.join(", ")}]`);
}

function idleProgram(project: Project, count: number): void {
  const handler = `export const idle = {
  async configure() {}, async check(_olds, news) { return { inputs: news }; }, async diff() { return { changes: false }; },
  async create(inputs) { return { id: "idle", outs: inputs }; }, async update(_id, _olds, news) { return { outs: news }; },
  async read(id, props) { return { id, props, inputs: props }; }, async delete() {},
};`;
  const program = `import * as pulumi from "@pulumi/pulumi";
const stub = 'exports.handler=()=>{const m=import("ordinance/provider");const f=k=>async(...a)=>(await m).idle[k](...a);return Object.fromEntries(["configure","check","diff","create","update","read","delete"].map(k=>[k,f(k)]))}';
class Idle extends pulumi.CustomResource { constructor(name) { super("pulumi-nodejs:dynamic/ordinance:Idle", name, { __provider: stub, value: name }); } }
for (let index = 0; index < ${count}; index++) new Idle("idle-" + index);
`;
  writeFileSync(join(project.root, "src", "providers", "handler.ts"), handler);
  writeFileSync(join(project.root, "src", "program.ts"), program);
}
