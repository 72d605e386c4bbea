import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} Pins
 * @property {string} node Oldest Node that runs the project (`engines.node`).
 * @property {string} pulumi Version of the engine and its SDK (`dependencies["@pulumi/pulumi"]`).
 * @property {string} pulumiFloor Oldest command line tool that may stand in for it (`requiredPulumiVersion`).
 */

/**
 * @param {string} file
 * @param {string} text
 * @param {RegExp} pattern
 */
function capture(file, text, pattern) {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`${file}: nothing matches ${pattern}`);
  return found;
}

/**
 * Each version is written in one place and read from there; the Go module, which cannot read package.json, must agree.
 * @param {string} root
 * @returns {Pins}
 * @throws when a pin is missing, is a range, or the Go module builds another version
 */
export function readPins(root) {
  const read = (/** @type {string} */ file) => readFileSync(join(root, file), "utf8");
  const manifest = JSON.parse(read("package.json"));
  const pulumi = String(manifest.dependencies["@pulumi/pulumi"]);
  if (!/^\d+\.\d+\.\d+$/.test(pulumi)) throw new Error(`package.json: @pulumi/pulumi is "${pulumi}", not one version`);
  const module = "tools/pulumi/cli/go.mod";
  const built = capture(module, read(module), /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\d+\.\d+\.\d+)/);
  if (built !== pulumi) throw new Error(`package.json has @pulumi/pulumi ${pulumi}, but ${module} builds ${built}`);
  return {
    node: capture("package.json", String(manifest.engines.node), />=\s*([\d.]+)/),
    pulumi,
    pulumiFloor: capture("Pulumi.yaml", read("Pulumi.yaml"), /^requiredPulumiVersion:\s*["']?>=\s*([\d.]+)/m),
  };
}
