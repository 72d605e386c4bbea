import { OrdinanceError } from "../errors.ts";
import type { Examined } from "../examine.ts";
import type { Proof } from "../prove/proof.ts";

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

/** What a plan, and its proof where it was tried out, come to. */
export function planCodeOf({ plan }: Examined, proof?: Proof): number {
  if (plan.unreadable.length > 0) return EXIT.unread;
  if (plan.refusals.length > 0 || proof?.converges === false) return EXIT.refused;
  const open = plan.changes.filter(({ observe }) => !observe);
  return open.length > 0 || plan.conflicts.length > 0 || plan.rejected.length > 0 ? EXIT.differs : EXIT.clean;
}
