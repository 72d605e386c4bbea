/** An answer is not what GitHub documents: nothing can be concluded from it. */
export class MalformedAnswer extends Error {
  override readonly name = "MalformedAnswer";
}

export type Fields = Readonly<Record<string, unknown>>;

/** @throws MalformedAnswer, as do all below. `what` is for the message. */
export function fields(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new MalformedAnswer(`${what} is not an object`);
}

export function list(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new MalformedAnswer(`${what} is not a list`);
}

export function text(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new MalformedAnswer(`${what} is not a text`);
}

/** Null and absent are the same here. */
export function maybe<T>(value: unknown, what: string, of: (value: unknown, what: string) => T): T | undefined {
  return value === undefined || value === null ? undefined : of(value, what);
}

/** A whole number, as a text: ids outgrow what a number holds exactly. */
export function id(value: unknown, what: string): string {
  if (Number.isSafeInteger(value) || typeof value === "bigint") return String(value);
  throw new MalformedAnswer(`${what} is not a whole number`);
}
