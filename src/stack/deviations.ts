import type { Node } from "yaml";
import type { DesiredModule } from "./desired.ts";
import { keysOf } from "./keys.ts";
import { written, type Sheet } from "./sheet.ts";
import { suggestion } from "./nearest.ts";
import { quoted } from "./units/quoted.ts";

const KEYS = { required: ["path", "reason", "until"], optional: [] } as const;

/** A day of the calendar: JavaScript takes the 31st of any month for one, as a day of the next. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Marks the wants of known deviations as observed: they are compared and reported with their reason, and never changed.
 * @param today `2026-11-24`; a deviation whose last day is past is reported as a problem. Where no day is told, none is past.
 * @param halt every pausable module is to be paused, whatever was tolerated of its flag.
 */
export function withDeviations(
  sheet: Sheet,
  node: Node,
  modules: readonly DesiredModule[],
  today: string | undefined,
  halt: boolean,
): readonly DesiredModule[] {
  const found = new Map<string, { readonly reason: string; readonly until: string }>();
  const known = modules.flatMap(({ name, wants }) => wants.map(({ path }) => `${name}.${path}`));
  (sheet.items(node, "deviations", "a list of mappings with path, reason and until") ?? []).forEach((item, index) => {
    const at = `deviations[${index}]`;
    const keys = keysOf(sheet, item, at, KEYS);
    const [path, reason, until] = KEYS.required.map((key) => {
      const entry = keys?.get(key);
      const scalar = entry && sheet.scalar(entry.value, `${at}.${key}`, "a text");
      return scalar && { text: written(scalar), node: entry.value };
    });
    if (!path || !reason || !until) return;
    if (!known.includes(path.text)) {
      const expected = "module and property of a value in this file: stakeManager.fees.fee";
      const found = `the unknown value ${quoted(path.text)}`;
      sheet.report(path.node, { code: "ORD111", path: `${at}.path`, found, expected, ...suggestion(path.text, known) });
    } else if (found.has(path.text)) {
      const expected = "one deviation of a value, with one reason and one day";
      const again = `a second deviation of ${quoted(path.text)}`;
      sheet.report(path.node, { code: "ORD106", path: `${at}.path`, found: again, expected });
    } else if (!isDay(until.text)) {
      const expected = "a day such as 2027-01-31";
      sheet.report(until.node, { code: "ORD109", path: `${at}.until`, found: quoted(until.text), expected });
    } else if (today !== undefined && until.text < today) {
      const expected = `a day from ${today} on, or no deviation: what was tolerated until then is drift now`;
      sheet.report(until.node, { code: "ORD119", path: `${at}.until`, found: until.text, expected });
    } else found.set(path.text, { reason: reason.text, until: until.text });
  });
  return modules.map((module) => ({
    ...module,
    wants: module.wants.map((want) => {
      const deviation = found.get(`${module.name}.${want.path}`);
      return deviation && !(halt && want.path === "paused") ? { ...want, observe: true, deviation } : want;
    }),
  }));
}
