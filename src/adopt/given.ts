import { getAddress } from "../checksum.ts";
import { OrdinanceError, type Problem } from "../errors.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import { nameProblem } from "../stack/names.ts";
import { quoted } from "../stack/units/quoted.ts";
import { address as addressUnit } from "../stack/units.ts";

/** An address that somebody wants to start from, and what it is to be called. */
export interface Given {
  readonly name?: string;
  readonly address: Address;
}

const FILE = "the addresses to adopt";
const EXPECTED = "an address of 40 hexadecimal digits, or name=address";

/**
 * The addresses that somebody gave, with checksums and their names.
 * @param texts `0x...` or `council=0x...`. Digits of one case carry no checksum and are taken as they are.
 * @throws OrdinanceError ORD110 or ORD113 with everything that cannot be used.
 */
export function parseGiven(texts: readonly string[]): readonly Given[] {
  const problems: Problem[] = [];
  if (texts.length === 0)
    problems.push({ code: "ORD110", file: FILE, found: "none", expected: "at least one address" });
  const found: Given[] = [];
  for (const text of texts) {
    const at = text.indexOf("=");
    const name = at < 0 ? undefined : text.slice(0, at);
    const problem = name === undefined ? undefined : nameProblem(name);
    if (problem) problems.push({ code: "ORD113", file: FILE, ...problem });
    const address = addressIn(text.slice(at + 1));
    if ("found" in address) problems.push({ code: "ORD110", file: FILE, ...address });
    else found.push({ address: address.ok, ...(name !== undefined && { name }) });
  }
  problems.push(...clashes(found));
  if (problems.length > 0) throw new OrdinanceError(problems);
  return found;
}

/** The names by address: none twice, and no address under two of them. */
export function namesIn(given: readonly Given[]): ReadonlyMap<Address, string> {
  return new Map(given.flatMap(({ address, name }) => (name === undefined ? [] : [[address, name] as const])));
}

function addressIn(text: string): { readonly ok: Address } | { readonly found: string; readonly expected: string } {
  const bare = /^0x([0-9a-f]{40}|[0-9A-F]{40})$/.test(text);
  const parsed = addressUnit.parse(bare ? getAddress(text.toLowerCase()) : text);
  if ("problem" in parsed) {
    const { found, expected } = parsed.problem;
    return { found, expected: expected === addressUnit.expects ? EXPECTED : expected };
  }
  if (parsed.ok === ZERO_ADDRESS) return { found: quoted(text), expected: "an address where something is" };
  return { ok: parsed.ok as Address };
}

function clashes(given: readonly Given[]): Problem[] {
  const problems: Problem[] = [];
  const names = new Map<Address, string>();
  for (const { address, name } of given) {
    if (name === undefined) continue;
    const refuse = (found: string, expected: string) =>
      problems.push({ code: "ORD113", file: FILE, found: `${found} for ${address}`, expected });
    const [other] = [...names].find(([, taken]) => taken === name) ?? [];
    const own = names.get(address);
    if (other !== undefined && other !== address) refuse(`the name ${quoted(name)}`, `only the one for ${other}`);
    else if (own !== undefined && own !== name) refuse(`a second name, ${quoted(name)},`, `only ${quoted(own)}`);
    else names.set(address, name);
  }
  return problems;
}
