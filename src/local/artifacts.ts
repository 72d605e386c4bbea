import { readdir, readFile } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import type { InterfaceAbi } from "ethers";
import type { Hex } from "../kinds/value.ts";

/** What the compiler made of one contract. */
export interface Artifact {
  readonly abi: InterfaceAbi;
  /** Creation code, to which the encoded constructor arguments are appended. */
  readonly bytecode: Hex;
  /** Runtime code, as the compiler knows it: immutables are still zero. */
  readonly deployedBytecode: Hex;
}

const ROOT = resolve(import.meta.dirname, "../../artifacts/contracts");
let listing: Promise<readonly string[]> | undefined;

/**
 * The artifact of the contract called `name`, straight from the disk: loading the compiler takes far longer.
 * Throws when the contracts are not built or no contract has that name.
 */
export async function readArtifact(name: string): Promise<Artifact> {
  listing ??= readdir(ROOT, { recursive: true });
  const ending = `${sep}${name}.json`;
  const path = (await listing).find((each) => each.endsWith(ending));
  if (path === undefined) throw new Error(`no artifact of ${name} in ${ROOT}; build the contracts first`);
  return JSON.parse(await readFile(join(ROOT, path), "utf8")) as Artifact;
}
