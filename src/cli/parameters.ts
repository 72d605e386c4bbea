import { rightsIn } from "../matrix/authority.ts";
import { parametersOf } from "../matrix/parameters.ts";
import { PARAMETER_RENDERERS, parametersText } from "../matrix/parameters-render.ts";
import { terminal } from "../report/paint.ts";
import { EXIT } from "./exit-codes.ts";
import { formatOf, write } from "./output.ts";
import { openStack } from "./stack.ts";

export interface ParametersOptions {
  readonly stack: string;
  readonly json?: boolean;
  readonly out?: string;
}

export async function parametersCommand({ stack, json, out }: ParametersOptions): Promise<number> {
  const format = out === undefined ? undefined : formatOf(out, PARAMETER_RENDERERS);
  const { examined } = await openStack(stack, { everySet: true });
  const matrix = parametersOf(rightsIn(examined));
  if (format) write(PARAMETER_RENDERERS[format](matrix), out);
  else write(json ? PARAMETER_RENDERERS.json(matrix) : parametersText(matrix, terminal));
  return examined.plan.unreadable.length > 0 ? EXIT.unread : EXIT.clean;
}
