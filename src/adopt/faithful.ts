import { diff } from "../diff/diff.ts";
import type { Live, LiveModule } from "../diff/live.ts";
import { OrdinanceError, type Problem } from "../errors.ts";
import { kindsByName } from "../kinds/index.ts";
import type { Key } from "../kinds/property.ts";
import type { Address, Value } from "../kinds/value.ts";
import type { Desired } from "../stack/desired.ts";
import { interpret } from "../stack/interpret.ts";
import type { Found } from "./walk.ts";
import type { Contents } from "./write.ts";

const FILE = "the adopted stack file";
const REMEDY = "nothing was written; this kind of contract has to be written down by hand";

/**
 * Reads the text that was written for `contents` and compares it with what was read from the chain: it must ask for nothing else.
 * @throws OrdinanceError ORD124 with every difference.
 */
export function requireFaithful(text: string, contents: Contents): void {
  const desired = understood(text, contents.variable);
  const modules = new Map(contents.modules.map((found) => liveOf(found, contents.names)));
  const { changes, unreadable } = diff(desired, liveWith(contents, modules));
  const wrong = [
    ...changes.map(({ module, key, before, after }) => unfaithful(`${module}.${key}`, String(after), String(before))),
    ...unreadable.map(({ module, path, reason }) => unfaithful(`${module}.${path}`, "a value", `none: ${reason}`)),
  ];
  if (wrong.length > 0) throw new OrdinanceError(wrong);
}

/** @throws OrdinanceError ORD124 for a text that is no stack file. */
function understood(text: string, variable: string): Desired {
  // The endpoint may be a variable that is not set here, and is no part of what was read.
  const env = { [variable]: "http://127.0.0.1" };
  try {
    return interpret({ text, file: FILE, stack: "adopted", env, kinds: kindsByName });
  } catch (error) {
    if (!(error instanceof OrdinanceError)) throw error;
    throw new OrdinanceError(
      error.problems.map((problem) => ({ ...problem, code: "ORD124", found: `${problem.code}: ${problem.found}` })),
    );
  }
}

function unfaithful(path: string, found: string, expected: string): Problem {
  return { code: "ORD124", file: FILE, path, found, expected: `${expected}, as it was read`, remedy: REMEDY };
}

/** The modules are what is compared; nothing else of a chain takes part. */
function liveWith({ chainId, block }: Contents, modules: Live["modules"]): Live {
  return {
    chainId,
    block,
    modules,
    versions: new Map(),
    authorities: new Map(),
    accounts: new Map(),
    operations: [],
    usedOperations: new Set(),
    scan: { from: block.number, to: block.number, complete: true, gaps: [], named: [] },
  };
}

function liveOf(found: Found, names: ReadonlyMap<Address, string>): readonly [string, LiveModule] {
  const { kind, address, values, unreadable, codeHash } = found;
  const name = names.get(address)!;
  return [
    name,
    { name, kind, address, values: renamed(values, names), unreadable: renamed(unreadable, names), codeHash },
  ];
}

/** Targets of an AccessManager stand under their names in the file. */
function renamed<T extends Value>(values: ReadonlyMap<Key, T>, names: ReadonlyMap<Address, string>): Map<Key, T> {
  return new Map(
    [...values].map(([key, value]) => {
      const target = /^targets\.(0x[0-9a-fA-F]{40})\./.exec(key)?.[1] as Address | undefined;
      const name = target && names.get(target);
      return [target && name !== undefined ? key.replace(target, name) : key, value];
    }),
  );
}
