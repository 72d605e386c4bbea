import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, startChain } from "../../src/local/chain.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** A development chain that listens on a port of its own. */
export interface TestNode {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startHardhatNode(): Promise<TestNode> {
  const chain = await startChain(ROOT, { port: await freePort(0), keep: false });
  return {
    url: chain.url,
    stop: () => {
      chain.stop();
      return Promise.resolve();
    },
  };
}

export async function startAnvil(): Promise<TestNode> {
  const port = await freePort(0);
  const args = ["--port", String(port), "--chain-id", "31337", "--silent", "--hardfork", "cancun"];
  const child = spawn(join(ROOT, "node_modules", ".bin", "anvil"), args, { stdio: "ignore" });
  process.once("exit", () => child.kill());
  const url = `http://127.0.0.1:${port}`;
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  for (let attempt = 0; ; attempt++) {
    if (child.exitCode !== null || attempt > 300) throw new Error("anvil did not start");
    const up = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) break;
    await sleep(50);
  }
  return {
    url,
    stop: () =>
      new Promise((done) => {
        child.once("exit", () => done());
        child.kill();
      }),
  };
}
