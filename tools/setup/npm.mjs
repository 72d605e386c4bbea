import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { findAll, isInside, pathOf } from "./path.mjs";
import { NODE_MODULES } from "./paths.mjs";

/** What `npm run` tells its scripts about this project and would mislead an npm that works in another directory. */
const PROJECT_ONLY = /^npm_(lifecycle_|package_|command$|config_local_prefix$|config_prefix$|config_global_prefix$)/;

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]} where npm's program may be, best guess first
 */
function candidates(env) {
  const launchers = findAll("npm", pathOf(env)).filter((file) => !isInside(file, [NODE_MODULES]));
  return [
    env["npm_execpath"] ?? "",
    ...launchers.map((file) => realpathSync(file)),
    ...[process.execPath, ...launchers].flatMap((file) => [
      join(dirname(file), "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
      join(dirname(file), "node_modules", "npm", "bin", "npm-cli.js"),
    ]),
  ];
}

/**
 * npm's JavaScript, so that it can run under a Node other than the machine's.
 * @param {NodeJS.ProcessEnv} env
 * @throws when no npm is found
 */
export function findNpm(env) {
  const found = candidates(env).find((file) => file.endsWith("npm-cli.js") && existsSync(file));
  if (found === undefined) throw new Error("npm was not found: put it on the PATH and run this again");
  return found;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export const npmEnvironment = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !PROJECT_ONLY.test(name)));
