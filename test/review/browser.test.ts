import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goldenPath } from "./support.ts";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const browser = BROWSERS.find((path) => existsSync(path));
if (!browser) console.log(`The page was not opened in a browser: there is none of ${BROWSERS.join(", ")}.`);

const WIDTHS = [360, 768, 1600] as const;
const HEIGHT = 800;

/** What a page looks like at one width. */
interface Look {
  readonly width: number;
  /** Of the whole content: more than the width can be scrolled to. */
  readonly scrollWidth: number;
  readonly headline: { readonly text: string; readonly top: number; readonly right: number; readonly height: number };
  readonly ground: string;
  readonly text: string;
  /** Elements that stand out of the page on the right. */
  readonly out: readonly string[];
}

/** A page that shows `page` at each width and writes down what it sees; the page itself runs no script. */
function observer(page: string): string {
  const quoted = page.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const frames = WIDTHS.map((width) => `<iframe width="${width}" height="${HEIGHT}" srcdoc="${quoted}"></iframe>`);
  return `<!doctype html><meta charset="utf-8"><body>${frames.join("")}<pre id="seen"></pre><script>
addEventListener("load", () => {
  const looks = [...document.querySelectorAll("iframe")].map((frame) => {
    const { documentElement: root, body } = frame.contentDocument;
    const width = frame.clientWidth;
    const headline = frame.contentDocument.getElementById("headline");
    const { top, right, height } = headline.getBoundingClientRect();
    const style = frame.contentWindow.getComputedStyle(body);
    const out = [...frame.contentDocument.querySelectorAll("body *")]
      .filter((each) => each.getBoundingClientRect().right > width + 1)
      .map((each) => each.tagName + " " + each.className);
    return { width, scrollWidth: root.scrollWidth, headline: { text: headline.textContent, top, right, height }, ground: style.backgroundColor, text: style.color, out };
  });
  document.getElementById("seen").textContent = JSON.stringify(looks);
});
</script>`;
}

describe.runIf(browser !== undefined).each(["drifted.html", "hostile.html"])("the page %s in a browser", (name) => {
  let folder: string;
  const page = readFileSync(goldenPath(name), "utf8");
  beforeAll(() => {
    const cache = resolve(import.meta.dirname, "../../.cache");
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, "browser-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function looks(scheme: "light" | "dark"): Promise<readonly Look[]> {
    const file = join(folder, `${scheme}.html`);
    writeFileSync(file, observer(page));
    const { stdout } = await promisify(execFile)(
      browser!,
      [
        ...["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${join(folder, scheme)}`],
        `--blink-settings=preferredColorScheme=${scheme === "dark" ? 0 : 1}`,
        ...["--virtual-time-budget=5000", "--dump-dom", pathToFileURL(file).href],
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    const [, seen] = /<pre id="seen">([^<]+)<\/pre>/.exec(stdout) ?? [];
    if (seen === undefined) throw new Error("the browser has written nothing down");
    return JSON.parse(seen.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")) as readonly Look[];
  }

  const brightness = (color: string) =>
    [...color.matchAll(/\d+/g)].slice(0, 3).reduce((sum, [part]) => sum + Number(part), 0);

  it.each(["light", "dark"] as const)("fits narrow and wide screens, %s", async (scheme) => {
    const seen = await looks(scheme);
    expect(seen.map(({ width }) => width)).toEqual(WIDTHS);
    for (const { width, scrollWidth, headline, ground, text, out } of seen) {
      expect(out, `at ${width}`).toEqual([]);
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
