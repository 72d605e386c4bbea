import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { html } from "../../src/review/html/markup.ts";
import { table } from "../../src/review/html/parts.ts";
import { brightness, browser, HEIGHT, looksOf, WIDTHS } from "../support/browser.ts";

const page = readFileSync(join(import.meta.dirname, "golden", "drifted.html"), "utf8");

describe.runIf(browser !== undefined)("the page of a briefing in a browser", () => {
  it.each(["light", "dark"] as const)("fits narrow and wide screens, %s", async (scheme) => {
    const seen = await looksOf(page, scheme);
    expect(seen.map(({ width }) => width)).toEqual(WIDTHS);
    for (const { width, scrollWidth, headline, ground, text, out, unfolded, smallest } of seen) {
      expect([out, unfolded], `at ${width}`).toEqual([[], []]);
      expect(scrollWidth, `at ${width}`).toBeLessThanOrEqual(width);
      expect(headline.text).toMatch(/^local: 2 contracts paused/);
      expect(headline.top + headline.height).toBeLessThan(HEIGHT);
      expect(brightness(ground) > brightness(text)).toBe(scheme === "light");
      expect(smallest, `at ${width}`).toBeGreaterThanOrEqual(8.9);
    }
  });

  it("fits whatever contracts are called", async () => {
    const name = html`<a href="#here">${"thePauserOfTheSecondMarketOfTheNorth"}</a>`;
    const columns = ["Holder", "Contract", "Who acts in the end"];
    const long = table(
      columns,
      columns.map(() => ({ cells: columns.map(() => name) })),
    );
    const whole = page.replace("</main>", `${long.markup}</main>`);
    for (const { width, scrollWidth, out } of await looksOf(whole, "light")) {
      expect(out, `at ${width}`).toEqual([]);
      expect(scrollWidth, `at ${width}`).toBeLessThanOrEqual(width);
    }
  });

  it("shows what is folded when a link leads there", async () => {
    const folded = '<details><summary>more</summary></details><div class="folded"><p id="there">there</p></div>';
    const whole = page.replace("</main>", `${folded}</main>`);
    for (const { unfolded } of await looksOf(whole, "light", "there")) expect(unfolded).toHaveLength(1);
  });

  it("fits when everything is unfolded", async () => {
    const seen = await looksOf(page.replaceAll("<details>", "<details open>"), "light");
    for (const { width, scrollWidth, out, unfolded } of seen) {
      expect(out, `at ${width}`).toEqual([]);
      expect(scrollWidth, `at ${width}`).toBeLessThanOrEqual(width);
      expect(unfolded.length).toBe(page.match(/<details>/g)!.length);
    }
  });
});
