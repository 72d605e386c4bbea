/** A fenced block of a document. */
export interface Block {
  /** Of the fence, counted from 1. */
  readonly line: number;
  /** Of the last heading before it. */
  readonly heading: string;
  /** `sh`, `console`, `diff` ... */
  readonly language: string;
  /** What stands behind the language: whose keys a command needs, and whether time passes before it. */
  readonly info: string;
  readonly lines: readonly string[];
}

export function blocksIn(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let heading = "";
  let open: (Omit<Block, "lines"> & { readonly lines: string[]; readonly indent: string }) | undefined;
  markdown.split("\n").forEach((text, index) => {
    const fence = /^(\s*)```(\S*)\s*(.*)$/.exec(text);
    if (open && fence?.[2] === "") {
      blocks.push(open);
      open = undefined;
    } else if (open) open.lines.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text);
    else if (fence)
      open = { line: index + 1, heading, language: fence[2]!, info: fence[3]!, indent: fence[1]!, lines: [] };
    else heading = /^#+ (.*)$/.exec(text)?.[1] ?? heading;
  });
  if (open) throw new Error(`the block of line ${open.line} does not end`);
  return blocks;
}

/** A command with what the document says will be seen. */
export interface Command {
  readonly line: number;
  readonly heading: string;
  readonly info: string;
  readonly words: readonly string[];
  /** Where its output goes, if not to the terminal. */
  readonly into?: string;
  /** Undefined where another command of the same block, or nothing, is said about. */
  readonly expected?: Expected;
}

export interface Expected {
  readonly code: number;
  /** In this order; `...` stands for anything. */
  readonly lines: readonly string[];
}

/** An edit of a file. */
export interface Edit {
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

export type Step = { readonly command: Command } | { readonly edit: Edit };

const VARIABLE = /\$\{?([A-Z_]+)\}?/g;

/** What a document tells to do, in order. @param given values that take the place of those that its `export` lines set. */
export function stepsIn(markdown: string, given: Readonly<Record<string, string>>): readonly Step[] {
  const variables = new Map<string, string>();
  const blocks = blocksIn(markdown);
  return blocks.flatMap((block, index): readonly Step[] => {
    if (block.language === "diff") return [{ edit: editIn(block) }];
    if (block.language !== "sh") return [];
    const commands = block.lines.filter((text) => text.trim() !== "" && !text.startsWith("#"));
    const next = blocks[index + 1];
    const expected = next?.language === "console" ? expectedIn(next) : undefined;
    return commands.flatMap((text, at): readonly Step[] => {
      const words = wordsIn(
        text.replaceAll("$(git rev-parse HEAD)", "$HEAD"),
        (name) => given[name] ?? variables.get(name),
      );
      if (words[0] === "export") {
        for (const [, name, value] of words.slice(1).map((word) => /^([A-Z_]+)=(.*)$/.exec(word)!))
          variables.set(name!, value!);
        return [];
      }
      const { line, heading, info } = block;
      const redirect = words.indexOf(">");
      return [
        {
          command: {
            ...{ line: line + 1 + block.lines.indexOf(text), heading, info },
            words: redirect < 0 ? words : words.slice(0, redirect),
            ...(redirect >= 0 && { into: words[redirect + 1]! }),
            ...(expected && at === commands.length - 1 && { expected }),
          },
        },
      ];
    });
  });
}

function expectedIn({ lines, line }: Block): Expected {
  const last = /^# exit code (\d+)$/.exec(lines.at(-1) ?? "");
  if (!last) throw new Error(`the block of line ${line} does not end with an exit code`);
  return { code: Number(last[1]), lines: lines.slice(0, -1).filter((text) => text.trim() !== "...") };
}

/** Words of a shell without expansion of anything but variables. */
function wordsIn(text: string, valueOf: (name: string) => string | undefined): readonly string[] {
  const words: readonly string[] = text.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? [];
  const comment = words.indexOf("#");
  return (comment < 0 ? words : words.slice(0, comment)).map((word) => {
    if (word.startsWith("'")) return word.slice(1, -1);
    return word.replace(/^"|"$/g, "").replace(VARIABLE, (_all, name: string) => {
      const value = valueOf(name);
      if (value === undefined) throw new Error(`nothing says what $${name} is`);
      return value;
    });
  });
}

function editIn({ lines, line }: Block): Edit {
  const side = (sign: string) =>
    lines.filter((text) => text.startsWith(sign) || text.startsWith(" ")).map((text) => text.slice(1));
  if (!lines.some((text) => /^[-+]/.test(text))) throw new Error(`the block of line ${line} changes nothing`);
  return { line, before: side("-").join("\n"), after: side("+").join("\n") };
}

/** @throws Error unless the lines are there exactly once. */
export function edited(text: string, { line, before, after }: Edit): string {
  const [lines, old] = [text.split("\n"), before.split("\n")];
  const places = lines.flatMap((_, at) => (old.every((each, index) => lines[at + index] === each) ? [at] : []));
  if (places.length !== 1) throw new Error(`the edit of line ${line} fits ${places.length} places`);
  return lines.toSpliced(places[0]!, old.length, ...after.split("\n")).join("\n");
}

/** What is missing of the expected lines, in their order. */
export function missingIn(output: string, expected: readonly string[]): readonly string[] {
  const lines = output.replace(/\u001b\[[0-9;]*m/g, "").split("\n");
  let at = 0;
  return expected.filter((text) => {
    const pattern = new RegExp(
      text
        .trim()
        .split("...")
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join(".*"),
    );
    const found = lines.findIndex((line, index) => index >= at && pattern.test(line));
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}
