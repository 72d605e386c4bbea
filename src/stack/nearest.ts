/** Edits (insert, delete, replace) that turn `a` into `b`, letter case aside. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The known word that somebody who wrote `word` probably meant; `undefined` if none is close. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 100) return undefined;
  let best: { readonly word: string; readonly edits: number } | undefined;
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (!best || edits < best.edits) best = { word: candidate, edits };
  }
  return best && best.edits <= Math.max(1, Math.floor(Math.min(word.length, best.word.length) / 3))
    ? best.word
    : undefined;
}

/** `did you mean "minStake"?`, or `otherwise` if nothing is close. */
export function suggestion(word: string, known: Iterable<string>, otherwise?: string): { readonly remedy?: string } {
  const near = nearest(word, known);
  if (near !== undefined) return { remedy: `did you mean "${near}"?` };
  return otherwise === undefined ? {} : { remedy: otherwise };
}
