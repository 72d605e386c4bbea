import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * @param {string} root
 * @param {string} path file or directory below `root`
 * @returns {string[]} the files, in a fixed order
 */
function filesOf(root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesOf(root, `${path}/${name}`));
}

/**
 * Depends on names and content, not on times: a checkout gives every file a new time.
 * @param {string} root
 * @param {readonly string[]} paths
 * @returns {string} SHA-256, hexadecimal
 */
export function hashOf(root, paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of filesOf(root, path)) {
      const content = readFileSync(join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

/**
 * @param {string} stamp
 * @param {string} hash
 */
export const stamped = (stamp, hash) => existsSync(stamp) && readFileSync(stamp, "utf8").trim() === hash;

/**
 * @param {string} stamp
 * @param {string} hash
 */
export function writeStamp(stamp, hash) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${hash}\n`);
}
