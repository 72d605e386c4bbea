#!/usr/bin/env node
// @ts-check
import * as module from "node:module";
import { join } from "node:path";
import { findProjectRoot } from "../find-root.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major === undefined || minor === undefined || major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `ordinance runs on Node 22.18 or later; this is ${process.version}. In a clone, npm run setup brings one.`,
  );
  process.exit(4);
}
// Whoever reads the output has seen enough; 141 is what a shell makes of a closed pipe, and nobody takes it for a clean end.
process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code === "EPIPE") process.exit(141);
  console.error(`standard output ORD139 ${error.message}; expected an output that takes everything`);
  process.exit(4);
});
// Nobody who follows the progress is no reason to stop half way: a halt goes on.
process.stderr.on("error", () => undefined);
// Nothing is left where no project is: the folder may be an archive, of which every byte is accounted for.
const root = findProjectRoot(process.cwd());
if (root !== undefined) module.enableCompileCache(join(root, ".cache", "node"));
(await import("../neighbours.ts")).importNeighboursDirectly();
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv);
