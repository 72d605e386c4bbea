#!/usr/bin/env node
// @ts-check
import { enableCompileCache } from "node:module";
import { join } from "node:path";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major === undefined || minor === undefined || major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `ordinance runs on Node 22.18 or later; this is ${process.version}. In a clone, npm run setup brings one.`,
  );
  process.exit(4);
}
enableCompileCache(join(process.cwd(), ".cache", "node"));
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv);
