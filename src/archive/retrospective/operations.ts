import { getAddress } from "../../checksum.ts";
import type { TimelockCall } from "../../authority/timelock.ts";
import type { Address, Hex } from "../../kinds/value.ts";
import { deedsIn } from "../../plan/deeds.ts";
import { timeText } from "../../stack/units/moment.ts";
import { argumentOf, type Happened } from "./event.ts";
import { doneText } from "./done.ts";
import type { Telling } from "./entry.ts";

/** Events of a TimelockController that tell of one operation together: an event for each call, and its salt. */
const PARTS = ["CallScheduled", "CallSalt", "CallExecuted", "Cancelled"];

/** Which operation of a timelock an event is part of; `undefined` for other events. */
export function operationOf(event: Happened): { readonly id: Hex; readonly step: string } | undefined {
  if (!PARTS.includes(event.name)) return undefined;
  // The salt is logged with the calls that are scheduled, and says nothing to people.
  const step = event.name === "CallSalt" ? "CallScheduled" : event.name;
  return { id: argumentOf(event, "id") as Hex, step };
}

/**
 * What became of an operation in one transaction.
 * @param events its parts, in their order.
 * @param known the calls of operations that were scheduled before, by id: a cancellation does not repeat them.
 */
export function operationText(
  timelock: Address,
  { id, step }: { readonly id: Hex; readonly step: string },
  { events, at }: { readonly events: readonly Happened[]; readonly at: bigint | undefined },
  telling: Telling,
  known: Map<Hex, readonly TimelockCall[]>,
): string {
  const calls = events.filter(({ name }) => name === step && name !== "Cancelled").map(callIn);
  if (step === "CallScheduled") known.set(id, calls);
  const does = doesText(timelock, calls.length > 0 ? calls : known.get(id), telling);
  if (step === "CallExecuted") return `operation ${id} executed: ${does}`;
  if (step === "Cancelled") return `operation ${id} cancelled: ${does}`;
  const first = events.find(({ name }) => name === step);
  const ready =
    first && at !== undefined ? ` to be executed from ${timeText(at + (argumentOf(first, "delay") as bigint))}` : "";
  return `operation ${id} scheduled${ready}: ${does}`;
}

/** Calls of a contract that passes them on, as what they do in the end. */
function doesText(through: Address, calls: readonly TimelockCall[] | undefined, telling: Telling): string {
  if (calls === undefined) return "what it does was scheduled earlier";
  return doneText(deedsIn(telling.world, calls), through, telling);
}

function callIn(event: Happened): TimelockCall {
  return {
    to: getAddress(argumentOf(event, "target") as string),
    value: argumentOf(event, "value") as bigint,
    data: argumentOf(event, "data") as Hex,
  };
}
