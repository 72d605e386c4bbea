import { basename } from "node:path";
import { kindsByName } from "../kinds/index.ts";
import type { Desired } from "./desired.ts";
import { interpret } from "./interpret.ts";
import { readStackText, shownPath } from "./read.ts";

/**
 * Loads a stack file: every name an address, every value in the contract's own number.
 * @param env for `${NAME}` in `network.rpc`, and nothing else.
 * @param more `text` in the place of what the file holds.
 * @throws OrdinanceError ORD1xx with every problem of the file, each with line and column.
 */
export function loadStack(
  path: string,
  env: NodeJS.ProcessEnv = process.env,
  more: { readonly halt?: boolean; readonly text?: string } = {},
): Desired {
  const stack = basename(path).replace(/\.ya?ml$/, "");
  const { text = readStackText(path), ...rest } = more;
  return interpret({ text, file: shownPath(path), stack, env, kinds: kindsByName, ...rest });
}
