import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashOf, stamped, writeStamp } from "../../tools/setup/stamp.mjs";

let root = "";
const write = (file: string, text: string): void => {
  mkdirSync(join(root, file, ".."), { recursive: true });
  writeFileSync(join(root, file), text);
};
const hash = (): string => hashOf(root, ["contracts", "config.ts", "missing"]);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stamp-"));
  write("contracts/A.sol", "contract A {}");
  write("contracts/base/B.sol", "contract B {}");
  write("config.ts", "");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

it("does not depend on file times", () => {
  const before = hash();
  utimesSync(join(root, "contracts/A.sol"), 1, 1);
  expect(hash()).toBe(before);
});

it.each([
  [
    "content",
    () => {
      write("contracts/base/B.sol", "contract C {}");
    },
  ],
  [
    "a new file",
    () => {
      write("contracts/base/C.sol", "");
    },
  ],
  [
    "a removed file",
    () => {
      rmSync(join(root, "contracts/A.sol"));
    },
  ],
  [
    "a moved file",
    () => {
      rmSync(join(root, "contracts/A.sol"));
      write("contracts/base/A.sol", "contract A {}");
    },
  ],
])("depends on %s", (_, change) => {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
});

it("is fresh only for the hash that was stamped", () => {
  const stamp = join(root, "deep", "stamp");
  expect(stamped(stamp, "a")).toBe(false);
  writeStamp(stamp, "a");
  expect(stamped(stamp, "a")).toBe(true);
  expect(stamped(stamp, "b")).toBe(false);
});
