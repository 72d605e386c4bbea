import { duration } from "../stack/units.ts";
import { LAST_SECOND, timeText } from "../stack/units/moment.ts";
import type { When } from "./words.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June", "July"],
  ...["August", "September", "October", "November", "December"],
];

export function whenOf(seconds: bigint): When {
  return { seconds: String(seconds), text: timeText(seconds) };
}

/**
 * `Thursday 26 November 14:00 UTC`, with the year where it is another one than that of `now`. Begun minutes count as whole
 * ones, because nothing can happen before their end.
 */
export function dayText(seconds: bigint, now: bigint): string {
  if (seconds > LAST_SECOND) return "never";
  const minutes = (seconds + 59n) / 60n;
  const date = new Date(Number(minutes) * 60_000);
  const sameYear = now <= LAST_SECOND && new Date(Number(now) * 1000).getUTCFullYear() === date.getUTCFullYear();
  const year = sameYear ? "" : ` ${date.getUTCFullYear()}`;
  const clock = [date.getUTCHours(), date.getUTCMinutes()].map((each) => String(each).padStart(2, "0")).join(":");
  return `${DAYS[date.getUTCDay()]!} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]!}${year} ${clock} UTC`;
}

/** `2 days`; `no delay` for zero. */
export function delayText(seconds: bigint): string {
  return seconds === 0n ? "no delay" : duration.format(seconds);
}
