import type { Parameter } from "../../matrix/parameters.ts";
import { count } from "../../report/text.ts";
import { html, NOTHING, type Html } from "../../review/html/markup.ts";
import { anchor, fold, linked, section, table, type Links, type Section } from "../../review/html/parts.ts";
import { shortened } from "../../review/markdown/parts.ts";
import { firstOf, MOST_CONTRACTS } from "../limits.ts";
import type { Briefing } from "../model.ts";
import { leftOut, propertyName, type Row } from "./lists.ts";

/** Every value, by contract. */
export function valuesSection({ parameters: { parameters }, stack }: Briefing, links: Links): Section {
  const byContract = Map.groupBy(parameters, ({ contract }) => contract);
  const { shown, left } = firstOf([...byContract], MOST_CONTRACTS);
  return section("values", "Every value", [
    ...shown.map(([contract, all]) => contractValues(contract, all, stack, links)),
    leftOut(left, `ordinance parameters --stack ${stack} --out parameters.md`),
  ]);
}

/** Members of a mapping count each. */
const MOST_OF_CONTRACT = 250;
const MOST_LETTERS = 200;

function contractValues(contract: string, all: readonly Parameter[], stack: string, links: Links): Html {
  const { shown, left } = firstOf(all, MOST_OF_CONTRACT);
  const rules = [...new Set(shown.flatMap(({ bounds }) => bounds))];
  const setters = new Set(shown.map(setterText));
  const [only] = setters.size === 1 ? setters : [];
  const rows = shown.map((each): Row => {
    const { property, live, unit, bounds, standing } = each;
    const numbers = bounds.map((rule) => rules.indexOf(rule) + 1).join(", ");
    const cells = [
      links.listed.has(`${contract}.${property}`)
        ? html`<a href="#${anchor("change", `${contract}.${property}`)}">${propertyName(property)}</a>`
        : propertyName(property),
      shownValue(live, standing === "unreadable" ? "high" : "", links),
      wanted(each, links),
      html`${unit}`,
      html`${numbers}`,
    ];
    return { cells: only === undefined ? [...cells, linked(setterText(each), links)] : cells };
  });
  const names = ["Property", "Live", "Desired", "Unit", "Rules", ...(only === undefined ? ["Who may set it"] : [])];
  const differing = all.filter(({ standing }) => standing === "differs" || standing === "unreadable").length;
  const note = differing > 0 ? html`, <span class="high">${differing} not as the file says</span>` : NOTHING;
  const set = only === undefined ? NOTHING : html`<p>May be set by ${linked(only, links)}.</p> `;
  const told =
    rules.length === 0
      ? NOTHING
      : html`<ol class="rules">
          ${rules.map((rule) => html`<li>${rule}</li> `)}
        </ol>`;
  return fold(
    html`<h3>${contract}</h3>
      ${count(all.length, "value")}${note}`,
    html`${set}${table(names, rows)}${leftOut(left, `ordinance parameters --stack ${stack}`)}${told}`,
  );
}

function setterText({ setBy }: Parameter): string {
  return setBy.join("; ") || "nobody";
}

function wanted({ desired, standing }: Parameter, links: Links): Html {
  if (standing === "unmanaged") return html`<span class="note">not in the file</span>`;
  if (standing === "as desired") return html`<span class="note">as live</span>`;
  return desired === undefined ? NOTHING : html`<strong>${shownValue(desired, "high", links)}</strong>`;
}

function shownValue(text: string, weight: string, links: Links): Html {
  return html`<code class="${weight}">${linked(shortened(text, MOST_LETTERS), links)}</code>`;
}
