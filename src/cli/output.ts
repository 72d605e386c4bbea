import { accessSync, constants, mkdirSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import { OrdinanceError } from "../errors.ts";

/** A text that ends with a newline, to a file or to the terminal. */
export function write(text: string, out?: string): void {
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  if (out === undefined) {
    process.stdout.write(whole);
    return;
  }
  requireFolder(dirname(out));
  writeFileSync(out, whole);
}

/**
 * Makes a folder where there is none. What takes long asks before it begins.
 * @throws OrdinanceError ORD135 if nothing can be written to it.
 */
export function requireFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new OrdinanceError([{ code: "ORD135", file: folder, found, expected: "a folder that can be written to" }]);
  }
}

/**
 * The form that a file's name asks for: `md` of `authority.md`.
 * @throws OrdinanceError ORD126 if it is none of those that there are.
 */
export function formatOf<F extends string>(file: string, forms: Readonly<Record<F, unknown>>): F {
  const format = extname(file).slice(1).toLowerCase();
  if (Object.hasOwn(forms, format)) return format as F;
  const found = format === "" ? "a name without an ending" : `the ending .${format}`;
  const endings = Object.keys(forms).map((each) => `.${each}`);
  throw new OrdinanceError([
    { code: "ORD126", file, found, expected: `a name that ends in one of ${endings.join(", ")}` },
  ]);
}
