import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { findProjectRoot } from "../find-root.mjs";
import { PARTS } from "../ready/model.ts";
import { LEVERS } from "../rehearse/model.ts";
import { SLASHED } from "../rewards/ledger.ts";
import { AWAITED } from "./commands/shared.ts";

/** What an option may be, where its command says itself what is wrong with anything else: of some, several with commas. */
const VALUES: readonly (readonly [command: string, option: string, values: readonly string[]])[] = [
  ["status", "wait", AWAITED],
  ["rehearse", "only", LEVERS],
  ["ready", "skip", PARTS],
  ["rewards", "slashed", SLASHED],
];

/** Adds `completion <shell>`, and what its scripts ask at each key: the commands, their options, what these may be, and the names of stacks. */
export function addCompletion(program: Command): void {
  const root = tab(program, { completionCommandName: "completion" });
  for (const { options } of root.commands.values()) {
    const stack = options.get("stack");
    if (stack)
      stack.handler = (complete) => stackNames(process.cwd()).forEach((name) => complete(name, `stacks/${name}.yaml`));
  }
  const declared = program.commands.flatMap((command) =>
    command.options.map(({ long, argChoices = [] }) => [command.name(), long?.slice(2) ?? "", argChoices] as const),
  );
  for (const [command, name, values] of [...declared, ...VALUES]) {
    const option = root.commands.get(command)?.options.get(name);
    if (option && values.length > 0) option.handler = (complete) => values.forEach((each) => complete(each, ""));
  }
  program.commands
    .find((command) => command.name() === "completion")
    ?.description("A script that completes commands, options and names of stacks: bash, zsh, fish or powershell.")
    .addHelpText(
      "after",
      `
Examples, for an ordinance that the shell knows:
  source <(ordinance completion bash)
  source <(ordinance completion zsh)
  ordinance completion fish > ~/.config/fish/completions/ordinance.fish`,
    );
}

/** Of the project that the folder is in; none outside of one. */
export function stackNames(folder: string): readonly string[] {
  const root = findProjectRoot(folder);
  const stacks = root === undefined ? undefined : join(root, "stacks");
  if (stacks === undefined || !existsSync(stacks)) return [];
  // Pulumi.<stack>.yaml are settings of the engine.
  return readdirSync(stacks)
    .filter((file) => /\.ya?ml$/.test(file) && !file.startsWith("Pulumi."))
    .map((file) => file.replace(/\.ya?ml$/, ""))
    .sort();
}
