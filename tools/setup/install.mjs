import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { installingNode, projectNode } from "./node.mjs";
import { findNpm, npmEnvironment } from "./npm.mjs";
import { withPath } from "./path.mjs";
import { NODE_MODULES, ROOT } from "./paths.mjs";
import { capture } from "./process.mjs";
import { step } from "./progress.mjs";
import { hashOf, stamped, writeStamp } from "./stamp.mjs";

const LOCK_FILE = "package-lock.json";
const STAMP = join(NODE_MODULES, ".ordinance-lock-hash");

/** What `npm ci` prints that says where it is. */
const NPM_TALK = /^npm (http|verbose|sill) /;

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} Packages */

/**
 * @param {Packages} locked `packages` of package-lock.json
 * @param {Packages} installed `packages` of npm's own record in node_modules
 * @returns {boolean} whether everything needed is there in the locked version; packages of other platforms may be absent
 */
export function matchesLock(locked, installed) {
  return Object.entries(locked).every(([path, entry]) => {
    if (path === "") return true;
    const there = installed[path];
    if (there === undefined) return entry.optional === true || entry.devOptional === true;
    return there.version === entry.version;
  });
}

export const packagesReady = () => stamped(STAMP, hashOf(ROOT, [LOCK_FILE]));

/** @returns {boolean} whether someone ran `npm ci` by hand since the lock file changed */
function installedByHand() {
  const record = join(NODE_MODULES, ".package-lock.json");
  if (!existsSync(record)) return false;
  const packages = (/** @type {string} */ file) => JSON.parse(readFileSync(file, "utf8")).packages;
  return matchesLock(packages(join(ROOT, LOCK_FILE)), packages(record));
}

/** The embedded chain is a native program in an optional package: only loading it tells that it is there. */
const loadChain = () => capture(projectNode(), ["-e", 'require("@nomicfoundation/edr")'], { cwd: ROOT });

/** @throws when npm fails or the platform's packages are missing afterwards */
export async function installPackages() {
  if (packagesReady()) return;
  if (installedByHand() && (await loadChain()).ok) {
    writeStamp(STAMP, hashOf(ROOT, [LOCK_FILE]));
    return;
  }
  const node = await installingNode();
  await step("installing npm packages", async (report) => {
    report("npm ci");
    const flags = ["--include=dev", "--include=optional", "--ignore-scripts", "--no-audit", "--no-fund"];
    const { ok, output, why } = await capture(node, [findNpm(process.env), "ci", ...flags], {
      cwd: ROOT,
      env: withPath(npmEnvironment(process.env), [dirname(node)]),
      onLine: (line) => NPM_TALK.test(line) || report(line),
    });
    if (!ok) throw new Error(`npm ci failed (${why}):\n${output}`);
    const chain = await loadChain();
    if (!chain.ok) {
      const here = `${process.platform}-${process.arch}`;
      throw new Error(`the embedded chain's package for ${here} is missing or does not load:\n${chain.output}`);
    }
    writeStamp(STAMP, hashOf(ROOT, [LOCK_FILE]));
  });
}
