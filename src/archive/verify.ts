import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { visible } from "../visible.ts";
import { isPlainPath, MANIFEST, manifestIn, sha256, type ManifestFile } from "./manifest.ts";

/** What was found out about an archive; whole if there are no problems. */
export interface Verification {
  /** Files that the manifest lists. */
  readonly files: number;
  /** Of the manifest itself, to compare with what was written down elsewhere; absent where there is none. */
  readonly sha256?: string;
  readonly problems: readonly string[];
}

/** Compares every file of a folder with the manifest in it. Follows no links, and reads nothing outside of the folder. */
export function verifyArchive(folder: string): Verification {
  const { files, others } = existsSync(folder) ? entriesOf(folder) : { files: [], others: [] };
  if (!files.includes(MANIFEST)) return { files: 0, problems: [`${MANIFEST}: missing in ${folder}`] };
  const bytes = readFileSync(join(folder, MANIFEST));
  const manifest = manifestIn(bytes.toString("utf8"));
  const own = { sha256: sha256(bytes) };
  if ("problem" in manifest) return { ...own, files: 0, problems: [`${MANIFEST}: ${manifest.problem}`] };
  const listed = manifest.files.map(({ path }) => path);
  const present = new Set(files);
  return {
    ...own,
    files: listed.length,
    problems: [
      ...orderProblems(listed),
      ...manifest.files.flatMap((file) => problemsOf(folder, file, present)),
      ...files
        .filter((path) => path !== MANIFEST && !listed.includes(path))
        .map((path) => `${path}: not in the manifest`),
      ...others.map((path) => `${path}: neither a file nor a folder`),
      // Whoever adds a file also chooses its name: it must not hide its own line on a terminal.
    ].map(visible),
  };
}

function problemsOf(
  folder: string,
  { path, size, sha256: expected }: ManifestFile,
  present: ReadonlySet<string>,
): string[] {
  if (!isPlainPath(path)) return [`${JSON.stringify(path)}: not a path within the archive`];
  if (!present.has(path)) return [`${path}: missing`];
  const bytes = readFileSync(join(folder, path));
  if (bytes.length !== size) return [`${path}: ${bytes.length} bytes; the manifest says ${size}`];
  const found = sha256(bytes);
  return found === expected ? [] : [`${path}: SHA-256 ${found}; the manifest says ${expected}`];
}

function orderProblems(listed: readonly string[]): string[] {
  return listed.flatMap((path, index) => {
    const before = listed[index - 1];
    if (before === undefined || before < path) return [];
    return [`${path}: ${before === path ? "listed twice" : "not in the order of the names"}`];
  });
}

function entriesOf(folder: string): { readonly files: readonly string[]; readonly others: readonly string[] } {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((each) => !each.isDirectory());
  const names = (wanted: boolean) =>
    entries
      .filter((each) => each.isFile() === wanted)
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join("/"))
      .sort();
  return { files: names(true), others: names(false) };
}
