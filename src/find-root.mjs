import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * Folder of the nearest Pulumi.yaml; `undefined` outside of a project. JavaScript, because it is asked for before code that has been
 * compiled can be kept: a first file of TypeScript without that costs as much as all the others with it.
 * @param {string} from
 * @returns {string | undefined}
 */
export function findProjectRoot(from) {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
