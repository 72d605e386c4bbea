import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { briefingHtml } from "../../src/briefing/html.ts";
import { briefingMarkdown } from "../../src/briefing/markdown.ts";
import { briefingOf, type Briefing } from "../../src/briefing/model.ts";
import type { LiveModule } from "../../src/diff/live.ts";
import type { Examined } from "../../src/examine.ts";
import { ZERO_ADDRESS } from "../../src/kinds/value.ts";
import { plan } from "../../src/plan/plan.ts";
import type { DesiredModule } from "../../src/stack/desired.ts";
import { alice, bob, committee } from "../support/graph-cast.ts";
import { desiredModule, desiredOf, liveOf, plainAddress, wanted } from "../support/graph-plan.ts";
import { elementsOf } from "../support/markup.ts";

const golden = readFileSync(join(import.meta.dirname, "golden", "drifted.html"), "utf8");
/** Markup of every kind, and characters that turn the direction of what follows. */
const HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'`&\u202e";

/** Contracts that one owner and one pauser govern alike; `differing` of them have another pauser than the file says, which is only observed: no plan is made. */
function large(modules: number, differing: number): Examined {
  const desired: DesiredModule[] = [];
  const states: LiveModule[] = [];
  for (let index = 0; index < modules; index++) {
    const pauser = index < differing ? ZERO_ADDRESS : bob;
    const module = committee(alice, { pauser }, `module${index}`, plainAddress(10_000 + index));
    desired.push(
      desiredModule(module, wanted(module, "owner", alice), wanted(module, "pauser", bob, { observe: true })),
    );
    const { name, kind, address, values } = module;
    states.push({ name, kind, address, values, unreadable: new Map(), codeHash: "0x" });
  }
  const stack = desiredOf(desired, [alice, bob]);
  const live = { ...liveOf([]), modules: new Map(states.map((each) => [each.name, each])) };
  const names = new Map(desired.map(({ name, address }) => [address, name]));
  const named = { ...stack, network: stack.network, nameOf: (address: `0x${string}`) => names.get(address) };
  return { desired: named, live, plan: plan(named, live) };
}

/** The same with something hostile in every text that is not an address or a word of this program. */
function hostile(briefing: Briefing): Briefing {
  const taken = new Set(["name", "contract", "property", "reason", "who", "live", "desired", "remedy", "step", "what"]);
  const other = new Set([...taken, "note", "right", "text", "file", "stack", "unit", "kind", "failed"]);
  const keep = new Set(["account", "safe", "timelock", "module", "passing", "stranger", "everybody"]);
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => walk(each, key));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, name)]));
    }
    return typeof value === "string" && other.has(key) && !keep.has(value) ? `${value}${HOSTILE}` : value;
  };
  return walk(briefing, "") as Briefing;
}

const pages: Readonly<Record<string, () => string>> = {
  "of the drifted stack": () => golden,
  "with something hostile in every text": () => briefingHtml(hostile(briefingOf(large(3, 1), []))),
  "of a large stack": () => briefingHtml(briefingOf(large(150, 60), [])),
};

describe.each(Object.entries(pages))("the page %s", (_name, made) => {
  const page = made();
  const elements = elementsOf(page);
  const all = (attribute: string) => elements.flatMap(({ attributes }) => attributes.get(attribute) ?? []);

  it("is well formed, needs nothing from outside and runs nothing", () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ["script", "img", "image", "use", "link", "iframe", "object", "form", "foreignobject"]) {
      expect(names.has(name), name).toBe(false);
    }
    expect([...all("src"), ...all("href").filter((to) => !to.startsWith("#"))]).toEqual([]);
    expect(elements.flatMap(({ attributes }) => [...attributes.keys()].filter((key) => key.startsWith("on")))).toEqual(
      [],
    );
    expect(page).not.toMatch(/url\(|@import|https?:\/\//);
  });

  it("has an anchor for whatever is linked, and each once", () => {
    const ids = all("id");
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(ids);
    expect(all("href").filter((to) => !known.has(to.slice(1)))).toEqual([]);
  });

  it("has its headings in order, heads for every column, and words for the picture", () => {
    const levels = elements.flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []));
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.slice(1).entries()) expect(level - levels[index]!).toBeLessThanOrEqual(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    const heads = elements.filter(({ name }) => name === "th");
    expect(heads.every(({ attributes }) => attributes.get("scope") === "col")).toBe(true);
    const inSvg = elements.filter(({ inside }) => inside.at(-1) === "svg").map(({ name }) => name);
    expect(inSvg).toEqual(["title", "desc", "g", "g"]);
  });

  it("shows on paper what is folded: nothing but a screen hides it", () => {
    const folded = elements.filter(({ attributes }) => attributes.get("class") === "folded");
    const details = elements.filter(({ name }) => name === "details");
    expect(folded.length).toBe(details.length);
    expect(folded.every(({ inside }) => !inside.includes("details"))).toBe(true);
    const [, style = ""] = /<style>([^<]*)<\/style>/.exec(page) ?? [];
    const screen = /@media screen \{[^@]*?\n\}/.exec(style)![0];
    expect(screen).toContain(".folded { display: none; }");
    // On paper, links to the sections are of no use.
    expect(style.replace(screen, "").replace("nav { display: none; }", "")).not.toMatch(/folded|display: none/);
  });
});

it("shows what is hostile as it is", () => {
  const page = pages["with something hostile in every text"]!();
  expect(page.match(/&#60;script&#62;alert\(1\)/g)!.length).toBeGreaterThan(50);
  expect(page).toContain("\\u{202e}");
  expect(page).not.toContain("\u202e");
});

it("links every address, and every difference from where it is named", () => {
  const ids = new Set(elementsOf(golden).flatMap(({ attributes }) => attributes.get("id") ?? []));
  const addresses = new Set(golden.match(/(?<=>|\[)0x[0-9a-fA-F]{40}(?=<)/g));
  expect(addresses.size).toBeGreaterThan(15);
  for (const address of addresses) {
    expect(ids.has(`address-${address}`), address).toBe(true);
    expect(golden).toContain(`href="#address-${address}"`);
  }
  const changes = [...ids].filter((id) => id.startsWith("change-"));
  expect(changes).toHaveLength(29);
  for (const id of changes) expect(golden).toContain(`href="#${id}"`);
});

describe("a stack of thousands of contracts", () => {
  const examined = large(2000, 700);
  const briefing = briefingOf(examined, []);

  it("is drawn in less than two seconds, as a page that a telephone can load", () => {
    const before = performance.now();
    const page = briefingHtml(briefing);
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(page.length).toBeLessThan(2_000_000);
    expect(elementsOf(page).length).toBeGreaterThan(1_000);
    for (const told of [
      /200 more are left out: <code>ordinance surface --stack hand<\/code>/,
      /1500 more are left out: <code>ordinance status --stack hand<\/code>/,
      /1900 more are left out: <code>ordinance authority --stack hand --out authority.md<\/code>/,
      /1900 more are left out: <code>ordinance parameters --stack hand --out parameters.md<\/code>/,
    ]) {
      expect(page).toMatch(told);
    }
    // What is paused is never behind what is not.
    expect(page.match(/<g\s+class="node /g)!.length).toBeLessThan(10);
  });

  it("is short in Markdown, and says what was left out and which command has it", () => {
    const text = briefingMarkdown(briefing);
    expect(text.split("\n").length).toBeLessThan(800);
    for (const command of ["status", "surface", "parameters"]) {
      expect(text).toMatch(new RegExp(`^\\d+ more are left out: \`ordinance ${command} --stack hand\`$`, "m"));
    }
  });

  it("is whole for machines", () => {
    expect([briefing.pauses.length, briefing.drift.drift.length, briefing.graph.nodes.length]).toEqual([2000, 700, 4]);
    expect(briefing.graph.nodes.flatMap(({ members }) => members)).toHaveLength(2002);
  });
});
