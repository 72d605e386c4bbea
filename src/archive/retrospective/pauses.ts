import type { Examined } from "../../examine.ts";
import { pausesOf } from "../../briefing/pauses.ts";
import type { Party } from "../../review/words.ts";
import { duration } from "../../stack/units.ts";
import { timeText } from "../../stack/units/moment.ts";
import type { Past } from "./past.ts";
import type { Told } from "./timeline.ts";

/** One time for which a contract was paused. */
export interface PausedFor {
  readonly contract: Party;
  /** `2026-11-24T14:00:00Z`; absent where it was paused before the first block that was looked at. */
  readonly from?: string;
  /** Absent while it is paused, and where the events do not tell. */
  readonly to?: string;
  readonly still: boolean;
  /** `1 hour 3 minutes`, up to the block that was read; absent where a time is not known. */
  readonly lasted?: string;
}

/** What was paused for how long, by its own events and by what it says now. */
export function pausedTimes(told: readonly Told[], past: Past, examined: Examined): readonly PausedFor[] {
  const now = examined.live.block.timestamp;
  return pausesOf(examined).flatMap(({ contract, state }): PausedFor[] => {
    const found: PausedFor[] = [];
    const changes = told.filter(
      ({ address, event }) => address === contract.address && (event?.name === "Paused" || event?.name === "Unpaused"),
    );
    let since: bigint | undefined;
    let paused = changes[0] ? changes[0].event!.name === "Unpaused" : state === "paused";
    for (const { log, event } of changes) {
      const at = past.headers.get(BigInt(log.blockNumber))?.timestamp;
      if (event!.name === "Unpaused" && paused) found.push(timeOf(contract, since, at));
      paused = event!.name === "Paused";
      since = paused ? at : undefined;
    }
    // What the contract says itself counts more than events, of which some may be missing.
    const still = state === "paused";
    if (!paused && !still) return found;
    const { to: _now, ...open } = timeOf(contract, paused ? since : undefined, still ? now : undefined);
    return [...found, { ...open, still }];
  });
}

function timeOf(contract: Party, from: bigint | undefined, to: bigint | undefined): PausedFor {
  return {
    contract,
    still: false,
    ...(from !== undefined && { from: timeText(from) }),
    ...(to !== undefined && { to: timeText(to) }),
    ...(from !== undefined && to !== undefined && { lasted: duration.format(to - from) }),
  };
}
