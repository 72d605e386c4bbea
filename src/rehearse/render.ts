import { visibleJson } from "../review/visible.ts";
import { rehearsalMarkdown } from "./markdown.ts";
import type { Rehearsal } from "./model.ts";

/** By the ending of a file's name. */
export const REHEARSAL_RENDERERS = {
  md: rehearsalMarkdown,
  json: (rehearsal: Rehearsal) => `${visibleJson(JSON.stringify(rehearsal, null, 2))}\n`,
} as const;
