import { existsSync } from "node:fs";
import { stackFile } from "../project.ts";

/** @param stack a name (`local`) or a path of a stack file. */
export function fileOf(stack: string): string {
  return /\.ya?ml$/.test(stack) && existsSync(stack) ? stack : stackFile(stack);
}
