import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const CI = process.env["CI"] === "true";

/** What takes longest, longest first: begun last, it would run alone at the end while the other core is idle. */
const LONG = [
  "e2e/engine-anvil",
  "e2e/",
  "docs/",
  "enact/killed",
  "kinds/planning",
  "authority/graph-chain",
  "adopt/random",
  "enact/",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((part) => moduleId.includes(`/test/${part}`));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Processes, not threads: the chain, the engine and the compiler are native programs and keep state per process.
    pool: "forks",
    // A process for each of the files would load ethers, the compiler's output and this program anew each time.
    isolate: false,
    // Of two cores: much of the time goes to waiting for chains and for the engine.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: CI ? ["default", "json"] : ["default"],
    outputFile: { json: ".cache/vitest.json" },
  },
});
