import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linkAll } from "./links.mjs";
import { BIN, executable, NODE_MODULES, ROOT, TOOLS } from "./paths.mjs";
import { readPins } from "./pins.mjs";
import { say, step } from "./progress.mjs";
import { buildPulumi, findGo } from "./pulumi-build.mjs";
import { downloadPulumi } from "./pulumi-download.mjs";
import { findPulumi, LANGUAGE_HOST, RESOURCE_HOST } from "./pulumi-found.mjs";

const SCRIPT = process.platform === "win32" ? `${RESOURCE_HOST}.cmd` : RESOURCE_HOST;
const NAMES = [executable("pulumi"), executable(LANGUAGE_HOST), SCRIPT];

/** The host of dynamic providers is part of the SDK too. */
const SDK_HOST = join(NODE_MODULES, "@pulumi", "pulumi", SCRIPT);

/**
 * @param {string} version
 * @param {string} floor
 * @param {readonly string[]} reasons what was tried and why it failed
 * @returns {string}
 */
export function nothingAvailable(version, floor, reasons) {
  return [
    "there is no Pulumi command line tool that can be used:",
    ...reasons.map((reason) => `  - ${reason.replaceAll("\n", "\n    ")}`),
    "Do one of these and run this again:",
    `  - install Pulumi >=${floor}, same major version (https://www.pulumi.com/docs/install/), with ${LANGUAGE_HOST} on the PATH`,
    `  - let this reach get.pulumi.com, to download ${version}`,
    `  - install Go (https://go.dev/dl/), to build ${version} from its source`,
  ].join("\n");
}

/**
 * @param {string} version
 * @param {string} floor
 * @param {string} target
 * @param {string[]} reasons
 */
async function obtain(version, floor, target, reasons) {
  mkdirSync(TOOLS, { recursive: true });
  for (const reason of reasons) say(reason);
  const failed = await step(`downloading Pulumi ${version}`, async (report) => {
    const why = await downloadPulumi(version, target, report);
    if (why !== "") say(`  ${why}`);
    return why;
  });
  if (failed === "") return;
  const go = await findGo(process.env);
  if (typeof go === "string") throw new Error(nothingAvailable(version, floor, [...reasons, failed, go]));
  const title = `building Pulumi ${version} and its Node.js host with Go (takes some minutes, once)`;
  const broken = await step(title, (report) => buildPulumi(go.go, version, SDK_HOST, target, report));
  if (broken !== "") throw new Error(nothingAvailable(version, floor, [...reasons, failed, broken]));
}

/** @returns {{ version: string, floor: string, target: string }} */
function pinned() {
  const { pulumi: version, pulumiFloor: floor } = readPins(ROOT);
  return { version, floor, target: join(TOOLS, `pulumi-${version}`) };
}

/**
 * The project's own CLI needs no set-up of its own: a stack without secrets asks for no passphrase unless one is set.
 */
const LAUNCHER = `#!/bin/sh
if [ -z "\${PULUMI_CONFIG_PASSPHRASE_FILE:-}" ]; then
  export PULUMI_CONFIG_PASSPHRASE="\${PULUMI_CONFIG_PASSPHRASE:-}"
fi
export PULUMI_SKIP_UPDATE_CHECK="\${PULUMI_SKIP_UPDATE_CHECK:-true}"
here="$(dirname "$(readlink -f "$0")")"
# The engine starts three processes of Node for each command: compiled code is kept, which saves a quarter of the time.
export NODE_COMPILE_CACHE="\${NODE_COMPILE_CACHE:-$here/../../.cache/node}"
exec "$here/pulumi" "$@"
`;

/**
 * @param {string} target
 * @param {string} pulumi
 * @returns {string} what `pulumi` in node_modules/.bin stands for
 */
function launcher(target, pulumi) {
  if (process.platform === "win32") return pulumi;
  const path = join(target, "pulumi-launcher");
  if (!existsSync(path) || readFileSync(path, "utf8") !== LAUNCHER) writeFileSync(path, LAUNCHER, { mode: 0o755 });
  return path;
}

/**
 * What `node_modules/.bin` has where the user has a complete installation: `npx` looks there, and not on the PATH.
 * @param {Readonly<Pick<import("./pulumi-found.mjs").Found, "pulumi" | "resourceHost">>} found
 * @returns {Readonly<Record<string, string>>}
 */
export function linksTo({ pulumi, resourceHost }) {
  return { [executable("pulumi")]: pulumi, ...(resourceHost ? {} : { [SCRIPT]: SDK_HOST }) };
}

/**
 * A complete installation of the user's is used; otherwise the project's own, under `.tools`, is put into `node_modules/.bin`.
 * @returns {Promise<string[] | undefined>} why nothing on the PATH does when there is neither; undefined when all is set
 */
export async function linkPulumi() {
  const { floor, target } = pinned();
  const { found, reasons } = await findPulumi(process.env, floor, [BIN, TOOLS]);
  const pulumi = join(target, executable("pulumi"));
  if (found !== undefined) linkAll(BIN, NAMES, linksTo(found));
  else if (!existsSync(pulumi)) return reasons;
  else {
    linkAll(BIN, NAMES, {
      [executable("pulumi")]: launcher(target, pulumi),
      [executable(LANGUAGE_HOST)]: join(target, executable(LANGUAGE_HOST)),
      [SCRIPT]: join(target, SCRIPT),
    });
  }
  return undefined;
}

/** @throws when no Pulumi is to be had */
export async function preparePulumi() {
  const reasons = await linkPulumi();
  if (reasons === undefined) return;
  const { version, floor, target } = pinned();
  await obtain(version, floor, target, reasons);
  await linkPulumi();
}
