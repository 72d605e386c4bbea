import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { EventFragment, Interface, type InterfaceAbi } from "ethers";
import { describe, expect, it } from "vitest";
import { EVENTS } from "../../src/kinds/events.ts";
import { readArtifact } from "../../src/local/artifacts.ts";

/** Contracts that stand for the kinds; those of a Safe come from its own deployments. */
const CONTRACTS = [
  ...["SystemPause", "StakeManager", "JobRegistry", "ValidationModule", "DisputeModule", "PlatformRegistry", "FeePool"],
  ...["ReputationEngine", "ArbitratorCommittee", "Thermostat", "RewardEngineMB", "TaxPolicy", "OwnerConfigurator"],
  ...["ProtocolTimelock", "RuledVault", "ListedRoleVault", "ProtocolAccessManager", "VaultProxy", "VaultProxyAdmin"],
];

/** What tells a log apart: its topic, and which arguments are topics as well. */
function shapeOf(event: EventFragment): string {
  return `${event.format("sighash")} ${event.inputs.map(({ indexed }) => (indexed ? "i" : "-")).join("")}`;
}

function eventsIn(abi: InterfaceAbi): readonly string[] {
  return new Interface(abi).fragments
    .filter((each) => each.type === "event")
    .map((each) => shapeOf(each as EventFragment));
}

function safeAbis(): readonly InterfaceAbi[] {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve("@safe-global/safe-deployments/package.json")),
    "dist/assets",
  );
  return ["v1.3.0", "v1.4.1", "v1.5.0"].flatMap((version) =>
    readdirSync(join(folder, version))
      .filter((name) => /^(gnosis_)?safe(_l2)?\.json$/.test(name))
      .map((name) => (JSON.parse(readFileSync(join(folder, version, name), "utf8")) as { abi: InterfaceAbi }).abi),
  );
}

describe("the events of all kinds", () => {
  it("are those of the contracts: none is missing, none is made up, none stands twice", async () => {
    const abis = await Promise.all(CONTRACTS.map(async (name) => (await readArtifact(name)).abi));
    const declared = new Set([...abis, ...safeAbis()].flatMap(eventsIn));
    const known = EVENTS.map((line) => shapeOf(EventFragment.from(line)));
    expect([...declared].filter((each) => !known.includes(each))).toEqual([]);
    expect(known.filter((each) => !declared.has(each))).toEqual([]);
    expect(new Set(known).size).toBe(known.length);
  });
});
