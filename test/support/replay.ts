import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { JsonRpcProvider } from "ethers";
import { mined } from "../../src/local/mined.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** Whatever a deployment follows from; only an equal one is repeated. */
const SOURCES = ["package-lock.json", ".cache/contracts-hash", "test/support/deployed.ts"];

type Sent = readonly [method: string, params: readonly unknown[]];

interface Recorded<T> {
  readonly sent: readonly Sent[];
  readonly made: T;
}

/** Takes down what changes the chain. */
export class RecordingProvider extends JsonRpcProvider {
  readonly sent: Sent[] = [];

  override send(method: string, params: unknown[] | Record<string, unknown>): Promise<unknown> {
    if (method === "eth_sendRawTransaction" || /^(hardhat|anvil|evm)_/.test(method)) {
      this.sent.push([method, params as unknown[]]);
    }
    return super.send(method, params);
  }
}

/**
 * Brings a fresh chain where `make` would: by what it sent the last time, which takes a fraction of the time, or else by itself.
 * @param name of all that `make` depends on besides the sources.
 */
export async function madeBefore<T>(name: string, provider: RecordingProvider, make: () => Promise<T>): Promise<T> {
  const folder = join(ROOT, ".cache", "deployments");
  const file = join(folder, `${fingerprint(name)}.json`);
  if (existsSync(file)) {
    const { sent, made } = JSON.parse(readFileSync(file, "utf8")) as Recorded<T>;
    for (const each of sent) await repeat(provider, each);
    return made;
  }
  const made = await make();
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ sent: provider.sent, made } satisfies Recorded<T>));
  renameSync(draft, file);
  return made;
}

async function repeat(provider: RecordingProvider, [method, params]: Sent): Promise<void> {
  const result: unknown = await provider.send(method, [...params]);
  if (method !== "eth_sendRawTransaction") return;
  // Each in a block of its own, as it was when it was recorded.
  await mined(provider, result as string).catch((cause: unknown) => {
    throw new Error("a recorded deployment failed; remove .cache/deployments", { cause });
  });
}

function fingerprint(name: string): string {
  const local = readdirSync(join(ROOT, "src/local")).map((file) => join("src/local", file));
  const hash = createHash("sha256").update(name);
  for (const source of [...SOURCES, ...local.sort()]) hash.update(readFileSync(join(ROOT, source)));
  return hash.digest("hex").slice(0, 32);
}
