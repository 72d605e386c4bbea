import { examine, type Examined } from "../examine.ts";
import { projectRoot } from "../project.ts";
import type { ReadFileOptions } from "../read.ts";
import { fileOf } from "./stack-file.ts";

export interface Opened {
  readonly root: string;
  readonly examined: Examined;
}

/** @param stack a name (`local`) or a path of a stack file. */
export async function openStack(stack: string, options: ReadFileOptions = {}): Promise<Opened> {
  const root = projectRoot();
  return { root, examined: await examine(root, fileOf(stack), options) };
}
