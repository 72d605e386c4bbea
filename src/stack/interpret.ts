import { OrdinanceError } from "../errors.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Address } from "../kinds/value.ts";
import type { Desired, DesiredWant } from "./desired.ts";
import { withDeviations } from "./deviations.ts";
import { keysOf } from "./keys.ts";
import { definitionOf, draftModules, readModules } from "./modules.ts";
import { Names, type Definition } from "./names.ts";
import { readApprovals, readNetwork, readVolume } from "./network.ts";
import { parseYaml } from "./parse.ts";
import { readPenalties } from "./penalties.ts";
import type { Position } from "./position.ts";
import { Sheet, written, type Entry } from "./sheet.ts";
import { choice } from "./units.ts";

const KEYS = {
  required: ["network", "modules"],
  optional: ["addresses", "approvals", "emergency", "penalties", "deviations", "review"],
} as const;
const emergency = choice("state of emergency", ["none", "halt"]);

export interface Source {
  readonly text: string;
  /** For messages: `stacks/local.yaml`. */
  readonly file: string;
  readonly stack: string;
  readonly env: NodeJS.ProcessEnv;
  readonly kinds: ReadonlyMap<string, Kind>;
  /** As if the file said `emergency: halt`, for those who pause or look what is paused, and nothing else. */
  readonly halt?: boolean;
}

/**
 * What the text of a stack file asks for.
 * @throws OrdinanceError ORD102 with every syntax error, or else with every other problem of the file, in its order.
 */
export function interpret(source: Source): Desired {
  const { text, file, stack, env, kinds } = source;
  const sheet = new Sheet(file, parseYaml(text, file));
  const keys = keysOf(sheet, sheet.root, "", KEYS);
  const [networkEntry, addressEntry, approvalsEntry, emergencyEntry, penaltiesEntry, deviationsEntry, modulesEntry] = [
    "network",
    "addresses",
    "approvals",
    "emergency",
    "penalties",
    "deviations",
    "modules",
  ].map((key) => keys?.get(key));

  const network = networkEntry && readNetwork(sheet, networkEntry.value, env);
  const declared = emergencyEntry && readEmergency(sheet, emergencyEntry);
  const halt = source.halt ? (declared ?? sheet.at(sheet.root)) : declared;
  const drafts = modulesEntry ? draftModules(sheet, modulesEntry.value, kinds) : [];
  const names = new Names(sheet, [
    ...(addressEntry ? definitions(sheet, addressEntry) : []),
    ...drafts.map(definitionOf),
  ]);
  // To pause needs no approvals and no date: neither a variable that is not set nor a day that is past keeps anybody from it.
  const approvals = approvalsEntry && !source.halt ? readApprovals(sheet, names, approvalsEntry.value, env) : {};
  const plain = readModules(sheet, names, drafts, halt);
  const read = penaltiesEntry ? readPenalties(sheet, names, penaltiesEntry.value, drafts, plain) : plain;
  const today = source.halt ? undefined : new Date().toISOString().slice(0, 10);
  const modules = deviationsEntry
    ? withDeviations(sheet, deviationsEntry.value, read, today, halt !== undefined)
    : read;

  const reviewEntry = keys?.get("review");
  const volume = reviewEntry && readVolume(sheet, reviewEntry.value);
  if (sheet.problems.length > 0 || !network) throw new OrdinanceError(inOrder(sheet.problems));
  const addresses = names.addresses;
  const byAddress = new Map<Address, string>(modules.map(({ name, address }) => [address, name]));
  for (const [name, address] of addresses) if (!byAddress.has(address)) byAddress.set(address, name);
  const mentioned = new Set([...byAddress.keys(), ...modules.flatMap(({ wants }) => wants.flatMap(addressesOf))]);
  return {
    file,
    stack,
    network,
    approvals,
    ...(volume !== undefined && { volume }),
    names: addresses,
    modules,
    ...(declared && { halt: declared }),
    nameOf: (address) => byAddress.get(address),
    declared: (address) => mentioned.has(address),
  };
}

function definitions(sheet: Sheet, { value }: Entry): Definition[] {
  const entries = sheet.entries(value, "addresses", "a mapping from names to addresses") ?? [];
  return entries.map(({ key, at, value: node }) => ({ name: key, at, value: node, path: `addresses.${key}` }));
}

/** Where the halt is written; `undefined` without one. */
function readEmergency(sheet: Sheet, { value }: Entry): Position | undefined {
  const scalar = sheet.scalar(value, "emergency", emergency.expects);
  const parsed = scalar && emergency.parse(written(scalar));
  if (parsed && "problem" in parsed) sheet.report(value, { code: "ORD109", path: "emergency", ...parsed.problem });
  return parsed && "ok" in parsed && parsed.ok === 1n ? sheet.at(value) : undefined;
}

function addressesOf(want: DesiredWant): readonly Address[] {
  if ("members" in want)
    return [...want.members].flatMap(([member, value]) => (value === want.leaf.absent ? [] : [member]));
  const isAddress = want.leaf.unit.name === "address" && "exact" in want.want;
  return isAddress ? [(want.want as { exact: Address }).exact] : [];
}

function inOrder(problems: Sheet["problems"]): Sheet["problems"] {
  return [...problems].sort((a, b) => a.line! - b.line! || a.column! - b.column!);
}
