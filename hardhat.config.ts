import { createRequire } from "node:module";
import { defineConfig } from "hardhat/config";

const require = createRequire(import.meta.url);

/** The compiler comes from the `solc` package, so that a build needs nothing but the package registry. */
export default defineConfig({
  paths: { sources: "./contracts", artifacts: "./artifacts", cache: "./cache" },
  solidity: {
    version: "0.8.37",
    path: require.resolve("solc/soljson.js"),
    settings: {
      evmVersion: "cancun",
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { "*": { "*": ["storageLayout"] } },
    },
  },
  networks: {
    inprocess: { type: "edr-simulated", chainType: "l1", chainId: 31337, hardfork: "cancun" },
  },
});
