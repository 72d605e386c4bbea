import { describe, expect, it } from "vitest";
import { blocksIn, edited, missingIn, stepsIn } from "../support/runbook.ts";

const PAGE = [
  "# Page",
  "```sh",
  "export STACK=local ID=INC-1",
  "```",
  "## One",
  "1. Look:",
  "",
  "   ```sh guardian, two days later",
  '   npx ordinance plan --stack "$STACK" # what differs',
  '   npx ordinance archive --incident $ID --sha "$(git rev-parse HEAD)" > reports/a.txt',
  "   ```",
  "",
  "   ```console",
  "   ...",
  "   2 of 3",
  "   # exit code 2",
  "   ```",
  "",
  "   ```diff",
  "   -a: 1",
  "   +a: 2",
  "    b: 1",
  "   ```",
].join("\n");

describe("a page of commands", () => {
  it("is read as steps, with what is said about each", () => {
    const [plan, archive, edit] = stepsIn(PAGE, { HEAD: "abc", ID: "INC-2" });
    expect(plan).toEqual({
      command: {
        ...{ line: 9, heading: "One", info: "guardian, two days later" },
        words: ["npx", "ordinance", "plan", "--stack", "local"],
      },
    });
    expect(archive).toMatchObject({
      command: {
        words: ["npx", "ordinance", "archive", "--incident", "INC-2", "--sha", "abc"],
        into: "reports/a.txt",
        expected: { code: 2, lines: ["2 of 3"] },
      },
    });
    expect(edit).toEqual({ edit: { line: 19, before: "a: 1\nb: 1", after: "a: 2\nb: 1" } });
  });

  it("is not taken where something in it has no meaning", () => {
    expect(() => stepsIn("```sh\nnpx ordinance plan $NOTHING\n```", {})).toThrow("nothing says what $NOTHING is");
    expect(() => stepsIn("```sh\nx\n```\n```console\nmore\n```", {})).toThrow("does not end with an exit code");
    expect(() => stepsIn("```diff\n a: 1\n```", {})).toThrow("changes nothing");
    expect(() => blocksIn("```sh\nx")).toThrow("does not end");
  });

  it("changes a file in the one place that it names, or not at all", () => {
    const edit = { line: 1, before: "a: 1\nb: 1", after: "a: 2\nb: 1" };
    expect(edited("a: 1\nb: 1\nc: 1\n", edit)).toBe("a: 2\nb: 1\nc: 1\n");
    for (const text of ["a: 1\n", "a: 1\nb: 1\na: 1\nb: 1\n", " a: 1\nb: 1\n"])
      expect(() => edited(text, edit)).toThrow(/fits \d places/);
  });

  it("expects lines in their order, with anything in the place of dots", () => {
    const output = "one [1]\n\u001b[31mtwo\u001b[39m of 3\nthree\n";
    expect(missingIn(output, ["one [1]", "two ... 3", "three"])).toEqual([]);
    expect(missingIn(output, ["three", "one [1]"])).toEqual(["one [1]"]);
    expect(missingIn(output, ["one [2]", "four", "t.o of 3"])).toEqual(["one [2]", "four", "t.o of 3"]);
  });
});
