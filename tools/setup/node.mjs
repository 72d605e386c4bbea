import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { findNpm, npmEnvironment } from "./npm.mjs";
import { isInside } from "./path.mjs";
import { BIN, executable, NODE_MODULES, ROOT, TOOLS } from "./paths.mjs";
import { readPins } from "./pins.mjs";
import { capture } from "./process.mjs";
import { step } from "./progress.mjs";
import { atLeast } from "./version.mjs";

/**
 * @typedef {object} NodePackage
 * @property {string} name
 * @property {string} version
 * @property {Record<string, unknown>} entry Its entry in the lock file.
 */

/** @param {unknown} value */
const list = (value) => [value].flat();

/**
 * @param {{ packages: Record<string, Record<string, unknown>> }} lock content of package-lock.json
 * @param {string} platform
 * @param {string} arch
 * @returns {NodePackage | undefined} the locked package that carries Node's program for this platform
 */
export function nodePackage(lock, platform, arch) {
  for (const [path, entry] of Object.entries(lock.packages)) {
    const name = /^node_modules\/(node-[a-z0-9-]+)$/.exec(path)?.[1];
    const bin = /** @type {Record<string, string> | undefined} */ (entry["bin"]);
    if (name === undefined || bin?.["node"] === undefined) continue;
    if (list(entry["os"]).includes(platform) && list(entry["cpu"]).includes(arch)) {
      return { name, version: String(entry["version"]), entry };
    }
  }
  return undefined;
}

/**
 * The platform's Node package alone, by the version and checksum of the project's lock file.
 * @param {NodePackage} node
 * @param {string} target
 */
async function fetchNode(node, target) {
  const place = mkdtempSync(join(TOOLS, "node-"));
  const dependencies = { [node.name]: node.version };
  const { optional: _, ...entry } = node.entry;
  const packages = { "": { dependencies }, [`node_modules/${node.name}`]: entry };
  writeFileSync(join(place, "package.json"), JSON.stringify({ private: true, dependencies }));
  writeFileSync(join(place, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, requires: true, packages }));
  try {
    const args = [findNpm(process.env), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", place];
    const { ok, output, why } = await capture(process.execPath, args, { cwd: place, env: npmEnvironment(process.env) });
    if (!ok) throw new Error(`Node ${node.version} could not be installed (${why}):\n${output}`);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(place, "node_modules", node.name, "bin", executable("node")), target);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/**
 * A Node that is new enough and that `npm ci` does not delete while it runs. npm leaves out optional packages whose
 * `engines` exclude the Node it runs under, so an install by an old Node would lack the chain's platform package.
 * @returns {Promise<string>}
 * @throws when this Node is too old and no newer one can be had
 */
export async function installingNode() {
  const floor = readPins(ROOT).node;
  if (atLeast(process.versions.node, floor) && !isInside(process.execPath, [NODE_MODULES])) return process.execPath;
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  const node = nodePackage(lock, process.platform, process.arch);
  if (node === undefined) {
    const here = `${process.platform}-${process.arch}`;
    throw new Error(`Node ${floor} or newer is needed, this is ${process.version} on ${here}: install Node 24`);
  }
  const target = join(TOOLS, `node-${node.version}`, executable("node"));
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  const installed = join(NODE_MODULES, node.name, "bin", executable("node"));
  const manifest = join(NODE_MODULES, node.name, "package.json");
  if (existsSync(installed) && JSON.parse(readFileSync(manifest, "utf8")).version === node.version) {
    copyFileSync(installed, `${target}.partial`);
    renameSync(`${target}.partial`, target);
  } else {
    await step(`fetching Node ${node.version} (this is ${process.version})`, () => fetchNode(node, target));
  }
  const { ok, output, why } = await capture(target, ["--version"]);
  if (ok) return target;
  rmSync(target);
  throw new Error(`Node ${node.version} from npm does not run here (${why} ${output}): install Node ${floor} or newer`);
}

/** The Node that runs the project's commands: the locked one, or the machine's where npm has none for the platform. */
export function projectNode() {
  const locked = join(BIN, executable("node"));
  return existsSync(locked) ? locked : process.execPath;
}
