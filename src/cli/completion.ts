import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { findProjectRoot } from "../find-root.mjs";

/** Adds `completion <shell>`, and what its scripts ask at each key: the commands, their options, what these may be, and the names of stacks. */
export function addCompletion(program: Command): void {
  const root = tab(program, { completionCommandName: "completion" });
  for (const { options } of root.commands.values()) {
    const stack = options.get("stack");
    if (stack)
      stack.handler = (complete) => stackNames(process.cwd()).forEach((name) => complete(name, `stacks/${name}.yaml`));
  }
  for (const command of program.commands) {
    for (const { argChoices, long } of command.options) {
      const option = root.commands.get(command.name())?.options.get(long?.replace(/^--/, "") ?? "");
      if (argChoices && option) option.handler = (complete) => argChoices.forEach((each) => complete(each, ""));
    }
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
