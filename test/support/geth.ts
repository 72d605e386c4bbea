import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { JsonRpcProvider, Wallet } from "ethers";
import { localAccount } from "../../src/local/accounts.ts";
import { readArtifact } from "../../src/local/artifacts.ts";
import { freePort } from "../../src/local/chain.ts";
import { deployProtocol, TOKEN_ADDRESS } from "../../src/local/deploy.ts";
import type { TestNode } from "./nodes.ts";

const VERSION = "v1.17.10";
const CACHE = resolve(import.meta.dirname, "../../.cache");
const BINARY = join(CACHE, `geth-${VERSION}`);
/** Anything but empty builds geth where it is missing, which takes minutes. */
const VARIABLE = "ORDINANCE_GETH";

/** A geth that is there or can be built; or why there is none. */
export async function gethBinary(): Promise<{ readonly path: string } | { readonly missing: string }> {
  if (existsSync(BINARY)) return { path: BINARY };
  if (!process.env[VARIABLE]) return { missing: `geth is not built; ${VARIABLE}=1 builds it from its Go module` };
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, "geth-build-"));
  try {
    const go = { GOBIN: folder, GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false", CGO_ENABLED: "0" };
    const source = `github.com/ethereum/go-ethereum/cmd/geth@${VERSION}`;
    const failed = await run("go", ["install", "-trimpath", "-ldflags", "-s -w", source], go);
    if (failed !== undefined) return { missing: `go install of geth ${VERSION} failed: ${failed}` };
    renameSync(join(folder, "geth"), BINARY);
    return { path: BINARY };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The protocol, governed by one key, on a `geth --dev` whose genesis holds the token where the contracts expect it. */
export async function deployedOnGeth(binary: string): Promise<TestNode> {
  const folder = mkdtempSync(join(CACHE, "geth-data-"));
  const { deployedBytecode } = await readArtifact("GovernanceToken");
  const genesis = join(folder, "genesis.json");
  writeFileSync(genesis, JSON.stringify(genesisWith({ [TOKEN_ADDRESS]: deployedBytecode })));
  const failed = await run(binary, ["--datadir", folder, "init", genesis]);
  if (failed !== undefined) throw new Error(`geth init failed: ${failed}`);
  const [port, auth] = [await freePort(0), await freePort(0)];
  const quiet = ["--ipcdisable", "--nodiscover", "--port", "0", "--authrpc.port", String(auth), "--verbosity", "1"];
  const args = ["--datadir", folder, "--dev", "--http", "--http.port", String(port), ...quiet];
  const child = spawn(binary, args, { stdio: "ignore" });
  process.once("exit", () => child.kill());
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilUp(url, () => child.exitCode !== null);
    await deploy(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

async function deploy(url: string): Promise<void> {
  const provider = new JsonRpcProvider(url, 31337, { staticNetwork: true, cacheTimeout: -1, pollingInterval: 20 });
  const [operator, guardian, council, treasury] = [0, 1, 2, 3].map(localAccount);
  await deployProtocol({
    signer: new Wallet(operator!.key, provider),
    readArtifact,
    // The token is there from the beginning; nothing else is asked for.
    rpc: () => Promise.resolve(null),
    topology: "owned",
    guardian: guardian!.address,
    council: council!.address,
    treasury: treasury!.address,
    timelockMinDelay: 2n * 86_400n,
    timelockAdmin: operator!.address,
  });
  provider.destroy();
}

/** A chain that is after the merge from its first block on, with money for the accounts of every development chain. */
function genesisWith(code: Readonly<Record<string, string>>): object {
  const forks = ["homestead", "eip150", "eip155", "eip158", "byzantium", "constantinople", "petersburg", "istanbul"];
  const blocks = Object.fromEntries([...forks, "berlin", "london"].map((fork) => [`${fork}Block`, 0]));
  const cancun = { target: 3, max: 6, baseFeeUpdateFraction: 3_338_477 };
  const rich = Array.from({ length: 10 }, (_, index) => [
    localAccount(index).address,
    { balance: "0x21e19e0c9bab2400000" },
  ]);
  const contracts = Object.entries(code).map(([address, bytes]) => [address, { code: bytes, balance: "0x0" }]);
  return {
    config: {
      ...blocks,
      chainId: 31337,
      terminalTotalDifficulty: 0,
      shanghaiTime: 0,
      cancunTime: 0,
      blobSchedule: { cancun },
    },
    difficulty: "0x0",
    gasLimit: "0x1c9c380",
    timestamp: `0x${Math.floor(Date.now() / 1000).toString(16)}`,
    baseFeePerGas: "0x3b9aca00",
    alloc: Object.fromEntries([...rich, ...contracts]),
  };
}

async function untilUp(url: string, ended: () => boolean): Promise<void> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  for (let attempt = 0; attempt < 300; attempt++) {
    if (ended()) throw new Error("geth ended at once");
    const up = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return;
    await sleep(100);
  }
  throw new Error("geth did not answer within half a minute");
}

/** @returns why it failed; undefined when it did not */
function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<string | undefined>((done) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (part: Buffer) => (said = (said + part.toString()).slice(-2000)));
    child.once("error", ({ message }) => done(message));
    child.once("close", (code) => done(code === 0 ? undefined : said.trim() || `code ${String(code)}`));
  });
}
