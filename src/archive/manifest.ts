import { createHash } from "node:crypto";
import { Ajv } from "ajv";
import type { Hex } from "../kinds/value.ts";

export const MANIFEST = "manifest.json";

/** One file of an archive. */
export interface ManifestFile {
  /** Relative to the archive, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** 64 hexadecimal digits in lower case. */
  readonly sha256: string;
}

/** What an archive holds, and which reading of the chain it belongs to. */
export interface Manifest {
  readonly version: 1;
  readonly incident: string;
  readonly stack: string;
  readonly chainId: string;
  readonly block: { readonly number: string; readonly hash?: Hex; readonly parentHash: Hex; readonly time: string };
  /** Of the plan that is left. */
  readonly plan: Hex;
  /** Sorted by path; every file but the manifest. */
  readonly files: readonly ManifestFile[];
}

/** Contents by path. */
export type Files = ReadonlyMap<string, Buffer>;

const WORD = { type: "string", pattern: "^0x[0-9a-f]{64}$" } as const;
const SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["version", "incident", "stack", "chainId", "block", "plan", "files"],
  properties: {
    version: { const: 1 },
    incident: { type: "string" },
    stack: { type: "string" },
    chainId: { type: "string", pattern: "^[0-9]+$" },
    block: {
      type: "object",
      additionalProperties: false,
      required: ["number", "parentHash", "time"],
      properties: {
        number: { type: "string", pattern: "^[0-9]+$" },
        hash: WORD,
        parentHash: WORD,
        time: { type: "string" },
      },
    },
    plan: WORD,
    files: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["path", "size", "sha256"],
        properties: {
          path: { type: "string" },
          size: { type: "integer", minimum: 0 },
          sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
        },
      },
    },
  },
} as const;

/** The manifest of `files`, as it is written. The same files of the same reading give the same bytes. */
export function manifestText(about: Omit<Manifest, "version" | "files">, files: Files): string {
  const { incident, stack, chainId, block, plan } = about;
  const listed = [...files]
    .map(([path, bytes]) => ({ path, size: bytes.length, sha256: sha256(bytes) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  const manifest: Manifest = { version: 1, incident, stack, chainId, block, plan, files: listed };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** A manifest, or why the text is none. */
export function manifestIn(text: string): Manifest | { readonly problem: string } {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: "not JSON" };
  }
  const ajv = new Ajv();
  const fits = ajv.compile<Manifest>(SCHEMA);
  return fits(found) ? found : { problem: ajv.errorsText(fits.errors, { dataVar: "manifest" }) };
}

/**
 * Whether a path stays within the archive and is what it looks like: no `..`, not absolute, nothing hidden and no character that
 * cannot be seen. Spaces and letters of any language are well: people name their reports.
 */
export function isPlainPath(path: string): boolean {
  if (path === MANIFEST || /^[A-Za-z]:/.test(path)) return false;
  return path.split("/").every((part) => /^[^.\\\p{C}][^\\\p{C}]*$/u.test(part));
}

export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
