import { structuredPatch, type StructuredPatchHunk } from "diff";
import type { LiveModule } from "../diff/live.ts";
import type { Address } from "../kinds/value.ts";
import type { DesiredModule } from "../stack/desired.ts";
import { yamlSides, type Sides } from "./yaml.ts";

/** How one module differs: a unified diff of what the chain has against what the file wants. */
export interface ModuleDiff {
  readonly module: string;
  readonly kind: string;
  readonly address: Address;
  readonly hunks: readonly Hunk[];
}

export interface Hunk {
  /** `@@ -1,5 +1,5 @@ fees`: where it is, and under which keys. */
  readonly header: string;
  /** Each begins with ` `, `-` or `+`. */
  readonly lines: readonly string[];
}

const CONTEXT = 2;
/** More differing lines than this are shown as a whole: the shortest way from one to the other takes the square of it. */
const MOST_EDITS = 3000;

/** `undefined` if nothing differs. */
export function moduleDiff(
  module: DesiredModule,
  state: LiveModule,
  name: (address: Address) => string,
): ModuleDiff | undefined {
  const sides = yamlSides(module, state, name);
  const hunks = hunksOf(sides);
  if (hunks.length === 0) return undefined;
  return { module: module.name, kind: module.kind.name, address: module.address, hunks };
}

function hunksOf(sides: Sides): Hunk[] {
  const [live, desired] = [sides.live, sides.desired].map((lines) => `${lines.join("\n")}\n`) as [string, string];
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS };
  const patch = structuredPatch("live", "desired", live, desired, undefined, undefined, options);
  const hunks = patch ? patch.hunks : [wholeHunk(sides)];
  return hunks.map((hunk) => ({ header: headerOf(hunk, sides.live), lines: hunk.lines }));
}

function wholeHunk({ live, desired }: Sides): StructuredPatchHunk {
  return {
    ...{ oldStart: 1, oldLines: live.length, newStart: 1, newLines: desired.length },
    lines: [...live.map((line) => `-${line}`), ...desired.map((line) => `+${line}`)],
  };
}

/** With the keys that the hunk is under, as far as it does not show them itself. */
function headerOf({ oldStart, oldLines, newStart, newLines }: StructuredPatchHunk, live: readonly string[]): string {
  const range = `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
  const above: string[] = [];
  let depth = indentOf(live[oldStart - 1] ?? "");
  // The module itself, in the first line, is named beside its diff.
  for (let index = oldStart - 2; index > 0; index--) {
    const line = live[index]!;
    if (indentOf(line) >= depth) continue;
    depth = indentOf(line);
    above.unshift(line.trim().replace(/:.*$/, ""));
  }
  return above.length > 0 ? `${range} ${above.join(".")}` : range;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
