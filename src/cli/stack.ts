import { existsSync } from "node:fs";
import { examine, type Examined, type ExamineOptions } from "../examine.ts";
import { projectRoot, stackFile } from "../project.ts";

export interface Opened {
  readonly root: string;
  readonly examined: Examined;
}

/** @param stack a name (`local`) or a path of a stack file. */
export function fileOf(stack: string): string {
  return /\.ya?ml$/.test(stack) && existsSync(stack) ? stack : stackFile(stack);
}

/** @param stack a name (`local`) or a path of a stack file. */
export async function openStack(stack: string, options: ExamineOptions = {}): Promise<Opened> {
  const root = projectRoot();
  return { root, examined: await examine(root, fileOf(stack), options) };
}
