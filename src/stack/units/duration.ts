import type { Parsed, Unit } from "../unit.ts";
import { DECIMAL, decimal, exactly } from "./decimal.ts";
import { quoted } from "./quoted.ts";

/** Seconds of each unit, and how it may be written; the first spelling is the one of reports. */
const UNITS = [
  { seconds: 604_800n, spellings: ["weeks", "week", "w"] },
  { seconds: 86_400n, spellings: ["days", "day", "d"] },
  { seconds: 3_600n, spellings: ["hours", "hour", "h"] },
  { seconds: 60n, spellings: ["minutes", "minute", "min"] },
  { seconds: 1n, spellings: ["s", "seconds", "second", "sec"] },
] as const;
const REPORTED = UNITS.slice(1);

const SPELLINGS = UNITS.flatMap(({ spellings }) => [...spellings]).sort((a, b) => b.length - a.length);
const PART = String.raw`(${DECIMAL})\s*(${SPELLINGS.join("|")})`;
const WHOLE = new RegExp(String.raw`^${PART}(?:\s+${PART})*$`);

/** Durations, kept in seconds. Parts come from long to short, each unit once. */
export const duration: Unit = {
  name: "duration",
  expects: "a duration such as 7 days, 1 day 12 hours or 1800 s",
  parse(text): Parsed {
    if (text === "0") return { ok: 0n };
    const no = (why?: string): Parsed => ({
      problem: { found: quoted(text) + (why ? `, ${why}` : ""), expected: duration.expects },
    });
    if (decimal(text)) return no("a number without a unit");
    if (!WHOLE.test(text)) return no();
    let total = 0n;
    let last: bigint | undefined;
    for (const [part, digits = "", spelling] of text.matchAll(new RegExp(PART, "g"))) {
      const unit = UNITS.find(({ spellings }) => spellings.some((each) => each === spelling))!;
      if (last !== undefined && unit.seconds >= last) return no("whose parts do not go from long to short");
      last = unit.seconds;
      const value = decimal(digits);
      if (!value) return no();
      const words = { text: part, expects: duration.expects, step: "1 s", factor: unit.seconds };
      const seconds = exactly(value, 0, "unsigned", words);
      if ("problem" in seconds) return seconds;
      total += seconds.ok;
    }
    return total < 2n ** 256n ? { ok: total } : no("which does not fit in 256 bits");
  },
  format(value) {
    if (typeof value !== "bigint") return String(value);
    // 90 minutes reads better than 1 hour 30 minutes, but 1 day 3 hours better than 97200 s.
    const single = REPORTED.find(
      ({ seconds }) => value % seconds === 0n && (value / seconds <= 120n || seconds === 86_400n),
    );
    if (single) return part(value / single.seconds, single);
    let rest = value;
    return REPORTED.flatMap((unit) => {
      const n = rest / unit.seconds;
      rest %= unit.seconds;
      return n === 0n ? [] : [part(n, unit)];
    }).join(" ");
  },
};

function part(n: bigint, { spellings: [many, one] }: (typeof UNITS)[number]): string {
  return `${n} ${n === 1n && many !== "s" ? one : many}`;
}
