import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectNode } from "./node.mjs";
import { withPath } from "./path.mjs";
import { BIN, NODE_MODULES, ROOT } from "./paths.mjs";
import { capture } from "./process.mjs";
import { step } from "./progress.mjs";
import { hashOf, stamped, writeStamp } from "./stamp.mjs";

/** Beside the artifacts' directory, not in it: the compiler removes what it does not know there. */
const STAMP = join(ROOT, ".cache", "contracts-hash");

/** The lock file stands for the compiler and the libraries. */
const INPUTS = ["contracts", "hardhat.config.ts", "package-lock.json"];

export const contractsReady = () => existsSync(join(ROOT, "artifacts")) && stamped(STAMP, hashOf(ROOT, INPUTS));

/** @throws when a contract does not compile */
export async function compileContracts() {
  if (contractsReady()) return;
  // Taken before the build: an edit made while it runs must bring another build.
  const hash = hashOf(ROOT, INPUTS);
  await step("compiling contracts", async (report) => {
    report("hardhat build");
    const hardhat = join(NODE_MODULES, "hardhat", "dist", "src", "cli.js");
    const { ok, output, why } = await capture(projectNode(), [hardhat, "build"], {
      cwd: ROOT,
      env: withPath({ ...process.env, HARDHAT_DISABLE_TELEMETRY: "true" }, [BIN]),
      onLine: report,
    });
    if (!ok) throw new Error(`the contracts do not compile (${why}):\n${output}`);
    writeStamp(STAMP, hash);
  });
}
