import { OrdinanceError } from "../errors.ts";

/** What scripts can rely on. */
export const EXIT = { clean: 0, differs: 2, unread: 3, refused: 4 } as const;

/** `clean` for 0, and so on: what machines read. */
export function verdictOf(code: number): keyof typeof EXIT {
  const [verdict] = Object.entries(EXIT).find(([, each]) => each === code) ?? [];
  if (verdict === undefined) throw new TypeError(`${code} is no exit code`);
  return verdict as keyof typeof EXIT;
}

/** ORD2xx are about reading; whatever else stops a command is refused. */
export function exitCodeOf(error: unknown): number {
  return error instanceof OrdinanceError && error.problems.every(({ code }) => code.startsWith("ORD2"))
    ? EXIT.unread
    : EXIT.refused;
}
