import { OrdinanceError } from "../errors.ts";

/** What scripts can rely on. */
export const EXIT = { clean: 0, differs: 2, unread: 3, refused: 4 } as const;

/** ORD2xx are about reading; whatever else stops a command is refused. */
export function exitCodeOf(error: unknown): number {
  return error instanceof OrdinanceError && error.problems.every(({ code }) => code.startsWith("ORD2"))
    ? EXIT.unread
    : EXIT.refused;
}
