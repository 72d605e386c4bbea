import type { Examined } from "../examine.ts";
import { reviewWords, type Party } from "../review/words.ts";
import { pauseFlagOf } from "../stack/emergency.ts";

/** Whether a contract that can be paused is. */
export interface Pause {
  readonly contract: Party;
  readonly state: "paused" | "running" | "could not be read";
  /** Why it could not be read. */
  readonly reason?: string;
}

export function pausesOf({ desired, live }: Pick<Examined, "desired" | "live">): readonly Pause[] {
  const words = reviewWords(desired);
  return desired.modules
    .filter(({ kind }) => pauseFlagOf(kind))
    .map(({ name, address }): Pause => {
      const contract = words.party(address);
      const module = live.modules.get(name);
      const paused = module?.values.get("paused");
      if (typeof paused === "boolean") return { contract, state: paused ? "paused" : "running" };
      return { contract, state: "could not be read", reason: module?.unreadable.get("paused") ?? "it was not read" };
    });
}

const TROUBLE: readonly Pause["state"][] = ["paused", "could not be read", "running"];

/** In the same order otherwise. */
export function troubleFirst(pauses: readonly Pause[]): readonly Pause[] {
  return pauses.toSorted((a, b) => TROUBLE.indexOf(a.state) - TROUBLE.indexOf(b.state));
}
