import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "vitest";

/** `GOLDEN=write` writes the files that texts are compared with; look at what has changed in them. */
const WRITE = process.env["GOLDEN"] === "write";

/** Byte by byte. */
export function expectGoldenFile(file: string, text: string): void {
  if (WRITE) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const wanted = existsSync(file) ? readFileSync(file, "utf8") : "";
  expect(text, `${file} differs; GOLDEN=write writes it anew`).toBe(wanted);
}
