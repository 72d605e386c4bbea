import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Folder of the nearest Pulumi.yaml: the engine starts programs and providers in the folder of `main`, not here. */
export function projectRoot(from: string = process.cwd()): string {
  const root = findProjectRoot(from);
  if (root === undefined) throw new Error(`no Pulumi.yaml in ${from} or above it: run this inside a project`);
  return root;
}

/** `undefined` outside of a project. */
export function findProjectRoot(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** `stacks/<stack>.yaml`, relative to the project. */
export function stackFile(stack: string): string {
  return `stacks/${stack}.yaml`;
}
