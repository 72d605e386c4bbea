import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the clone. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** What the set-up fetches or builds and `npm ci` must not delete. */
export const TOOLS = join(ROOT, ".tools");

export const NODE_MODULES = join(ROOT, "node_modules");
export const BIN = join(NODE_MODULES, ".bin");

const WINDOWS = process.platform === "win32";

/**
 * File name of a native program on this platform.
 * @param {string} name
 */
export const executable = (name) => (WINDOWS ? `${name}.exe` : name);
