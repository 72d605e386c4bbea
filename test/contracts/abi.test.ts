import { readFileSync } from "node:fs";
import hre from "hardhat";
import { Interface, dataLength, type Fragment, type ParamType } from "ethers";
import { describe, expect, it } from "vitest";

/** What the governed protocol shows its owner. Business functions are left out: a stack never calls them. */
const governed: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL("governed-abi.json", import.meta.url), "utf8"),
);
/** EIP-170: longer code cannot be deployed. */
const MAX_CODE_BYTES = 24_576;

const namesIn = ({ components }: ParamType): string[] =>
  (components ?? []).flatMap((field) => [field.name, ...namesIn(field)]);

/** All that callers depend on: types, indexing, mutability, outputs, and the names of the fields of structs. */
function shape(fragment: Fragment): string {
  const fields = fragment.inputs.flatMap((input) => namesIn(input.arrayChildren ?? input));
  return [fragment.format("minimal"), ...fields].join(" ");
}

describe.each(Object.entries(governed))("%s", (name, lines) => {
  it("has every governed function, error and event", async () => {
    const { abi } = await hre.artifacts.readArtifact(name);
    const compiled = new Set(new Interface(abi).fragments.map(shape));
    expect(lines.filter((line) => !compiled.has(shape(new Interface([line]).fragments[0]!)))).toEqual([]);
  });

  it("can be deployed", async () => {
    const { deployedBytecode } = await hre.artifacts.readArtifact(name);
    expect(dataLength(deployedBytecode)).toBeGreaterThan(0);
    expect(dataLength(deployedBytecode)).toBeLessThanOrEqual(MAX_CODE_BYTES);
  });
});
