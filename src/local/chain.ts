import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** An embedded chain in a process of its own. */
export interface LocalChain {
  readonly url: string;
  readonly pid: number;
  stop(): void;
}

/**
 * Starts a Hardhat node and waits until it answers.
 * @param keep lets it outlive this process; otherwise it ends with it.
 */
export async function startChain(
  root: string,
  options: { readonly port: number; readonly keep: boolean },
): Promise<LocalChain> {
  const log = join(root, ".cache", `local-chain-${options.port}.log`);
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, "w");
  const hardhat = join(root, "node_modules", "hardhat", "dist", "src", "cli.js");
  const args = [hardhat, "node", "--network", "inprocess", "--port", String(options.port), "--hostname", "127.0.0.1"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", out, out], detached: options.keep });
  const url = `http://127.0.0.1:${options.port}`;
  const stop = () => void child.kill();
  if (options.keep) child.unref();
  else process.once("exit", stop);
  await untilReady(url, child, log);
  return { url, pid: child.pid!, stop };
}

/** `wanted` if nothing listens there, else any free port. */
export async function freePort(wanted: number): Promise<number> {
  const bind = (port: number) =>
    new Promise<number | undefined>((done) => {
      const server = createServer();
      server.once("error", () => done(undefined));
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        server.close(() => done(typeof address === "object" && address ? address.port : undefined));
      });
    });
  return (await bind(wanted)) ?? (await bind(0))!;
}

async function untilReady(url: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the embedded chain ended with code ${child.exitCode}; see ${log}`);
    if (await answers(url)) return;
    await sleep(100);
  }
  throw new Error(`the embedded chain did not answer within a minute; see ${log}`);
}

async function answers(url: string): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  const request = fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  // A refused connection is the expected answer of a chain that is still starting.
  return request.then(
    (response) => response.ok,
    () => false,
  );
}
