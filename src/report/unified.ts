import { createTwoFilesPatch } from "diff";
import { visible } from "../visible.ts";
import type { Paint } from "./paint.ts";

/** A unified diff of two texts for a terminal; empty where they are the same. Their names stand in its head. */
export function unifiedText(
  before: { readonly name: string; readonly text: string },
  after: { readonly name: string; readonly text: string },
  paint: Paint,
): string {
  if (before.text === after.text) return "";
  const patch = createTwoFilesPatch(before.name, after.name, before.text, after.text, undefined, undefined, {
    context: 2,
  });
  const lines = patch.trimEnd().split("\n");
  return lines
    .slice(lines.findIndex((line) => line.startsWith("--- ")))
    .map((line) => lineText(visible(line), paint))
    .join("\n");
}

function lineText(line: string, paint: Paint): string {
  if (/^(---|\+\+\+) /.test(line)) return paint("bold", line);
  if (line.startsWith("+")) return paint("green", line);
  return line.startsWith("-") ? paint("red", line) : line;
}
