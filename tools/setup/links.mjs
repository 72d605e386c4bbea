import { copyFileSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * @param {string} link
 * @returns {string | undefined} what it links to, "" for a plain file
 */
function targetOf(link) {
  const stat = lstatSync(link, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  return stat.isSymbolicLink() ? readlinkSync(link) : "";
}

/**
 * Makes the directory's entries of these names exactly `wanted`; what is right already is not touched.
 * @param {string} directory
 * @param {readonly string[]} names every name that is managed here
 * @param {Readonly<Record<string, string>>} wanted name to absolute target; a managed name without one is removed
 */
export function linkAll(directory, names, wanted) {
  mkdirSync(directory, { recursive: true });
  for (const name of names) {
    const link = join(directory, name);
    const target = wanted[name];
    const text = target === undefined ? undefined : relative(directory, target);
    if (targetOf(link) === text) continue;
    rmSync(link, { force: true });
    if (target === undefined || text === undefined) continue;
    mkdirSync(dirname(link), { recursive: true });
    // Windows grants symbolic links to few users.
    if (process.platform === "win32") copyFileSync(target, link);
    else symlinkSync(text, link);
  }
}
