import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ERRORS, formatProblem, OrdinanceError } from "../../src/errors.ts";

const ROOT = resolve(import.meta.dirname, "../..");

describe("error numbers", () => {
  it("are the ones of docs/errors.md, with the same titles", () => {
    const page = readFileSync(join(ROOT, "docs/errors.md"), "utf8");
    const rows = [...page.matchAll(/^\| (ORD\d{3}) \| ([^|]+) \|/gm)].map(([, code, title]) => [code, title!.trim()]);
    expect(rows).toEqual(Object.entries(ERRORS));
  });

  it("are all known where the source uses them", () => {
    const used = globSync("src/**/*.ts", { cwd: ROOT }).flatMap(
      (file) => readFileSync(join(ROOT, file), "utf8").match(/\bORD\d{3}\b/g) ?? [],
    );
    expect([...new Set(used)].filter((code) => !(code in ERRORS))).toEqual([]);
  });
});

describe("an error", () => {
  const problem = {
    code: "ORD104",
    file: "stacks/a.yaml",
    line: 3,
    column: 5,
    path: "modules.a.b",
    found: 'the unknown key "b"',
    expected: "one of c",
  } as const;

  it("says place, number, what was found and what was expected", () => {
    expect(formatProblem(problem)).toBe('stacks/a.yaml:3:5 ORD104 modules.a.b: the unknown key "b"; expected one of c');
    expect(formatProblem({ ...problem, remedy: 'did you mean "c"?' })).toMatch(/ \(did you mean "c"\?\)$/);
    expect(formatProblem({ code: "ORD401", file: "stacks/a.yaml", found: "no signer", expected: "a signer" })).toBe(
      "stacks/a.yaml ORD401 no signer; expected a signer",
    );
  });

  it("is one line, with what cannot be seen as escapes", () => {
    const path = "addresses.a\u001b[2J\n\u202eb";
    expect(formatProblem({ ...problem, path })).toBe(
      String.raw`stacks/a.yaml:3:5 ORD104 addresses.a\u{1b}[2J\n\u{202e}b: the unknown key "b"; expected one of c`,
    );
  });

  it("carries every problem", () => {
    const error = new OrdinanceError([problem, { ...problem, line: 9 }]);
    expect(error.message.split("\n")).toHaveLength(2);
    expect([error.name, error.code, error.problems.length]).toEqual(["OrdinanceError", "ORD104", 2]);
    expect(() => new OrdinanceError([])).toThrow(TypeError);
  });
});
