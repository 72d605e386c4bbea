import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Examined } from "../src/examine.ts";
import { recordPreview, requirePreviewed } from "../src/preview-record.ts";

/** There the CLI process cannot be told, so that nothing is kept. */
const WINDOWS = process.platform === "win32";
const planned = (hash: string) =>
  ({ desired: { file: "stacks/x.yaml", modules: [] }, plan: { hash, changeSets: [] } }) as unknown as Examined;

let root: string;
const file = () => join(root, ".cache", "previews", readdirSync(join(root, ".cache", "previews"))[0]!);
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "preview-"))));
afterEach(() => rmSync(root, { recursive: true }));

it.skipIf(WINDOWS)("refuses another plan than the one that the same command previewed, and forgets it", () => {
  recordPreview(root, "x", planned("0x01"));
  expect(existsSync(file())).toBe(true);
  expect(() => requirePreviewed(root, "x", planned("0x02"))).toThrow(/ORD402 .*\(0x01\)/);
  requirePreviewed(root, "x", planned("0x02"));
});

it.skipIf(WINDOWS)("is not stopped by what a preview that was killed has half written", () => {
  recordPreview(root, "x", planned("0x01"));
  writeFileSync(file(), readFileSync(file(), "utf8").slice(0, 12));
  requirePreviewed(root, "x", planned("0x02"));
});
