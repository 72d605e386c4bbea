import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { html, joined, trusted } from "../../src/review/html/markup.ts";
import type { Review } from "../../src/review/model.ts";
import { goldenPath } from "./support.ts";

describe("templates", () => {
  it("escape every text, and take only templates for markup", () => {
    const text = `<a href="x" title='y'>&\`\u202e`;
    expect(html`<p>${text}</p>`.markup).toBe(
      "<p>&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;&#96;\\u{202e}</p>",
    );
    expect(html`${html`<b>${1}</b>`}${[html`<i>a</i>`, trusted("<u>b</u>")]}`.markup).toBe("<b>1</b><i>a</i><u>b</u>");
    expect(joined([html`a`, html`b`], " & ").markup).toBe("a &#38; b");
  });
});

describe.each(["drifted.html", "hostile.html"])("the page %s", (name) => {
  const page = readFileSync(goldenPath(name), "utf8");
  const all = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, found]) => found!);

  it("needs nothing from outside and runs nothing", () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<(?:script|img|link|iframe|object|form)\b/);
    expect(all(/\b(?:src|href)="(?!#)([^"]*)"/g)).toEqual([]);
    expect(all(/\b(on\w+)=/g).filter((each) => each !== "onerror")).toEqual([]);
    expect(page).not.toMatch(/url\(|@import/);
  });

  it("has an anchor for whatever is linked, and each once", () => {
    const ids = all(/ id="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    expect(all(/href="#([^"]*)"/g).filter((to) => !ids.includes(to))).toEqual([]);
  });

  it("closes every element that it opens", () => {
    for (const element of [
      "section",
      "div",
      "table",
      "tr",
      "td",
      "ul",
      "ol",
      "li",
      "p",
      "pre",
      "code",
      "span",
      "a",
      "dl",
      "details",
    ]) {
      const opened = all(new RegExp(`(<${element}[ >])`, "g")).length;
      expect(all(new RegExp(`(</${element}>)`, "g")).length, element).toBe(opened);
    }
  });
});

it("every address and every change has an anchor", () => {
  const page = readFileSync(goldenPath("drifted.html"), "utf8");
  const review = JSON.parse(readFileSync(goldenPath("drifted.json"), "utf8")) as Review;
  expect(review.addresses.length).toBeGreaterThan(20);
  for (const { address } of review.addresses) expect(page).toContain(`id="address-${address}"`);
  expect(page.match(/<tr id="change-/g)).toHaveLength(review.risks.length);
  for (let step = 1; step <= 22; step++) expect(page).toContain(`id="call-${step}"`);
});
