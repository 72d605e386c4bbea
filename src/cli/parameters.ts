import { rightsIn } from "../matrix/authority.ts";
import { parametersOf } from "../matrix/parameters.ts";
import { PARAMETER_RENDERERS, parametersText } from "../matrix/parameters-render.ts";
import { terminal } from "../report/paint.ts";
import { formatOf, write } from "./output.ts";
import { openReading, readingCode } from "./reading.ts";

export interface ParametersOptions {
  readonly stack: string;
  readonly json?: boolean;
  readonly out?: string;
}

export async function parametersCommand({ stack, json, out }: ParametersOptions): Promise<number> {
  const format = out === undefined ? undefined : formatOf(out, PARAMETER_RENDERERS);
  const reading = await openReading(stack);
  const matrix = parametersOf(rightsIn(reading));
  if (format) write(PARAMETER_RENDERERS[format](matrix), out);
  else write(json ? PARAMETER_RENDERERS.json(matrix) : parametersText(matrix, terminal));
  return readingCode(reading);
}
