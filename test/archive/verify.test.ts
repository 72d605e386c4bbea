import { appendFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MANIFEST, manifestText, sha256 } from "../../src/archive/manifest.ts";
import { verifyArchive } from "../../src/archive/verify.ts";
import { writeArchive } from "../../src/archive/write.ts";
import type { Hex } from "../../src/kinds/value.ts";

const WORD: Hex = `0x${"ab".repeat(32)}`;
const ABOUT = {
  ...{ incident: "INC-1", stack: "local", chainId: "31337", plan: WORD },
  block: { number: "7", hash: WORD, parentHash: WORD, time: "2026-11-24 18:00:00 UTC" },
};
const FILES = new Map([
  ["stack/local.yaml", Buffer.from("network: {}\n")],
  ["checks/plan.json", Buffer.from("{}\n")],
]);

describe("an archive", () => {
  let parent: string;
  let folder: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "archive-"));
    folder = join(parent, "INC-1");
    writeArchive(folder, FILES, manifestText(ABOUT, FILES));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));
  const problems = () => verifyArchive(folder).problems;
  function editManifest(edit: (text: string) => string) {
    const file = join(folder, MANIFEST);
    const text = readFileSync(file, "utf8");
    const edited = edit(text);
    expect(edited).not.toBe(text);
    writeFileSync(file, edited);
  }

  it("is as its manifest says, whatever the order in which its files were given", () => {
    const text = manifestText(ABOUT, new Map([...FILES].reverse()));
    expect(verifyArchive(folder)).toEqual({ files: 2, sha256: sha256(Buffer.from(text)), problems: [] });
  });

  it("shows one byte that was changed", () => {
    writeFileSync(join(folder, "checks/plan.json"), "{]\n");
    expect(problems()).toEqual([expect.stringMatching(/^checks\/plan\.json: SHA-256 [0-9a-f]{64}; the manifest says/)]);
  });

  it("shows bytes that were added", () => {
    appendFileSync(join(folder, "checks/plan.json"), "\n");
    expect(problems()).toEqual(["checks/plan.json: 4 bytes; the manifest says 3"]);
  });

  it("shows a file that is missing, and one too many", () => {
    rmSync(join(folder, "checks/plan.json"));
    writeFileSync(join(folder, "stack/other.yaml"), "");
    expect(problems()).toEqual(["checks/plan.json: missing", "stack/other.yaml: not in the manifest"]);
  });

  it("shows names with characters that a terminal would obey", () => {
    writeFileSync(join(folder, "a\u001b[2K\rfine"), "");
    editManifest((text) => text.replace("stack/local.yaml", "b\\u001b[2K"));
    expect(problems()).toContain("a\\u{1b}[2K\\rfine: not in the manifest");
    expect(problems().join("")).not.toMatch(/\p{Cc}/u);
  });

  it("shows a link in the place of a file, and does not follow it", () => {
    const file = join(folder, "checks/plan.json");
    rmSync(file);
    writeFileSync(join(parent, "same.json"), "{}\n");
    symlinkSync(join(parent, "same.json"), file);
    expect(problems()).toEqual(["checks/plan.json: missing", "checks/plan.json: neither a file nor a folder"]);
  });

  it.each(["../INC-1/checks/plan.json", "/etc/hostname", "checks/./plan.json", "checks//plan.json", "C:/plan.json"])(
    "does not look at the path %s",
    (path) => {
      editManifest((text) => text.replace("checks/plan.json", path));
      expect(problems()).toContain(`${JSON.stringify(path)}: not a path within the archive`);
    },
  );

  it.each<[string, (text: string) => string, string]>([
    ["no JSON", (text) => text.slice(1), "manifest.json: not JSON"],
    [
      "another version",
      (text) => text.replace('"version": 1', '"version": 2'),
      "manifest.json: manifest/version must be",
    ],
    [
      "a short hash",
      (text) => text.replace(/"sha256": "../, '"sha256": "'),
      "manifest.json: manifest/files/0/sha256 must",
    ],
    ["another key", (text) => text.replace('"plan"', '"more": 1, "plan"'), "manifest.json: manifest must NOT have"],
    ["no files", (text) => text.replace('"files"', '"file"'), "manifest.json: manifest must have required property"],
  ])("refuses a manifest that has %s", (_what, edit, problem) => {
    editManifest(edit);
    expect(problems()).toEqual([expect.stringContaining(problem)]);
  });

  it("refuses a file that is listed twice", () => {
    editManifest((text) => text.replace("stack/local.yaml", "checks/plan.json"));
    expect(problems()).toContain("checks/plan.json: listed twice");
  });

  it("is none without a manifest, or where nothing is", () => {
    rmSync(join(folder, MANIFEST));
    expect(problems()).toEqual([`manifest.json: missing in ${folder}`]);
    rmSync(folder, { recursive: true });
    expect(problems()).toEqual([`manifest.json: missing in ${folder}`]);
  });

  it("is not written over, and leaves nothing half written", () => {
    expect(() => writeArchive(folder, FILES, "")).toThrow("ORD122");
    expect(problems()).toEqual([]);
  });
});
