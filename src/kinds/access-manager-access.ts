import type { Parsed, Unit } from "../stack/unit.ts";
import { duration } from "../stack/units.ts";
import { timeText } from "../stack/units/moment.ts";
import { quoted } from "../stack/units/quoted.ts";
import type { Value } from "./value.ts";

/** What an AccessManager knows of a member of a role: AccessManager.getAccess. */
export interface Access {
  /** Seconds since 1970 from which on it is a member; 0 if it is one already. */
  readonly since: bigint;
  /** Execution delay in seconds: how long before a call it has to be scheduled. */
  readonly delay: bigint;
  /** The lower delay that replaces it at a time in seconds since 1970. */
  readonly next?: { readonly delay: bigint; readonly at: bigint };
}

/** getAccess(uint64,address) returns since, currentDelay, pendingDelay and effect; the last two are 0 where nothing is pending. */
export function accessIn(answer: readonly bigint[], now: bigint): Value {
  const [since, delay, pending, effect] = answer as [bigint, bigint, bigint, bigint];
  if (since === 0n) return false;
  return valueOf({
    since: since > now ? since : 0n,
    delay,
    ...(effect > 0n && { next: { delay: pending, at: effect } }),
  });
}

/**
 * The value of a member: `true` for one who acts at once, else its execution delay in seconds. A text where the time is still
 * to come from which on it counts: such a member is not as wanted yet, and has no right yet.
 */
export function valueOf({ since, delay, next }: Access): Value {
  if (since > 0n || next) return [since, delay, ...(next ? [next.delay, next.at] : [])].join(" ");
  return delay === 0n ? true : delay;
}

/** The other way round; `undefined` for somebody who is no member. */
export function accessOf(value: Value | undefined): Access | undefined {
  if (value === undefined || value === false) return undefined;
  if (typeof value !== "string") return { since: 0n, delay: value === true ? 0n : value };
  const [since, delay, lower, at] = value.split(" ").map(BigInt) as [bigint, bigint, bigint?, bigint?];
  return { since, delay, ...(lower !== undefined && at !== undefined && { next: { delay: lower, at } }) };
}

/**
 * AccessManager._grantRole: a new member counts after the grant delay of the role; a lower execution delay counts when the
 * difference has passed (Time.withUpdate), a higher one at once.
 * @param delay, grantDelay, now in seconds.
 */
export function granted(
  before: Access | undefined,
  { delay, grantDelay, now }: { readonly delay: bigint; readonly grantDelay: bigint; readonly now: bigint },
): Access {
  if (!before) return { since: grantDelay === 0n ? 0n : now + grantDelay, delay };
  const { since } = before;
  if (delay >= before.delay) return { since, delay };
  return { since, delay: before.delay, next: { delay, at: now + before.delay - delay } };
}

/** From when on a member has this delay by itself, in seconds since 1970; `undefined` if it takes another call. */
export function settlesAt({ since, delay: now, next }: Access, delay: bigint): bigint | undefined {
  if ((next?.delay ?? now) !== delay) return undefined;
  return next && next.at > since ? next.at : since;
}

/** From when on a member acts at once, in seconds since 1970, 0 for now; `undefined` for one who has to schedule its calls. */
export function actsFrom(access: Access | undefined): bigint | undefined {
  return access && settlesAt(access, 0n);
}

const AT_ONCE = "at once";

/** How long a member has to schedule its calls ahead, in a mapping. In a plain list each acts at once. */
export const membership: Unit = {
  name: "membership",
  expects: `${AT_ONCE}, or how long before a call the member has to schedule it: ${duration.expects}`,
  parse(text): Parsed {
    if (text === AT_ONCE) return { ok: true };
    const parsed = duration.parse(text);
    if ("problem" in parsed) return { problem: { ...parsed.problem, expected: membership.expects } };
    // grantRole takes a uint32.
    if (typeof parsed.ok === "bigint" && parsed.ok < 2n ** 32n) return { ok: parsed.ok === 0n ? true : parsed.ok };
    return { problem: { found: quoted(text), expected: "less than 2^32 seconds" } };
  },
  format(value) {
    const access = accessOf(value);
    if (!access) return "no member";
    const { since, delay, next } = access;
    return [
      delayText(delay),
      ...(since > 0n ? [`a member from ${timeText(since)} on`] : []),
      ...(next ? [`${delayText(next.delay)} from ${timeText(next.at)} on`] : []),
    ].join(", ");
  },
};

/** `at once`, `1 day` */
export function delayText(delay: bigint): string {
  return delay === 0n ? AT_ONCE : duration.format(delay);
}
