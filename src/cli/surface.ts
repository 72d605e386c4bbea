import { surfaceOf } from "../matrix/surface.ts";
import { surfaceMarkdown, surfaceText } from "../matrix/surface-text.ts";
import { terminal } from "../report/paint.ts";
import { jsonText } from "../visible.ts";
import { planCodeOf } from "./exit-codes.ts";
import { write } from "./output.ts";
import { openStack } from "./stack.ts";

export interface SurfaceOptions {
  readonly stack: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

export async function surfaceCommand({ stack, json, markdown }: SurfaceOptions): Promise<number> {
  const { examined } = await openStack(stack);
  const surface = surfaceOf(examined);
  if (json) write(jsonText(surface));
  else write(markdown ? surfaceMarkdown(surface) : surfaceText(surface, terminal));
  return planCodeOf(examined);
}
