import type { Parsed, Unit } from "../unit.ts";
import { quoted } from "./quoted.ts";

/** The last second that a date can hold. */
export const LAST_SECOND = 8_640_000_000_000n;

/** `2026-11-24T13:05:00Z`, from seconds since 1970. */
export function timeText(seconds: bigint): string {
  return seconds > LAST_SECOND ? "never" : new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** A time in seconds since 1970, where the contract holds 0 for none. */
export const moment: Unit = {
  name: "moment",
  expects: "none, or a time in seconds since 1970",
  parse: (text): Parsed => {
    if (text === "none") return { ok: 0n };
    return /^[1-9]\d*$/.test(text)
      ? { ok: BigInt(text) }
      : { problem: { found: quoted(text), expected: moment.expects } };
  },
  format: (value) => (typeof value !== "bigint" ? String(value) : value === 0n ? "none" : timeText(value)),
};
