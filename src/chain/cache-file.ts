/** Refusals of a file system that say nothing of the chain: read-only, full, or somebody else's. */
const REFUSALS: ReadonlySet<string | undefined> = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"]);

/** The text of a file of a cache; nothing where there is none, or none that may be read. */
export function fromCache(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || REFUSALS.has(code)) return undefined;
    throw error;
  }
}

/** Keeps something in a cache, or not where nothing can be written: without it a reading takes longer, and is the same. */
export function intoCache(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!REFUSALS.has((error as NodeJS.ErrnoException).code)) throw error;
  }
}
