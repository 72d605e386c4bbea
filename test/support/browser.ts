import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Absent where this machine has none. */
export const browser = BROWSERS.find((path) => existsSync(path));
if (!browser) console.log(`The page was not opened in a browser: there is none of ${BROWSERS.join(", ")}.`);

export const WIDTHS = [360, 768, 800, 1600] as const;
export const HEIGHT = 800;

/** What a page looks like at one width. */
export interface Look {
  readonly width: number;
  /** Of the whole content: more than the width can be scrolled to. */
  readonly scrollWidth: number;
  readonly headline: { readonly text: string; readonly top: number; readonly right: number; readonly height: number };
  readonly ground: string;
  readonly text: string;
  /** Elements that stand out of the page on the right, apart from what scrolls in a box of its own. */
  readonly out: readonly string[];
  /** Heights of folded parts that are shown. */
  readonly unfolded: readonly number[];
  /** Pixels that the smallest text of a picture is high. */
  readonly smallest?: number;
}

/** A page that shows `page` at each width and writes down what it sees; the page itself runs no script. */
function observer(page: string, target: string): string {
  const quoted = page.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const frames = WIDTHS.map((width) => `<iframe width="${width}" height="${HEIGHT}" srcdoc="${quoted}"></iframe>`);
  return `<!doctype html><meta charset="utf-8"><body>${frames.join("")}<pre id="seen"></pre><script>
addEventListener("load", () => {
  const looks = [...document.querySelectorAll("iframe")].map((frame) => {
    const inside = frame.contentDocument;
    if (${JSON.stringify(target)} !== "") frame.contentWindow.location.hash = ${JSON.stringify(target)};
    const { documentElement: root, body } = inside;
    const width = frame.clientWidth;
    const headline = inside.getElementById("headline");
    const { top, right, height } = headline.getBoundingClientRect();
    const style = frame.contentWindow.getComputedStyle(body);
    const out = [...inside.querySelectorAll("body *:not(.picture *)")]
      .filter((each) => each.getBoundingClientRect().right > width + 1)
      .map((each) => each.tagName + " " + each.className);
    const unfolded = [...inside.querySelectorAll(".folded")].map((each) => each.getBoundingClientRect().height).filter((each) => each > 0);
    const svg = inside.querySelector(".picture svg");
    const smallest = svg ? 12 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : undefined;
    return { width, scrollWidth: root.scrollWidth, headline: { text: headline.textContent, top, right, height }, ground: style.backgroundColor, text: style.color, out, unfolded, smallest };
  });
  document.getElementById("seen").textContent = JSON.stringify(looks);
});
</script>`;
}

/**
 * How a page looks at each of the widths, to somebody who prefers light or dark.
 * @param target the id to which a link has led.
 */
export async function looksOf(page: string, scheme: "light" | "dark", target = ""): Promise<readonly Look[]> {
  const cache = resolve(import.meta.dirname, "../../.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "browser-"));
  try {
    const file = join(folder, "page.html");
    writeFileSync(file, observer(page, target));
    const { stdout } = await promisify(execFile)(
      browser!,
      [
        ...["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${join(folder, "profile")}`],
        `--blink-settings=preferredColorScheme=${scheme === "dark" ? 0 : 1}`,
        ...["--virtual-time-budget=5000", "--dump-dom", pathToFileURL(file).href],
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    const [, seen] = /<pre id="seen">([^<]+)<\/pre>/.exec(stdout) ?? [];
    if (seen === undefined) throw new Error("the browser has written nothing down");
    return JSON.parse(seen.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")) as readonly Look[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sum of the parts of a colour. */
export function brightness(color: string): number {
  return [...color.matchAll(/\d+/g)].slice(0, 3).reduce((sum, [part]) => sum + Number(part), 0);
}
