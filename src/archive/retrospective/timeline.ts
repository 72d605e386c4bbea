import { getAddress } from "../../checksum.ts";
import type { TimelockCall } from "../../authority/timelock.ts";
import type { RawLog } from "../../chain/logs.ts";
import type { Address, Hex } from "../../kinds/value.ts";
import { timeText } from "../../stack/units/moment.ts";
import { eventReader, type Happened } from "./event.ts";
import { eventText, unknownText } from "./event-text.ts";
import type { Entry, Telling } from "./entry.ts";
import { operationOf, operationText } from "./operations.ts";
import { executionOf, executionText, type Execution } from "./safes.ts";

/** A log with what it says, as far as a kind knows it. */
export interface Told {
  readonly log: RawLog;
  readonly address: Address;
  readonly event: Happened | undefined;
}

/** The logs of a past, each read once. */
export function toldOf({ past }: Pick<Telling, "past">): readonly Told[] {
  const read = eventReader();
  return past.logs.map((log) => ({ log, address: getAddress(log.address), event: read(log) }));
}

export interface EventEntries {
  readonly entries: readonly Entry[];
  /** Transactions of Safes, for who approved what. */
  readonly executions: readonly (Execution & { readonly transaction?: Hex })[];
}

/** Every event in words, in the order in which they happened. What one transaction does to one timelock operation is one entry. */
export function eventEntries(told: readonly Told[], telling: Telling): EventEntries {
  const entries: Entry[] = [];
  const executions: (Execution & { readonly transaction?: Hex })[] = [];
  const scheduled = new Map<Hex, readonly TimelockCall[]>();
  const parts = operationParts(told);
  for (const each of told) {
    const { log, address, event } = each;
    const operation = event && operationOf(event);
    const group = operation && parts.get(groupKey(each, operation));
    // The other parts of an operation are told with the first.
    if (group && group[0] !== each) continue;
    const { transactionHash: transaction } = log;
    const sent = transaction && telling.past.transactions.get(transaction);
    const execution = event && executionOf(address, event, sent, telling);
    if (execution) executions.push({ ...execution, ...(transaction && { transaction }) });
    const at = telling.past.headers.get(BigInt(log.blockNumber))?.timestamp;
    const what =
      operation && group
        ? operationText(address, operation, { events: group.map((part) => part.event!), at }, telling, scheduled)
        : execution
          ? executionText(execution, telling)
          : event
            ? eventText(event, telling, { address, transaction })
            : unknownText(log.topics, log.data);
    const by = transaction && senderText(transaction, address, telling);
    entries.push({
      block: String(BigInt(log.blockNumber)),
      ...(at !== undefined && { time: timeText(at) }),
      contract: telling.words.party(address),
      what,
      ...(transaction && { transaction }),
      ...(by !== undefined && { by }),
    });
  }
  return { entries, executions };
}

/** `alice through council`: who sent a transaction, and the contract that passed it on to the one at `address`. */
function senderText(transaction: Hex, address: Address, { past, world, words }: Telling): string | undefined {
  const sent = past.transactions.get(transaction);
  if (!sent) return undefined;
  const passed = sent.to !== address && sent.to && world.byAddress.get(sent.to)?.kind.topology !== undefined;
  return passed ? `${words.name(sent.from)} through ${words.name(sent.to!)}` : words.name(sent.from);
}

function operationParts(told: readonly Told[]): ReadonlyMap<string, readonly Told[]> {
  const parts = new Map<string, Told[]>();
  for (const each of told) {
    const operation = each.event && operationOf(each.event);
    if (!operation) continue;
    const key = groupKey(each, operation);
    const known = parts.get(key);
    if (known) known.push(each);
    else parts.set(key, [each]);
  }
  return parts;
}

function groupKey({ log, address }: Told, { id, step }: { readonly id: Hex; readonly step: string }): string {
  return [log.blockNumber, log.transactionHash, address, id, step].join(" ");
}
