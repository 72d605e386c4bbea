/** One measured number, beside what it should be where a goal was set. */
export interface Row {
  readonly what: string;
  readonly value: string;
  readonly goal: string;
  readonly met?: boolean;
}

export function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const values = Math.max(...rows.map(({ value }) => value.length));
  for (const { what, value, goal, met } of rows) {
    const verdict = met === undefined ? "" : met ? "  met" : "  NOT MET";
    console.log(`${what.padEnd(width)}  ${value.padStart(values)}  ${goal}${verdict}`);
  }
}

export async function milliseconds<T>(work: () => T | Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
