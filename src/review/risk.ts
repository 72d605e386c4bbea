import type { Change } from "../diff/diff.ts";
import { accessOf, delayText } from "../kinds/access-manager-access.ts";
import { PUBLIC_ROLE } from "../kinds/access-manager-unit.ts";
import type { Kind } from "../kinds/kind.ts";
import { splitKey, type Key, type Members, type Scalar } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import { meaningOf, SETS } from "./meaning.ts";
import { bps, token } from "../stack/units.ts";
import { visible } from "../visible.ts";
import type { ReviewWords } from "./words.ts";

/** What a change does to those who are protected by the value, riskiest first. */
export const RISKS = [
  "moves ownership",
  "grants",
  "penalizes",
  "loosens",
  "unpauses",
  "changes",
  "revokes",
  "pauses",
  "tightens",
] as const;
export type Risk = (typeof RISKS)[number];

export interface Judged {
  readonly risk: Risk;
  /** What made it so. */
  readonly why: string;
}

/** One value that becomes another. */
export interface Move {
  readonly module: string;
  readonly kind: Kind;
  readonly key: Key;
  readonly before: Value;
  readonly after: Value;
}

/**
 * Classifies a change by what the value is for.
 * @param changes of the whole plan: an offer of ownership ends when it is taken.
 */
export function judge(move: Move, changes: readonly Change[], words: ReviewWords): Judged {
  const { kind, key, before, after } = move;
  const { path } = splitKey(key);
  const leaf = leavesOf(kind).get(path);
  if (leaf?.facet === "PauseFlag") {
    return after === true
      ? { risk: "pauses", why: "its functions stop" }
      : { risk: "unpauses", why: "its functions work again" };
  }
  if (leaf?.facet === "Penalties") return penaltyRisk(move, leaf, words);
  const number = meaningOf(kind.name, path);
  if (number && typeof before === "bigint" && typeof after === "bigint") {
    const unlimited = (value: bigint) => number.zeroIsNone === true && value === 0n;
    const rises = unlimited(after) || (!unlimited(before) && after > before);
    const looser = rises === (number.loosens === "higher");
    const why =
      number.says?.[rises ? "higher" : "lower"] ?? `${sizeText({ before, after, unlimited, leaf })} ${number.what}`;
    return { risk: looser ? "loosens" : "tightens", why };
  }
  if (leaf?.type === "members") return memberRisk(move, path, leaf.absent, leaf.facet === "RoleMembers", words);
  if (leaf?.facet === "Ownership") return ownershipRisk(move, path, changes, words);
  if (/^targets\..*\.closed$/.test(path)) {
    return after === true
      ? { risk: "tightens", why: "nobody can call it through its manager" }
      : { risk: "loosens", why: "it can be called through its manager again" };
  }
  if (/^targets\..*\.functions\./.test(path) && [before, after].includes(PUBLIC_ROLE)) {
    return after === PUBLIC_ROLE
      ? { risk: "loosens", why: "everybody may call it" }
      : { risk: "tightens", why: "no longer everybody may call it" };
  }
  return { risk: "changes", why: changeText(leaf?.unit.name, before, after) };
}

function penaltyRisk({ key, before, after }: Move, leaf: Scalar | Members, words: ReviewWords): Judged {
  if (leaf.type === "members") {
    const taken = token.format((before as bigint) - (after as bigint));
    return { risk: "penalizes", why: `${words.name(splitKey(key).member as Address)} loses ${taken}` };
  }
  if (!("enacted" in leaf.read)) throw new TypeError(`${key} is no penalty`);
  const { user, share, role, beneficiary, reason } = leaf.read.enacted;
  const what = `${bps.format(share)} of the stake of ${words.name(user)} as ${role}, for ${words.name(beneficiary)}`;
  return { risk: "penalizes", why: `once and for ever, ${what}: ${visible(reason)}` };
}

/** `a shorter`, or `no` where a limit goes. */
function sizeText(of: {
  readonly before: bigint;
  readonly after: bigint;
  readonly unlimited: (value: bigint) => boolean;
  readonly leaf: ReturnType<ReturnType<typeof leavesOf>["get"]>;
}): string {
  if (of.unlimited(of.after)) return "no";
  if (of.unlimited(of.before)) return "a";
  const [more, less] = of.leaf?.unit.name === "duration" ? ["longer", "shorter"] : ["higher", "lower"];
  return `a ${of.after > of.before ? more : less}`;
}

/** `at once`, `after 1 day`: how a member of a role acts that may have a delay. */
function waitText(delay: bigint): string {
  return delay === 0n ? delayText(delay) : `after ${delayText(delay)}`;
}

function memberRisk(
  { kind, key, before, after }: Move,
  path: Key,
  absent: Value,
  role: boolean,
  words: ReviewWords,
): Judged {
  const member = splitKey(key).member as Address;
  const out = after === absent;
  const who = member === ZERO_ADDRESS && role ? "everybody" : words.name(member);
  if (kind.topology === "safe" && path === "modules") {
    return out
      ? { risk: "revokes", why: `${who} no longer acts for the Safe without signatures` }
      : { risk: "grants", why: `${who} acts for the Safe without any signature` };
  }
  if (kind.topology === "safe" && path === "owners") {
    return out
      ? { risk: "revokes", why: `${who} no longer signs for the Safe` }
      : { risk: "grants", why: `${who} signs for the Safe` };
  }
  if (role) {
    const [, name = path] = /^roles\.([^.]*)/.exec(path) ?? [];
    const [was, is] = [accessOf(before)?.delay, accessOf(after)?.delay];
    if (was !== undefined && is !== undefined && was !== is) {
      const why = `${who} acts as ${name} ${waitText(is)} instead of ${waitText(was)}`;
      return { risk: is < was ? "loosens" : "tightens", why };
    }
    return out ? { risk: "revokes", why: `${who} loses ${name}` } : { risk: "grants", why: `${who} gets ${name}` };
  }
  const meaning = SETS[path];
  if (meaning?.is === "power") {
    return out
      ? { risk: "revokes", why: `${who} may no longer ${meaning.to} it` }
      : { risk: "grants", why: `${who} may ${meaning.to} it` };
  }
  const smaller = out ? "a smaller" : "a larger";
  if (meaning?.is === "deny") return { risk: out ? "loosens" : "tightens", why: `${smaller} list of who is kept out` };
  return { risk: out ? "tightens" : "loosens", why: `${smaller} list of what is allowed` };
}

function ownershipRisk(
  { module, kind, before, after }: Move,
  path: Key,
  changes: readonly Change[],
  words: ReviewWords,
): Judged {
  const [from, to] = [before, after].map((value) => words.name(value as Address)) as [string, string];
  const none = after === ZERO_ADDRESS;
  if (kind.topology === "safe") {
    if (path === "guard") {
      return none
        ? { risk: "loosens", why: "nothing checks its transactions any more" }
        : { risk: before === ZERO_ADDRESS ? "tightens" : "changes", why: `${to} checks its transactions` };
    }
    return none
      ? { risk: "revokes", why: "calls that it does not know are no longer passed on" }
      : { risk: "grants", why: `${to} handles calls in the Safe's name` };
  }
  if (path.toLowerCase().includes("pauser")) {
    if (none) return { risk: "revokes", why: `${from} is ${path} no longer` };
    return {
      risk: "grants",
      why: before === ZERO_ADDRESS ? `${to} is ${path}` : `${to} is ${path} in place of ${from}`,
    };
  }
  if (path.startsWith("pending")) {
    const taken = changes.some(
      (each) => each.module === module && each.after === before && !each.path.startsWith("pending"),
    );
    if (none && !taken) return { risk: "revokes", why: `the offer to ${from} is withdrawn` };
    return { risk: "moves ownership", why: none ? `${from} takes the offer` : `${to} may take over` };
  }
  return { risk: "moves ownership", why: none ? `${from} gives it up, nobody has it` : `from ${from} to ${to}` };
}

function changeText(unit: string | undefined, before: Value, after: Value): string {
  if (unit === "address") return after === ZERO_ADDRESS ? "a reference is cleared" : "another address is relied on";
  if (typeof before === "bigint" && typeof after === "bigint" && unit !== "choice" && unit !== "word") {
    return after > before ? "raised" : "lowered";
  }
  return unit === "text" ? "another text" : "another value";
}
