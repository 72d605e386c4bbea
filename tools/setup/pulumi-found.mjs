import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { findAll, isInside, pathOf } from "./path.mjs";
import { capture } from "./process.mjs";
import { suitable } from "./version.mjs";

/** A program that hangs must not hang the set-up. */
const VERSION_TIMEOUT_MS = 20_000;

export const LANGUAGE_HOST = "pulumi-language-nodejs";
export const RESOURCE_HOST = "pulumi-resource-pulumi-nodejs";

/**
 * @typedef {object} Found
 * @property {string} pulumi
 * @property {string} version
 * @property {boolean} resourceHost Whether it comes with the host of dynamic providers.
 */

/**
 * @param {string} pulumi
 * @param {string} floor
 * @param {readonly string[]} path
 * @returns {Promise<Found | string>} a string says why it does not do
 */
async function examine(pulumi, floor, path) {
  const { ok, output, why } = await capture(pulumi, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMs: VERSION_TIMEOUT_MS,
  });
  if (!ok) return `${pulumi}: "pulumi version" fails (${why})`;
  const version = /v?\d+\.\d+\.\d+\S*/.exec(output)?.[0] ?? output.trim();
  if (!suitable(version, floor)) return `${pulumi} is ${version}, not >=${floor} of the same major version`;
  const places = [...path, dirname(pulumi), dirname(realpathSync(pulumi))];
  if (findAll(LANGUAGE_HOST, places).length === 0) {
    return `${pulumi} ${version} lacks ${LANGUAGE_HOST}, on the PATH or beside it`;
  }
  return { pulumi, version, resourceHost: findAll(RESOURCE_HOST, places).length > 0 };
}

/**
 * The user's own installation: the first `pulumi` of the PATH that is complete.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} floor oldest suitable version
 * @param {readonly string[]} ours directories whose programs this set-up put there
 * @returns {Promise<{ found: Found | undefined, reasons: string[] }>} reasons for those that do not do
 */
export async function findPulumi(env, floor, ours) {
  const path = pathOf(env).filter((entry) => !ours.some((own) => entry === own || entry.startsWith(`${own}/`)));
  /** @type {string[]} */
  const reasons = [];
  for (const pulumi of new Set(findAll("pulumi", path))) {
    if (isInside(pulumi, ours)) continue;
    const found = await examine(pulumi, floor, path);
    if (typeof found !== "string") return { found, reasons };
    reasons.push(found);
  }
  return { found: undefined, reasons };
}
