import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { OrdinanceError } from "../errors.ts";
import { quotedText } from "../visible.ts";
import { isPlainPath, MANIFEST, type Files } from "./manifest.ts";

/** Refuses to add to what is there: an archive is never changed. ORD122. */
export function requireFresh(folder: string): void {
  if (!existsSync(folder)) return;
  throw new OrdinanceError([
    {
      code: "ORD122",
      file: folder,
      found: "an archive, or something else of this name",
      expected: "a folder that is not there yet",
      remedy: "nothing was written; name another folder with --out",
    },
  ]);
}

/** Refuses names with which an archive would not be as its own manifest says. ORD140. */
export function requirePlainPaths(files: Files): void {
  const odd = [...files.keys()].filter((path) => !isPlainPath(path));
  if (odd.length === 0) return;
  throw new OrdinanceError(
    odd.map((path) => ({
      ...{ code: "ORD140" as const, file: quotedText(path) },
      ...{ found: "a name that an archive cannot hold", expected: "characters that can be seen, and no backslash" },
      remedy: "nothing was written; rename the file and run again",
    })),
  );
}

/** Writes an archive, whole or not at all. */
export function writeArchive(folder: string, files: Files, manifest: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.draft-`);
  try {
    for (const [path, bytes] of [...files, [MANIFEST, Buffer.from(manifest)] as const]) {
      mkdirSync(dirname(join(draft, path)), { recursive: true });
      writeFileSync(join(draft, path), bytes);
    }
    requireFresh(folder);
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
