import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_BYTES, readStackText, shownPath } from "../../src/stack/read.ts";
import { thrownBy } from "./support.ts";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "stack-"))));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("reading a stack file", () => {
  it("gives its text", () => {
    expect(readStackText(write("good.yaml", "modules: {}\n"))).toBe("modules: {}\n");
  });

  it("refuses a file of 10 MB at once", () => {
    const path = write("large.yaml", "a: 1\n");
    truncateSync(path, 10_000_000);
    const start = performance.now();
    expect(thrownBy(() => readStackText(path)).message).toMatch(
      /ORD101 a file of 10000000 bytes; expected at most 1048576 bytes/,
    );
    expect(performance.now() - start).toBeLessThan(100);
  });

  it("takes a file of exactly the limit", () => {
    expect(readStackText(write("limit.yaml", "#".repeat(MAX_BYTES)))).toHaveLength(MAX_BYTES);
  });

  it.each([
    ["empty.yaml", "", /ORD101 an empty file/],
    ["blank.yaml", " \n\n", /ORD101 an empty file/],
    ["latin.yaml", Uint8Array.of(0x61, 0xe4, 0x0a), /ORD101 bytes that are not UTF-8/],
  ] as const)("refuses %s", (name, content, message) => {
    expect(thrownBy(() => readStackText(write(name, content))).message).toMatch(message);
  });

  it("refuses what is no file", () => {
    expect(thrownBy(() => readStackText(join(folder, "none.yaml"))).message).toMatch(/none\.yaml ORD101 no such file/);
    mkdirSync(join(folder, "folder.yaml"));
    expect(thrownBy(() => readStackText(join(folder, "folder.yaml"))).message).toMatch(/ORD101 not a file/);
  });

  it("calls a file the same on every machine", () => {
    expect(shownPath("/home/somebody/project/stacks/local.yaml")).toBe("stacks/local.yaml");
    expect(shownPath("stacks/local.yaml")).toBe("stacks/local.yaml");
  });
});
