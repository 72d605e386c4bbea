import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CommanderError, type Command } from "commander";
import { describe, expect, it } from "vitest";
import { commandLine } from "../../src/cli/main.ts";
import { blocksIn } from "../support/runbook.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `docs/${name}`),
];

/** Behind variables and the like, at the beginning of a line or of a step of a workflow. */
const COMMAND = /^\s*(?:- run: )?(?:[A-Z_]+=\S+ )*(?:npx )?ordinance (?!\()(.*)$/;
const INLINE = /`(?:[A-Z_]+=\S+ )*(?:npx )?ordinance ([a-z][^`]*)`/g;

interface Line {
  readonly place: string;
  readonly words: readonly string[];
}

/** Commands as they would be typed: in blocks of their own, continued lines joined. */
function typedIn(page: string): readonly Line[] {
  return blocksIn(readFileSync(join(ROOT, page), "utf8")).flatMap(({ lines, line }) =>
    lines
      .join("\n")
      .replaceAll(/\\\n\s*/g, "")
      .split("\n")
      .flatMap((text): Line[] => {
        const [, rest] = COMMAND.exec(text) ?? [];
        return rest === undefined ? [] : [{ place: `${page}:${line}: ${text.trim()}`, words: wordsOf(rest) }];
      }),
  );
}

/** Commands that a sentence speaks of, which need not be whole. */
function mentionedIn(page: string): readonly Line[] {
  const text = readFileSync(join(ROOT, page), "utf8").replace(/^\s*```[^]*?^\s*```/gm, "");
  return [...text.matchAll(INLINE)].map(([all, rest]) => ({ place: `${page}: ${all}`, words: wordsOf(rest!) }));
}

/** @returns the words up to whatever the shell takes for itself. */
function wordsOf(text: string): readonly string[] {
  const words = text.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const end = words.findIndex((word) => /^[#|&;]|^\d?>/.test(word));
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
}

/** What the command line says against it; nothing is run. */
function problemOf(words: readonly string[]): string | undefined {
  const program = commandLine(() => 0);
  for (const command of program.commands) {
    command
      .action(() => undefined)
      .exitOverride()
      .configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  }
  program.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  try {
    program.parse(["node", "ordinance", ...words]);
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : error.message;
  }
}

function commandOf(words: readonly string[]): Command | undefined {
  return commandLine(() => 0).commands.find((command) => command.name() === words[0]);
}

describe.each(PAGES)("the commands of %s", (page) => {
  it("are understood as they are written", () => {
    for (const { place, words } of typedIn(page)) {
      if (words[0] === "completion") continue;
      expect(problemOf(words), place).toBeUndefined();
    }
  });

  it("exist with the options that a sentence gives them", () => {
    for (const { place, words } of mentionedIn(page)) {
      if (words[0] === "completion") continue;
      const command = commandOf(words);
      expect(command, place).toBeDefined();
      const known = ["--help", ...command!.options.flatMap(({ long, short }) => [long, short])];
      for (const option of words.filter((word) => /^--?[a-z]/.test(word)))
        expect(known, place).toContain(option.split("=")[0]);
    }
  });
});

it("tells a command that does not exist, an unknown option and a missing one", () => {
  expect(problemOf(["nonsense"])).toContain("nonsense");
  expect(problemOf(["plan", "--stack", "local", "--nonsense"])).toContain("--nonsense");
  expect(problemOf(["plan"])).toContain("--stack");
  expect(problemOf(["plan", "--stack", "local"])).toBeUndefined();
  expect(PAGES.flatMap(typedIn).length).toBeGreaterThan(50);
  expect(PAGES.flatMap(mentionedIn).length).toBeGreaterThan(10);
});
