import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { JsonRpcProvider, Wallet } from "ethers";
import { examine } from "../examine.ts";
import { callsOf } from "../plan/plan.ts";
import { projectRoot, stackFile } from "../project.ts";
import { localAccount } from "./accounts.ts";
import { readArtifact } from "./artifacts.ts";
import { freePort, startChain } from "./chain.ts";
import { deployProtocol } from "./deploy.ts";
import { drift } from "./drift.ts";

const STACK = "local";

/**
 * `npm start`: the whole loop on an embedded chain, with the real engine. Ends with an error unless each step did what
 * it should.
 */
async function main(): Promise<void> {
  const root = projectRoot();
  const keep = process.argv.includes("--keep");
  const [operator, guardian, council, treasury, stranger] = [0, 1, 2, 3, 9].map(localAccount) as Accounts;

  say(1, "Start an embedded chain");
  const port = await freePort(8545);
  const chain = await startChain(root, { port, keep });
  // A new chain has none of the transactions that an earlier one may have left unfinished.
  rmSync(join(root, ".cache", "journal"), { recursive: true, force: true });
  console.log(`  ${chain.url}, chain id 31337`);

  say(2, "Deploy the governed protocol, then change it behind the stack file's back");
  const provider = new JsonRpcProvider(chain.url, 31337, {
    staticNetwork: true,
    cacheTimeout: -1,
    polling: false,
    pollingInterval: 50,
  });
  const signer = new Wallet(operator.key, provider);
  const addresses = await deployProtocol({
    signer,
    readArtifact,
    rpc: (method, params) => provider.send(method, params as unknown[]) as Promise<unknown>,
    topology: "owned",
    guardian: guardian.address,
    council: council.address,
    treasury: treasury.address,
    timelockMinDelay: 2n * 86_400n,
    timelockAdmin: operator.address,
  });
  const deeds = await drift(signer, addresses, stranger.address, guardian.address);
  provider.destroy();
  console.log(`  ${Object.keys(addresses).length} contracts deployed, ${deeds} changes made out of band`);

  const env = {
    ...process.env,
    ORDINANCE_RPC_URL: chain.url,
    PULUMI_CONFIG_PASSPHRASE: process.env["PULUMI_CONFIG_PASSPHRASE"] ?? "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  mkdirSync(join(root, ".state"), { recursive: true });
  await pulumi(root, env, ["stack", "select", "--create", STACK], 0);
  const before = await examine(root, stackFile(STACK), { env });
  const modules = new Set(before.plan.changes.map(({ module }) => module));
  require(before.plan.changes.length >= 12 &&
    modules.size >= 8, "the chain should differ in at least twelve values over eight modules");

  say(3, "Preview: what differs, live => desired, and the calls that would close the gap (no key is loaded)");
  await pulumi(root, env, ["preview", "--stack", STACK, "--suppress-progress"], 0);

  say(4, "Up: send exactly those calls");
  await pulumi(
    root,
    { ...env, ORDINANCE_PRIVATE_KEY: operator.key },
    ["up", "--stack", STACK, "--yes", "--suppress-progress"],
    0,
  );
  const after = await examine(root, stackFile(STACK), { env });
  require(after.plan.changes.length === 0, "nothing should differ after the update");

  say(5, "Preview again: nothing differs");
  await pulumi(root, env, ["preview", "--stack", STACK, "--expect-no-changes", "--suppress-progress"], 0);

  const calls = callsOf(before.plan).length;
  console.log(`
Done. ${before.plan.changes.length} values over ${modules.size} modules differed; ${calls} calls brought them back, in an order in
which none could revert, and the chain is now as ${stackFile(STACK)} says. Receipts are in reports/${STACK}/receipts.

What next:
  edit ${stackFile(STACK)}: set \`paused: true\` on a module, or \`emergency: halt\`${keep ? "" : "\n  npm start -- --keep leaves the chain running, to play with"}`);
  if (keep) {
    console.log(`
The chain keeps running at ${chain.url}. To play with it:
  export ORDINANCE_RPC_URL=${chain.url}
  npx pulumi preview --stack ${STACK}
  ORDINANCE_PRIVATE_KEY=<key of account 0 of the embedded chain> npx pulumi up --stack ${STACK}
  kill ${chain.pid}`);
  }
}

type Account = ReturnType<typeof localAccount>;
type Accounts = [Account, Account, Account, Account, Account];

function say(step: number, text: string): void {
  console.log(`\n[${step}/5] ${text}`);
}

function require(condition: boolean, what: string): void {
  if (!condition) throw new Error(`npm start failed: ${what}`);
}

function pulumi(root: string, env: NodeJS.ProcessEnv, args: readonly string[], expected: number): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn("pulumi", [...args, "--non-interactive"], {
      cwd: root,
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", fail);
    child.once("close", (code) =>
      code === expected
        ? done()
        : fail(new Error(`npm start failed: pulumi ${args.join(" ")} ended with ${code}, expected ${expected}`)),
    );
  });
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
process.exit();
