import { describe, expect, it } from "vitest";
import { csvOf } from "../../src/report/csv.ts";
import { plain } from "../../src/report/paint.ts";
import { unifiedText } from "../../src/report/unified.ts";

const named = (text: string, name = "file") => ({ name, text });

describe("a unified difference", () => {
  it("is empty where nothing differs", () => {
    expect(unifiedText(named("a\n"), named("a\n"), plain)).toBe("");
  });

  it("has the names, two lines around, and each line that left and came", () => {
    const [before, after] = ["a\nb\nc\nd\ne\n", "a\nb\nC\nd\ne\n"];
    const text = unifiedText(named(before, "file"), named(after, "chain"), plain);
    expect(text.split("\n")).toEqual([
      expect.stringMatching(/^--- file/),
      expect.stringMatching(/^\+\+\+ chain/),
      "@@ -1,5 +1,5 @@",
      " a",
      " b",
      "-c",
      "+C",
      " d",
      " e",
    ]);
  });

  it("colours what left and what came, and nothing around it", () => {
    const text = unifiedText(named("a\nb\n"), named("a\nc\n"), (style, line) => `<${style}>${line}`);
    expect(text.split("\n").slice(2)).toEqual([expect.stringMatching(/^@@/), " a", "<red>-b", "<green>+c"]);
  });

  it("lets no character of the texts reach the terminal as a command", () => {
    expect(unifiedText(named(""), named("\u001b[2Jgone\n"), plain)).not.toContain("\u001b");
  });
});

describe("CSV", () => {
  it("quotes what would end a cell, and keeps each on one line", () => {
    expect(csvOf([["a", 'b"c', "d,e"], ["f\ng"]])).toMatch(/^a,"b""c","d,e"\nf[^\n]+g\n$/);
  });
});
