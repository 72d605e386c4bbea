// Runs on a fresh clone, before anything is installed: plain JavaScript for Node >= 20, no dependencies.
import { join } from "node:path";
import { compileContracts, contractsReady } from "./setup/compile.mjs";
import { installPackages, packagesReady } from "./setup/install.mjs";
import { withLock } from "./setup/lock.mjs";
import { TOOLS } from "./setup/paths.mjs";
import { say } from "./setup/progress.mjs";
import { linkPulumi, preparePulumi } from "./setup/pulumi.mjs";
import { COMMANDS, run } from "./setup/run.mjs";
import { watchSignals } from "./setup/signals.mjs";

/** Installs, fetches and compiles what is missing; takes the lock only when something is. */
async function setUp() {
  if (packagesReady() && contractsReady() && (await linkPulumi()) === undefined) return;
  await withLock(join(TOOLS, "setup.lock"), async () => {
    await installPackages();
    await preparePulumi();
    await compileContracts();
  });
}

/** @param {readonly string[]} argv */
async function main([command = "", ...args]) {
  const program = COMMANDS[command];
  if (program === undefined && command !== "env") {
    say(`usage: node tools/setup.mjs ${[...Object.keys(COMMANDS), "env"].join("|")} [arguments]`);
    return 2;
  }
  watchSignals();
  await setUp();
  return program === undefined ? 0 : run(program, args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
