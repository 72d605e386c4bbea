import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { stackFile } from "../project.ts";

/** Relative to the project for a name (`local`), absolute for a path: that is one from the folder where the command runs. */
export function fileOf(stack: string): string {
  return /\.ya?ml$/.test(stack) && existsSync(stack) ? resolve(stack) : stackFile(stack);
}
