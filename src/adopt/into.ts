import { diff, type Change } from "../diff/diff.ts";
import type { Examined } from "../examine.ts";
import { kindsByName } from "../kinds/index.ts";
import { splitKey } from "../kinds/property.ts";
import type { Address } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import type { Name } from "../review/yaml.ts";
import type { Desired } from "../stack/desired.ts";
import { interpret } from "../stack/interpret.ts";
import type { Selection } from "./selection.ts";
import { isWritten, updateStack, type StackChange } from "./update.ts";
import { valueText } from "./yaml-text.ts";

/** A difference that stays one. */
export interface NotAdopted {
  readonly path: string;
  readonly why: string;
}

export interface Adopted {
  readonly text: string;
  readonly changes: readonly StackChange[];
  readonly left: readonly NotAdopted[];
  /** Values that were asked for and that the chain did not say. */
  readonly unread: readonly NotAdopted[];
}

/**
 * Takes values that the chain holds into an existing file: the opposite of a plan. Everything else of the text stays as it is.
 * @param examined what the same text asked for, and what the chain held.
 * @param chosen which of the differences; without it all of them, but those that the file tolerates for a while.
 * @param env for the variables of `network.rpc`, as when the text was read.
 * @throws OrdinanceError ORD1xx where the file may not ask for what the chain holds.
 */
export function adoptInto(
  text: string,
  { desired, live }: Pick<Examined, "desired" | "live">,
  chosen: Selection | undefined,
  env: NodeJS.ProcessEnv,
): Adopted {
  const { changes: differing, unreadable } = diff(desired, live);
  const changes: StackChange[] = [];
  const left: NotAdopted[] = [];
  let now = text;
  for (const change of differing) {
    if (chosen && !chosen(change.module, change.key)) continue;
    const found = changeOf(change, desired, live);
    if ("why" in found) left.push(found);
    else if (!chosen && change.deviation)
      left.push({ path: found.path, why: `tolerated until ${change.deviation.until}: name it to take it over` });
    else if (!isWritten(now, found.path, desired.file))
      left.push({ path: found.path, why: "the file does not have this value: add it by hand" });
    else {
      now = updateStack(now, [found], desired.file);
      changes.push(found);
    }
  }
  const still = new Set(
    diff(reread(now, desired, env), live).changes.map((change) => changeOf(change, desired, live).path),
  );
  const stayed = changes.filter(({ path }) => still.has(path));
  return {
    text: now,
    changes: changes.filter((change) => !stayed.includes(change)),
    left: [...left, ...stayed.map(({ path }) => ({ path, why: "something else in the file asks for another value" }))],
    unread: unreadable
      .filter(({ module, path }) => !chosen || chosen(module, path))
      .map(({ module, path, reason }) => ({ path: `modules.${module}.${path}`, why: reason })),
  };
}

/** What came out has to be a stack file of the same chain, and ask for what it was to ask for. */
function reread(text: string, { file, stack }: Desired, env: NodeJS.ProcessEnv): Desired {
  return interpret({ text, file, stack, env, kinds: kindsByName });
}

function changeOf(
  { module, key, path, want, before, unit }: Change,
  { nameOf }: Desired,
  live: Examined["live"],
): StackChange | NotAdopted {
  const name: Name = (address) => nameOf(address) ?? address;
  const { member } = splitKey(key);
  const at = `modules.${module}.${path}` + (member === undefined ? "" : `[${name(member as Address)}]`);
  const leaf = leavesOf(live.modules.get(module)!.kind).get(path);
  if (leaf?.type === "members" && before === leaf.absent) return { path: at, value: null };
  if ("within" in want)
    return { path: at, why: "the chain is outside of the band: widen it by hand, or bring it back" };
  const written = valueText(unit, before, name);
  return "why" in written ? { path: at, ...written } : { path: at, value: written.text };
}
