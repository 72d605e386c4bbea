import type { Change, Unreadable } from "../diff/diff.ts";
import type { Kind } from "../kinds/kind.ts";
import { splitKey, type Key } from "../kinds/property.ts";
import type { Address, Value } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import { viaOf, type Call } from "../plan/call.ts";
import type { Argument } from "../kinds/write.ts";
import type { Desired } from "../stack/desired.ts";
import { both } from "../stack/units.ts";
import type { Unit } from "../stack/unit.ts";
import { quotedText, visible } from "../visible.ts";

/** Names addresses as the stack file does, and shows values in human units with the raw value beside. */
export interface Words {
  address(address: Address): string;
  value(module: string, key: Key, value: Value): string;
  /** Whether a value is one for people: the order of a list is not, its members are. */
  shows(module: string, key: Key): boolean;
}

export function wordsOf(desired: Desired): Words {
  const kinds = new Map<string, Kind>(desired.modules.map(({ name, kind }) => [name, kind]));
  const address = (of: Address) => desired.nameOf(of) ?? of;
  return {
    address,
    shows(module, key) {
      const leaf = kinds.get(module) && leavesOf(kinds.get(module)!).get(key);
      return leaf?.type !== "members";
    },
    value(module, key, value) {
      const leaf = kinds.get(module) && leavesOf(kinds.get(module)!).get(splitKey(key).path);
      return leaf ? valueText(leaf.unit, value, address) : String(value);
    },
  };
}

function valueText(unit: Unit, value: Value, address: (of: Address) => string): string {
  if (unit.name === "address") return address(value as Address);
  // Without quotes nobody sees an empty text, or where one ends that has an arrow in it.
  return unit.name === "text" ? quotedText(String(value)) : both(unit, value);
}

/** `stakeManager.fees.fee  7 % [7] => 5 % [5]`, on one line whatever the chain or a reason in the file holds. */
export function changeText(change: Change, words: Words): string {
  const [before, after] = [change.before, change.after].map((value) => words.value(change.module, change.key, value));
  return visible(`${change.module}.${keyText(change.key, words)}  ${before} => ${after}${noteOf(change)}`);
}

function noteOf({ observe, deviation }: Change): string {
  if (deviation) return `  (tolerated until ${deviation.until}: ${deviation.reason})`;
  return observe ? "  (observed only)" : "";
}

/**
 * `stakeManager.setFeePct(5) via systemPause: fees.fee 7 % [7] => 5 % [5]`, on one line as a change.
 * @param most effects that are named; of the others their number is.
 */
export function callText(call: Call, words: Words, most = Infinity): string {
  const hops = viaOf(call);
  const via = hops.length > 0 ? ` via ${hops.join(" -> ")}` : "";
  const written = call.args.map((arg) => argumentText(arg, words)).join(", ");
  // The effects say what a long argument list is about; the bytes are beside it in the change set.
  const args = written.length > 120 ? "..." : written;
  const shown = call.effects.filter(({ key }) => words.shows(call.module, key));
  const effects = shown.slice(0, most).map((effect) => {
    const module = effect.module === call.module ? "" : `${effect.module}.`;
    const [before, after] = [effect.before, effect.after].map((value) => words.value(effect.module, effect.key, value));
    return `${module}${keyText(effect.key, words)} ${before} => ${after}${effect.managed ? "" : " (side effect)"}`;
  });
  const more = shown.length > effects.length ? [`${shown.length - effects.length} more`] : [];
  const name = call.fn.slice(0, call.fn.indexOf("("));
  return visible(`${call.module}.${name}(${args})${via}: ${[...effects, ...more].join(", ")}`);
}

/** All of them on one line; empty where there is none. */
export function callsText(calls: readonly Call[], words: Words): string {
  return calls.map((call) => callText(call, words)).join("; ");
}

export function unreadableText(hole: Unreadable): string {
  return visible(`unreadable: ${hole.module}.${hole.path}: ${hole.reason}`);
}

export function keyText(key: Key, words: Pick<Words, "address">): string {
  const { path, member } = splitKey(key);
  return member === undefined ? path : `${path}[${words.address(member as Address)}]`;
}

function argumentText(argument: Argument, words: Words): string {
  if (Array.isArray(argument)) return `[${argument.map((each) => argumentText(each as Argument, words)).join(", ")}]`;
  if (typeof argument === "string" && /^0x[0-9a-fA-F]{40}$/.test(argument)) return words.address(argument as Address);
  return typeof argument === "string" ? JSON.stringify(argument) : String(argument);
}

/** The first of some texts, and how many more there are. */
export function upTo(most: number, texts: readonly string[]): readonly string[] {
  const more = texts.length - most;
  return more > 0 ? [...texts.slice(0, most), `${more} more`] : texts;
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** How two lists of calls differ, or an empty text: what is no longer needed, and what is needed now. */
export function movedText(reviewed: readonly string[], now: readonly string[]): string {
  const gone = reviewed.filter((call) => !now.includes(call)).map((call) => `no longer: ${call}`);
  const added = now.filter((call) => !reviewed.includes(call)).map((call) => `now: ${call}`);
  return [...gone, ...added].join("; ");
}
