import type { Node } from "yaml";
import { INCIDENT, leafOf, penaltyKey, WHOLE, withPenalties, type Penalty, type StakeRole } from "../kinds/penalty.ts";
import { ROLES } from "../kinds/stake-manager-stakes.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../kinds/value.ts";
import type { DesiredModule, ScalarWant } from "./desired.ts";
import { keysOf } from "./keys.ts";
import type { ModuleDraft } from "./modules.ts";
import type { Names } from "./names.ts";
import type { Position } from "./position.ts";
import { describe, type Sheet } from "./sheet.ts";
import type { Unit } from "./unit.ts";
import { address, bps, choice, text } from "./units.ts";
import { readValue } from "./values.ts";

const KEYS = {
  required: ["incident", "user", "role", "percentage", "beneficiary", "reason"],
  optional: [],
} as const;
const KIND = "StakeManager";
const roles = Object.keys(ROLES) as StakeRole[];
const role = choice("role", roles);

type Key = (typeof KEYS.required)[number];
const INCIDENT_EXPECTED = "1 to 64 letters, digits, - and _, beginning with a letter or a digit";
const ACCOUNT_EXPECTED =
  "another account than the zero address (StakeManager.governanceSlash: InvalidUser, InvalidRecipient)";
const SHARE_EXPECTED = "more than 0 % and at most 100 % (StakeManager.governanceSlash: InvalidPercentage)";

/** The modules, with what the section `penalties` wants of the stake manager. */
export function readPenalties(
  sheet: Sheet,
  names: Names,
  node: Node,
  drafts: readonly ModuleDraft[],
  modules: readonly DesiredModule[],
): readonly DesiredModule[] {
  const found = new Map<string, { readonly penalty: Penalty; readonly at: Position }>();
  const items = sheet.items(node, "penalties", `a list of mappings with ${KEYS.required.join(", ")}`) ?? [];
  items.forEach((item, index) => {
    const path = `penalties[${index}]`;
    const penalty = readPenalty(sheet, names, item, path);
    if (!penalty) return;
    const first = found.get(penalty.incident);
    const at = sheet.at(item);
    if (!first) found.set(penalty.incident, { penalty, at });
    else {
      const again = `the incident ${penalty.incident} a second time`;
      const expected = `only the one in line ${first.at.line}: an incident is punished once, for ever`;
      sheet.report(at, { code: "ORD123", path: `${path}.incident`, found: again, expected });
    }
  });
  const managers = drafts.filter(({ kind }) => kind?.name === KIND);
  if (items.length > 0 && managers.length !== 1) {
    const expected = "exactly one: it holds the stakes";
    sheet.report(node, {
      code: "ORD123",
      path: "penalties",
      found: `${managers.length} modules of kind ${KIND}`,
      expected,
    });
    return modules;
  }
  const all = [...found.values()];
  const manager = modules.find(({ name }) => name === managers[0]?.name);
  if (!manager) return modules;
  const kind = withPenalties(
    manager.kind,
    all.map(({ penalty }) => penalty),
  );
  const wants = all.map(({ penalty, at }): ScalarWant => ({
    path: penaltyKey(penalty),
    leaf: leafOf(penalty),
    want: { exact: true },
    observe: manager.observed === true,
    at,
  }));
  return modules.map((each) => (each === manager ? { ...each, kind, wants: [...each.wants, ...wants] } : each));
}

/** One entry; `undefined` if something in it is wrong (and reported). */
function readPenalty(sheet: Sheet, names: Names, item: Node, path: string): Penalty | undefined {
  const keys = keysOf(sheet, item, path, KEYS);
  if (!keys) return undefined;
  const incident = read("incident", text, INCIDENT_EXPECTED, (value) => INCIDENT.test(String(value)));
  const user = read("user", address, ACCOUNT_EXPECTED, (value) => value !== ZERO_ADDRESS);
  const as = read("role", role, role.expects, () => true);
  const share = read("percentage", bps, SHARE_EXPECTED, (value) => Number(value) > 0 && Number(value) <= Number(WHOLE));
  const beneficiary = read("beneficiary", address, ACCOUNT_EXPECTED, (value) => value !== ZERO_ADDRESS);
  const reason = read(
    "reason",
    text,
    "a sentence for whoever reads the review",
    (value) => String(value).trim() !== "",
  );
  if ([incident, user, as, share, beneficiary, reason].includes(undefined)) return undefined;
  return {
    incident: incident as string,
    user: user as Address,
    role: roles[Number(as)]!,
    share: share as bigint,
    beneficiary: beneficiary as Address,
    reason: reason as string,
  };

  function read(key: Key, unit: Unit, expected: string, fits: (value: Value) => boolean): Value | undefined {
    const entry = keys!.get(key);
    const value = entry && readValue(sheet, names, unit, entry.value, `${path}.${key}`);
    if (value === undefined || fits(value)) return value;
    sheet.report(entry!.value, { code: "ORD123", path: `${path}.${key}`, found: describe(entry!.value), expected });
    return undefined;
  }
}
