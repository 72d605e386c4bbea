import type { EventFragment } from "ethers/abi";
import { ethers } from "../../ethers.ts";
import type { RawLog } from "../../chain/logs.ts";
import { EVENTS } from "../../kinds/events.ts";
import type { Argument } from "../../kinds/write.ts";

/** An event in the words of its contract. */
export interface Happened {
  /** `RoleGranted` */
  readonly name: string;
  readonly args: readonly { readonly name: string; readonly value: Argument }[];
}

const { EventFragment: Fragment, Interface } = ethers("abi");

/** The events of a topic; several where versions of a contract index different arguments. */
type Dictionary = ReadonlyMap<string, readonly EventFragment[]>;

/** Reads logs with the events of all kinds. What is of none, or not as long as it should be, stays `undefined`. */
export function eventReader(): (log: RawLog) => Happened | undefined {
  const dictionary = new Map<string, EventFragment[]>();
  for (const line of EVENTS) {
    const fragment = Fragment.from(line);
    dictionary.set(fragment.topicHash, [...(dictionary.get(fragment.topicHash) ?? []), fragment]);
  }
  return (log) => decoded(dictionary, log);
}

function decoded(dictionary: Dictionary, { topics, data }: RawLog): Happened | undefined {
  const [topic] = topics;
  const fragment = dictionary
    .get(topic ?? "")
    ?.find(({ inputs }) => inputs.filter(({ indexed }) => indexed).length === topics.length - 1);
  if (!fragment) return undefined;
  try {
    const values = new Interface([fragment]).decodeEventLog(fragment, data, topics).toArray(true) as Argument[];
    return {
      name: fragment.name,
      args: fragment.inputs.map(({ name }, index) => ({ name, value: values[index]! })),
    };
  } catch (error) {
    // Another contract's event may have the same signature and other bytes: it is shown as it is.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** One argument. @throws TypeError if the event has none of that name. */
export function argumentOf({ name: event, args }: Happened, name: string): Argument {
  const found = args.find((each) => each.name === name);
  if (!found) throw new TypeError(`${event} has no argument ${name}`);
  return found.value;
}
