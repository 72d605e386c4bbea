import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Folder of the nearest Pulumi.yaml: the engine starts programs and providers in the folder of `main`, not here. */
export function projectRoot(from: string = process.cwd()): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (folder === dirname(folder)) throw new Error(`no Pulumi.yaml in ${from} or above it: run this inside a project`);
  }
}

/** `stacks/<stack>.yaml`, relative to the project. */
export function stackFile(stack: string): string {
  return `stacks/${stack}.yaml`;
}
