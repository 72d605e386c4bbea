import { readFileSync } from "node:fs";
import { OrdinanceError } from "../errors.ts";
import { authorityOf, rightsIn, type AuthorityMatrix } from "../matrix/authority.ts";
import { AUTHORITY_RENDERERS, authorityText, type AuthorityFormat } from "../matrix/authority-render.ts";
import { terminal } from "../report/paint.ts";
import { EXIT } from "./exit-codes.ts";
import { formatOf, write } from "./output.ts";
import { openReading, readingCode } from "./reading.ts";

export interface AuthorityOptions {
  readonly stack: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly check?: string;
}

/** Who can do what, on the terminal, into a file, or compared with a file that was written before. */
export async function authorityCommand({ stack, json, out, check }: AuthorityOptions): Promise<number> {
  const [format, committed] = [out, check].map((file) =>
    file === undefined ? undefined : formatOf(file, AUTHORITY_RENDERERS),
  );
  // A file that is not there is no reason to ask the chain.
  const before = check === undefined ? undefined : textOf(check);
  const reading = await openReading(stack);
  const matrix = authorityOf(rightsIn(reading));
  const code = readingCode(reading);
  if (out !== undefined && format) write(AUTHORITY_RENDERERS[format](matrix), out);
  if (check !== undefined && before !== undefined && committed) return compared(matrix, check, before, committed, code);
  if (out === undefined) write(json ? AUTHORITY_RENDERERS.json(matrix) : authorityText(matrix, terminal));
  return code;
}

async function compared(
  matrix: AuthorityMatrix,
  file: string,
  before: string,
  format: AuthorityFormat,
  code: number,
): Promise<number> {
  const now = AUTHORITY_RENDERERS[format](matrix);
  // A checkout may have other line ends than the file that was committed.
  const was = before.replaceAll("\r\n", "\n");
  if (was === now) {
    write(`${file} says what the chain says.`);
    return code;
  }
  const { unifiedText } = await import("../report/unified.ts");
  write(unifiedText({ name: file, text: was }, { name: "the chain", text: now }, terminal));
  write(`${file} is stale: write it anew with ordinance authority --stack ${matrix.stack} --out ${file}`);
  return code === EXIT.clean ? EXIT.differs : code;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = code === "ENOENT" ? "no such file" : `a file that cannot be read (${code})`;
    throw new OrdinanceError([{ code: "ORD126", file, found, expected: "a matrix that was written before" }]);
  }
}
