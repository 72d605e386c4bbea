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
import { appointGuardian, COUNCIL, deployCouncil, handToTimelock, SAFE_DEPLOYER } from "./council.ts";
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
  const [operator, guardian, treasury, stranger] = [0, 1, 3, 9].map(localAccount) as Accounts;

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
  const rpc = (method: string, params: readonly unknown[]) => provider.send(method, [...params]) as Promise<unknown>;
  const council = await deployCouncil(new Wallet(localAccount(SAFE_DEPLOYER).key, provider), rpc);
  const addresses = await deployProtocol({
    signer,
    readArtifact,
    rpc,
    topology: "owned",
    guardian: guardian.address,
    council,
    treasury: treasury.address,
    timelockMinDelay: 2n * 86_400n,
    timelockAdmin: operator.address,
  });
  await appointGuardian(signer, addresses, guardian.address);
  const deeds = await drift(signer, addresses, stranger.address, guardian.address);
  await handToTimelock(signer, addresses);
  console.log(`  ${Object.keys(addresses).length} contracts and a Safe deployed, ${deeds} changes made out of band`);
  console.log(
    "  a Safe (2 of 3) proposes to a timelock of 2 days, which governs the rest; a guardian may pause at once",
  );

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

  const keys = [operator, localAccount(COUNCIL.alice), localAccount(COUNCIL.bob)].map(({ key }) => key).join(",");
  const up = ["up", "--stack", STACK, "--yes", "--suppress-progress"];
  say(4, "Up: two owners of the Safe sign, and the timelock queues the calls as one operation");
  await pulumi(root, { ...env, ORDINANCE_PRIVATE_KEY: keys }, up, 0);
  const queued = await examine(root, stackFile(STACK), { env });
  require(queued.plan.inFlight.length === 1, "one operation should be queued in the timelock");
  require(queued.plan.changeSets.length === 0, "nothing should be left to submit");

  say(5, "Preview: the operation is in flight, nothing new would be sent");
  await pulumi(root, env, ["preview", "--stack", STACK, "--suppress-progress"], 0);

  say(6, "Two days pass on the embedded chain; up again: the operation is executed");
  await rpc("evm_increaseTime", [2 * 86_400]);
  await rpc("evm_mine", []);
  provider.destroy();
  await pulumi(root, { ...env, ORDINANCE_PRIVATE_KEY: keys }, up, 0);
  const after = await examine(root, stackFile(STACK), { env });
  require(after.plan.changes.length === 0, "nothing should differ after the update");

  say(7, "Preview again: nothing differs");
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
  ORDINANCE_PRIVATE_KEY=<keys of alice and bob, separated by a comma> npx pulumi up --stack ${STACK}
  kill ${chain.pid}`);
  }
}

type Account = ReturnType<typeof localAccount>;
type Accounts = [Account, Account, Account, Account];

function say(step: number, text: string): void {
  console.log(`\n[${step}/7] ${text}`);
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
