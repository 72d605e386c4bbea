import { findProjectRoot } from "./find-root.mjs";

/** Folder of the nearest Pulumi.yaml: the engine starts programs and providers in the folder of `main`, not here. */
export function projectRoot(from: string = process.cwd()): string {
  const root = findProjectRoot(from);
  if (root === undefined) throw new Error(`no Pulumi.yaml in ${from} or above it: run this inside a project`);
  return root;
}

/** `stacks/<stack>.yaml`, relative to the project. */
export function stackFile(stack: string): string {
  return `stacks/${stack}.yaml`;
}
