import { defineConfig } from "vitest/config";

const CI = process.env["CI"] === "true";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Processes, not threads: the chain, the engine and the compiler are native programs and keep state per process.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: CI ? ["default", "json"] : ["default"],
    outputFile: { json: ".cache/vitest.json" },
  },
});
