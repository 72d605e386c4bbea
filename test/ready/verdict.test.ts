import { describe, expect, it } from "vitest";
import { readinessOf, type Readiness } from "../../src/ready/model.ts";
import { readinessMarkdown, readinessText } from "../../src/ready/render.ts";
import { plain } from "../../src/report/paint.ts";

describe("the verdict on readiness", () => {
  it.each([
    [["clean", "clean"], "ready"],
    [["clean", "not asked"], "ready as far as asked"],
    [["differs", "not asked", "clean"], "not ready"],
    [["differs", "unread", "clean"], "not known"],
    [["refused", "unread", "differs"], "refused"],
  ] as const)("of %j is %s", (states, verdict) => {
    expect(readinessOf(states.map((state) => ({ state })))).toBe(verdict);
  });

  it("shows what others wrote as it is, in a cell and on a line", () => {
    const readiness: Readiness = {
      version: 1,
      stack: "local",
      file: "stacks/local.yaml",
      chainId: "1",
      verdict: "refused",
      parts: [{ part: "plan", state: "refused", summary: "a | b\n\u202e<script>" }],
      evidence: [],
    };
    expect(readinessMarkdown(readiness)).toContain(String.raw`| plan | **refused** | a \| b`);
    for (const text of [readinessMarkdown(readiness), readinessText(readiness, "here", plain)]) {
      expect(text).not.toContain("\u202e");
      expect(text).toContain("of which no block was read");
    }
    expect(readinessMarkdown(readiness)).not.toContain("<script>");
  });
});
