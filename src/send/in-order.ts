/** Waits for all; of several that fail, the first in their order is thrown, whichever failed first. */
export async function inOrder<const T extends readonly Promise<unknown>[]>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  const results: unknown[] = [];
  for (const promise of promises) results.push(await promise);
  return results as { -readonly [K in keyof T]: Awaited<T[K]> };
}
