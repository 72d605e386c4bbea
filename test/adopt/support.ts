import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { check } from "prettier";
import { expect } from "vitest";
import { adopt, type AdoptOptions } from "../../src/adopt/adopt.ts";
import { askAll } from "../../src/adopt/ask.ts";
import type { Given } from "../../src/adopt/given.ts";
import { Probe } from "../../src/adopt/probe.ts";
import { decide, type Recognition } from "../../src/adopt/recognise.ts";
import type { AdoptReport } from "../../src/adopt/report.ts";
import { httpTransport } from "../../src/chain/transport.ts";
import { examine, type Examined } from "../../src/examine.ts";
import type { Desired } from "../../src/stack/desired.ts";
import type { Address } from "../../src/kinds/value.ts";

const CACHE = resolve(import.meta.dirname, "../../.cache");

/** Adopts from a chain, and examines what was written as a user would. */
export interface Adopter {
  adopt(
    addresses: readonly (Address | Given)[],
    more?: Partial<AdoptOptions>,
  ): Promise<{ text: string; report: AdoptReport }>;
  examine(text: string): Promise<Examined>;
  /** Adopts, and expects that the file asks for nothing and says everything. */
  roundTrip(
    addresses: readonly (Address | Given)[],
    more?: Partial<AdoptOptions>,
  ): Promise<{ text: string; report: AdoptReport; desired: Desired }>;
  remove(): void;
}

export function adopter(url: string): Adopter {
  mkdirSync(CACHE, { recursive: true });
  const root = mkdtempSync(join(CACHE, "adopt-"));
  const run: Adopter["adopt"] = (addresses, more = {}) =>
    adopt({
      transport: httpTransport(url),
      chainId: 31337n,
      addresses: addresses.map((each) => (typeof each === "string" ? { address: each } : each)),
      startBlock: 0n,
      variable: "ORDINANCE_RPC_URL",
      ...more,
    });
  const look = (text: string) => {
    writeFileSync(join(root, "adopted.yaml"), text);
    return examine(root, "adopted.yaml", { env: { ...process.env, ORDINANCE_RPC_URL: url } });
  };
  return {
    adopt: run,
    examine: look,
    async roundTrip(addresses, more) {
      const adopted = await run(addresses, more);
      const { plan, desired } = await look(adopted.text);
      expect(
        { changes: plan.changes, unreadable: plan.unreadable, refusals: plan.refusals, sets: plan.changeSets },
        adopted.text,
      ).toEqual({ changes: [], unreadable: [], refusals: [], sets: [] });
      return { ...adopted, desired };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What is at each address, asked with one POST. */
export async function recognise(url: string, addresses: readonly Address[]): Promise<readonly Recognition[]> {
  const probes = addresses.map((address) => [address, new Probe(address)] as const);
  const { codes } = await askAll(httpTransport(url), {
    chainId: 31337n,
    questions: probes.flatMap(([, probe]) => probe.questions()),
    codeOf: addresses,
  });
  return probes.map(([address, probe]) => decide(probe, codes.get(address)));
}

/** As the project formats its own stack files. */
export function isFormatted(text: string): Promise<boolean> {
  return check(text, { parser: "yaml", printWidth: 120 });
}
