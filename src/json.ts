/**
 * What a text holds as JSON; `undefined` where it is none: a page instead of an answer, or a file of a cache that a crash has left
 * without its end, or empty.
 */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
