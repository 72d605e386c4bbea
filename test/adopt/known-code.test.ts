import { createRequire } from "node:module";
import { keccak256 } from "ethers";
import { describe, expect, it } from "vitest";
import { KIND_BY_CODE, NAME_OF_CODE } from "../../src/adopt/known-code.ts";
import type { Hex } from "../../src/kinds/value.ts";
import { readArtifact } from "../../src/local/artifacts.ts";

const require = createRequire(import.meta.url);

/** Artifacts by the kind that they are of, where the names differ. */
const ARTIFACTS: Readonly<Record<string, string>> = {
  Timelock: "ProtocolTimelock",
  AccessManager: "ProtocolAccessManager",
  ProxyAdmin: "VaultProxyAdmin",
};
const SAFES = ["@safe-global/safe-contracts", "@safe-global/safe-smart-account"];

describe("hashes that stand in the sources", () => {
  const kinds = [...new Set(KIND_BY_CODE.values())];

  // After a change of a contract: write the hash that this shows as missing.
  it.each(kinds)("are those of the present contracts: %s", async (kind) => {
    const { deployedBytecode } = await readArtifact(ARTIFACTS[kind] ?? kind);
    const own = [...KIND_BY_CODE].filter(([, name]) => name === kind).map(([hash]) => hash);
    expect(own).toContain(keccak256(deployedBytecode));
  });

  it("are those of the published handlers of Safes", () => {
    const published = (name: string) =>
      SAFES.map((project) => {
        const file = `${project}/build/artifacts/contracts/handler/${name}.sol/${name}.json`;
        return keccak256((require(file) as { deployedBytecode: string }).deployedBytecode) as Hex;
      });
    expect(published("CompatibilityFallbackHandler").map((hash) => NAME_OF_CODE.get(hash))).toEqual([
      "CompatibilityFallbackHandler 1.4.1",
      "CompatibilityFallbackHandler 1.5.0",
    ]);
  });
});
