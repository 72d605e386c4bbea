import { describe, expect, it } from "vitest";
import { htmlOf } from "../../src/review/html.ts";
import { jsonOf } from "../../src/review/json.ts";
import { markdownOf, MOST_CHARACTERS } from "../../src/review/markdown.ts";
import { fit, type Section } from "../../src/review/markdown/fit.ts";
import { code, codeCell, fenced, prose } from "../../src/review/markdown/text.ts";
import { reviewOf } from "../../src/review/model.ts";
import { visible, visibleJson } from "../../src/visible.ts";
import { largeExamined } from "./large.ts";

describe("texts", () => {
  it("are code that nothing in them can end", () => {
    expect(code("a")).toBe("`a`");
    expect(code("`a` ``b``")).toBe("``` `a` ``b`` ```");
    expect(code("a``b")).toBe("```a``b```");
    expect(code("")).toBe("` `");
    expect(codeCell("a|b")).toBe("`a\\|b`");
    expect(code("a\nb\u202ec")).toBe("`a\\nb\\u{202e}c`");
  });

  it("are words that are no markup", () => {
    expect(prose("a_b *c* <d> [e](f) |g| @h #1 &amp; `i`")).toBe(
      "a\\_b \\*c\\* &lt;d&gt; \\[e\\](f) \\|g\\| &#64;\u2060h \\#1 &amp;amp; \\`i\\`",
    );
  });

  it("are lines in a fence that none of them can close", () => {
    expect(fenced("diff", ["+ ````", " x"])).toBe("`````diff\n+ ````\n x\n`````");
  });

  it("show what cannot be seen, and mean the same as JSON", () => {
    const hidden = "a\u0000\u200b\u2028\ufeff\u{e0041}\ud800b";
    expect(visible(hidden)).toBe("a\\u{0}\\u{200b}\\u{2028}\\u{feff}\\u{e0041}\\u{d800}b");
    const json = visibleJson(JSON.stringify([hidden, "é日本"], null, 2));
    expect(json).toMatch(/^[\x20-\x7e\né日本]*$/);
    expect(JSON.parse(json)).toEqual([hidden, "é日本"]);
  });
});

describe("a text that must fit", () => {
  const section = (title: string, importance: number, items: number): Section => ({
    ...{ title, importance, lead: [], between: "\n", noun: "thing" },
    items: Array.from({ length: items }, (_, index) => `${title} ${index} ${"x".repeat(50)}`),
  });
  const count = (text: string, title: string) => text.split("\n").filter((line) => line.startsWith(`${title} `)).length;

  it("stays as it is where there is room", () => {
    const text = fit([section("one", 2, 3), section("two", 1, 3)], 10_000);
    expect(text).not.toContain("<details>");
    expect(text).not.toContain("left out");
  });

  it("folds what matters least before it cuts", () => {
    const text = fit([section("one", 2, 200), section("two", 1, 200)], 60_000);
    expect(text).toContain("## one");
    expect(text).toContain("<summary><b>two</b></summary>");
    expect(text).not.toContain("left out");
  });

  it("cuts what matters least, and says how much", () => {
    const text = fit([section("one", 2, 200), section("two", 1, 200)], 11_000);
    expect(text.length).toBeLessThanOrEqual(11_000);
    expect(count(text, "two")).toBe(10);
    expect(text).toContain("_190 of 200 things left out here; the JSON of this review has all of them._");
    expect(count(text, "one")).toBeGreaterThan(150);
  });

  it.each([200, 1000, 2000, 5000, 20_000])("keeps to %i characters whatever there is", (limit) => {
    const text = fit([section("one", 3, 500), section("two", 2, 1), section("three", 1, 500)], Math.max(limit, 600));
    expect(text.length).toBeLessThanOrEqual(Math.max(limit, 600));
  });
});

describe("a review of 4,000 changes", () => {
  const review = reviewOf(largeExamined(200));

  it("is a comment that every site takes, with the riskiest changes in it", () => {
    expect(review.changes).toHaveLength(4000);
    const text = markdownOf(review);
    expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(text.length).toBeGreaterThan(MOST_CHARACTERS - 2000);
    expect(text).toMatch(/^# 4000 changes to 200 contracts/);
    expect(text).toMatch(/_\d+ of 4200 changes left out here/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    expect(text.match(/^`{3,}/gm)!.length % 2).toBe(0);
    expect(markdownOf(review)).toBe(text);
  });

  it("loses nothing as JSON and as a page", () => {
    expect((JSON.parse(jsonOf(review)) as typeof review).changes).toHaveLength(4000);
    expect(htmlOf(review).match(/<tr id="change-/g)).toHaveLength(4200);
  });
});
