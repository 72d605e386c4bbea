import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";

/** A text that ends with a newline, to a file or to the terminal. */
export function write(text: string, out?: string): void {
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  if (out === undefined) {
    process.stdout.write(whole);
    return;
  }
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, whole);
}

/** The form that a file's name asks for: `md` of `authority.md`. */
export function extensionOf(file: string): string {
  return extname(file).slice(1).toLowerCase();
}
