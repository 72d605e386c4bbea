import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deployedChain, type DeployedChain } from "./deployed.ts";
import { startProxy, type Proxy } from "./proxy.ts";

const CACHE = resolve(import.meta.dirname, "../../.cache");

/** The protocol of a council behind a proxy that counts, and a folder for stack files and what commands write. */
export interface ReadingBench {
  readonly chain: DeployedChain;
  readonly proxy: Proxy;
  readonly folder: string;
  /** Path of a stack file with this text, called `local.yaml`. */
  stack(text?: string): string;
  stop(): Promise<void>;
}

export async function readingBench(options: { readonly drifted: boolean }): Promise<ReadingBench> {
  const chain = await deployedChain("anvil", { council: true, ...options });
  const proxy = await startProxy(chain.url);
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, "reading-"));
  // A project of its own: the caches of another test's chain, which has the same id and addresses, are not its.
  writeFileSync(join(folder, "Pulumi.yaml"), "name: reading\nruntime: nodejs\n");
  const home = process.cwd();
  process.chdir(folder);
  const before = process.env["ORDINANCE_RPC_URL"];
  process.env["ORDINANCE_RPC_URL"] = proxy.url;
  return {
    chain,
    proxy,
    folder,
    stack(text = chain.stackText) {
      const file = join(folder, "local.yaml");
      writeFileSync(file, text);
      return file;
    },
    async stop() {
      if (before === undefined) delete process.env["ORDINANCE_RPC_URL"];
      else process.env["ORDINANCE_RPC_URL"] = before;
      process.chdir(home);
      rmSync(folder, { recursive: true, force: true });
      await proxy.stop();
      await chain.stop();
    },
  };
}
