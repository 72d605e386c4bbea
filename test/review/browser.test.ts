import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { brightness, browser, HEIGHT, looksOf, WIDTHS } from "../support/browser.ts";
import { goldenPath } from "./support.ts";

describe.runIf(browser !== undefined).each(["drifted.html", "hostile.html"])("the page %s in a browser", (name) => {
  const page = readFileSync(goldenPath(name), "utf8");

  it.each(["light", "dark"] as const)("fits narrow and wide screens, %s", async (scheme) => {
    const seen = await looksOf(page, scheme);
    expect(seen.map(({ width }) => width)).toEqual(WIDTHS);
    for (const { width, scrollWidth, headline, ground, text, out, unfolded } of seen) {
      expect([out, unfolded], `at ${width}`).toEqual([[], []]);
      expect(scrollWidth, `at ${width}`).toBeLessThanOrEqual(width);
      expect(headline.text).toMatch(/^\d+ changes to 12 contracts/);
      expect(headline.height).toBeGreaterThan(20);
      expect(headline.top).toBeGreaterThanOrEqual(0);
      expect(headline.top + headline.height).toBeLessThan(HEIGHT);
      expect(headline.right).toBeLessThanOrEqual(width);
      expect(brightness(ground) > brightness(text)).toBe(scheme === "light");
    }
  });
});
