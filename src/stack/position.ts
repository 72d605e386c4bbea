/** A place in a file, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
