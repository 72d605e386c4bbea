/** A part of a text that can be folded, and whose list can be cut. */
export interface Section {
  readonly title: string;
  /** Before the list. */
  readonly lead: readonly string[];
  /** Each stands alone: whole ones are left out where the text is too long. */
  readonly items: readonly string[];
  /** Between items: a line, or a blank line. */
  readonly between: "\n" | "\n\n";
  /** `call`, with an `s` where there are several. */
  readonly noun: string;
  /** Sections with a lower one are folded and cut first. */
  readonly importance: number;
  /** Folded however short the text is. */
  readonly folded?: true;
}

/** More than this is not read at one sitting: what matters least is folded. */
const OPEN = 20_000;
/** As many items as a section keeps while others have more. */
const FEW = 10;
/** Longer than any sentence that says what was left out. */
const RESERVE = 200;

interface Fitted {
  readonly section: Section;
  readonly folded: boolean;
  readonly shown: number;
}

/** The sections in their order, in at most `limit` characters: the least important are folded, then cut. */
export function fit(sections: readonly Section[], limit: number): string {
  const least = [...sections].sort((a, b) => a.importance - b.importance);
  const folded = foldedIn(least);
  const shown = new Map(sections.map((section) => [section, section.items.length]));
  let excess = lengthOf(sections, folded, shown) - limit;
  for (const floor of [FEW, 0]) {
    for (const section of least) {
      if (excess <= 0) break;
      excess = cut(section, floor, shown, excess);
    }
  }
  return render(sections.map((section) => fitted(section, folded, shown)));
}

function foldedIn(least: readonly Section[]): ReadonlySet<Section> {
  const folded = new Set(least.filter((section) => section.folded));
  let open = least.filter((section) => !folded.has(section)).reduce((sum, each) => sum + sizeOf(each), 0);
  for (const section of least) {
    if (open <= OPEN) break;
    if (folded.has(section)) continue;
    folded.add(section);
    open -= sizeOf(section);
  }
  return folded;
}

/** Takes items from the end of a section until enough is saved or only `floor` are left; what is still too much. */
function cut(section: Section, floor: number, shown: Map<Section, number>, excess: number): number {
  const before = shown.get(section)!;
  let left = before;
  let still = excess;
  while (still > 0 && left > floor) {
    // The first item that goes makes room for the sentence that says so.
    if (left === section.items.length) still += RESERVE;
    left--;
    still -= section.items[left]!.length + section.between.length;
  }
  shown.set(section, left);
  return still;
}

function lengthOf(
  sections: readonly Section[],
  folded: ReadonlySet<Section>,
  shown: ReadonlyMap<Section, number>,
): number {
  return render(sections.map((section) => fitted(section, folded, shown))).length;
}

function fitted(section: Section, folded: ReadonlySet<Section>, shown: ReadonlyMap<Section, number>): Fitted {
  return { section, folded: folded.has(section), shown: shown.get(section)! };
}

function sizeOf({ lead, items }: Section): number {
  return [...lead, ...items].reduce((sum, each) => sum + each.length + 1, 0);
}

function render(sections: readonly Fitted[]): string {
  return sections.map(renderOne).join("\n\n");
}

function renderOne({ section, folded, shown }: Fitted): string {
  const { title, lead, items, between, noun } = section;
  const missing = items.length - shown;
  const list = items.slice(0, shown).join(between).replace(/^\n+/, "");
  const left =
    missing > 0
      ? [
          `_${missing} of ${items.length} ${noun}${items.length === 1 ? "" : "s"} left out here; the JSON of this review has all of them._`,
        ]
      : [];
  const body = [...(lead.length > 0 ? [lead.join("\n") + (list === "" ? "" : leadEnd(lead))] : []), list];
  const text = [body.filter((each) => each !== "").join(""), ...left].filter((each) => each !== "").join("\n\n");
  if (!folded) return `## ${title}\n\n${text}`;
  return `<details>\n<summary><b>${title}</b></summary>\n\n${text}\n\n</details>`;
}

/** Rows follow the head of a table at once, anything else after a blank line. */
function leadEnd(lead: readonly string[]): string {
  return lead.at(-1)!.startsWith("|") ? "\n" : "\n\n";
}
