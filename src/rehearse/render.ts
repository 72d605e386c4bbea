import { jsonText } from "../visible.ts";
import { rehearsalMarkdown } from "./markdown.ts";

/** By the ending of a file's name. */
export const REHEARSAL_RENDERERS = {
  md: rehearsalMarkdown,
  json: jsonText,
} as const;
