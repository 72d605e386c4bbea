#!/usr/bin/env node
// @ts-check
import * as module from "node:module";
import { join } from "node:path";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major === undefined || minor === undefined || major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `ordinance runs on Node 22.18 or later; this is ${process.version}. In a clone, npm run setup brings one.`,
  );
  process.exit(4);
}
// Whoever reads the output has seen enough; 141 is what a shell makes of a closed pipe, and nobody takes it for a clean end.
process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(141);
});
module.enableCompileCache(join(process.cwd(), ".cache", "node"));
// What imports its neighbour by a relative name means that file: to look for links and package.json on the way to it, some two
// hundred times, takes longer than a chain takes to answer.
module.registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith(".") || !specifier.endsWith(".ts") || !context.parentURL) return next(specifier, context);
    return { url: new URL(specifier, context.parentURL).href, format: "module-typescript", shortCircuit: true };
  },
});
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv);
