import { commandLine } from "../../src/cli/main.ts";

/** Commands of the runbook that this version may not have yet: each is tested as soon as its help names what it needs. */
export const PENDING: readonly { readonly words: RegExp; readonly command: string; readonly needs: RegExp }[] = [
  { words: /^rehearse /, command: "rehearse", needs: /--stack/ },
  { words: /^briefing .*\.html$/, command: "briefing", needs: /\.html/ },
  { words: /^ready --stack /, command: "ready", needs: /--stack/ },
];

/** @param words behind `ordinance`. */
export function isPending(words: readonly string[]): boolean {
  const pending = PENDING.find((each) => each.words.test(words.join(" ")));
  if (!pending) return false;
  const command = commandLine(() => undefined).commands.find((each) => each.name() === pending.command);
  return command === undefined || !pending.needs.test(command.helpInformation());
}
