import { Command, CommanderError } from "commander";
import { exitCodeOf } from "./exit-codes.ts";

const STACK = ["-s, --stack <name>", "stack file stacks/<name>.yaml, or a path to one"] as const;

/**
 * The command line. Each command loads what it needs when it runs, so that `--help` is quick.
 * @returns the exit code: 0 clean, 2 differences or findings, 3 could not read, 4 unsafe or refused.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = new Command("ordinance")
    .description(
      "Governance state as code for EVM protocols: what a stack file wants, what the chain holds, what would close the gap.",
    )
    .addHelpText(
      "after",
      `
Exit codes: 0 clean, 2 differences or findings, 3 the chain could not be read, 4 unsafe or refused.

Examples:
  ordinance plan --stack local           what differs, which calls would close the gap, and whether they work
  ordinance plan --stack local --json    the same for machines
  ordinance doctor --stack local         what is wrong with roles, owners and references, and what mends it
  ordinance review --stack local --format markdown > review.md`,
    )
    .exitOverride();

  program
    .command("plan")
    .description("Compare the chain with the stack file, plan, and try the plan out. Reads only; loads no key.")
    .requiredOption(...STACK)
    .option("--json", "for machines")
    .option("--metrics", "OpenMetrics; an endpoint that does not answer never looks clean")
    .option("--no-simulation", "do not try the plan out")
    .action(async (options: { stack: string; json?: boolean; metrics?: boolean; simulation: boolean }) => {
      code = await (await import("./plan.ts")).planCommand(options);
    });

  program
    .command("review")
    .description("The plan as a page for people who decide: markdown, JSON or HTML.")
    .requiredOption(...STACK)
    .option("-f, --format <format>", "markdown, json or html", "markdown")
    .option("-o, --out <file>", "write to a file instead of the terminal")
    .action(async (options: { stack: string; format: string; out?: string }) => {
      code = await (await import("./review.ts")).reviewCommand(options);
    });

  program
    .command("doctor")
    .description(
      "Examine every role, owner, signer and reference: what is wrong, and the command that mends it. Reads only.",
    )
    .requiredOption(...STACK)
    .option("--json", "for machines")
    .option("--strict", "exit code 2 for warnings as well")
    .addHelpText(
      "after",
      `
fail: not as the file says, or nobody (or everybody) can act. warn: works, but rests on somebody whom the file does not know, or on
too few. pass: looked at, and nothing was wrong.

Examples:
  ordinance doctor --stack local
  ordinance doctor --stack local --json --strict`,
    )
    .action(async (options: { stack: string; json?: boolean; strict?: boolean }) => {
      code = await (await import("./doctor.ts")).doctorCommand(options);
    });

  program
    .command("authority")
    .description("Who can do what with every contract, through whom, and after which delay. Reads only; loads no key.")
    .requiredOption(...STACK)
    .option("--json", "for machines")
    .option("-o, --out <file>", "write the matrix to a file: .md, .json or .csv")
    .option("--check <file>", "compare a matrix that was written before with the chain; exit code 2 if it is stale")
    .addHelpText(
      "after",
      `
All roles, owners and lists of the contracts are read, whether the file mentions them or not. A matrix names no block: it changes
when a right does, so that it can be committed and checked.

Examples:
  ordinance authority --stack local
  ordinance authority --stack local --out reports/authority.md
  ordinance authority --stack local --check reports/authority.md`,
    )
    .action(async (options: { stack: string; json?: boolean; out?: string; check?: string }) => {
      code = await (await import("./authority.ts")).authorityCommand(options);
    });

  program
    .command("parameters")
    .description(
      "Every value of every contract: live, desired, unit, bounds, and who may set it. Reads only; loads no key.",
    )
    .requiredOption(...STACK)
    .option("--json", "for machines")
    .option("-o, --out <file>", "write the matrix to a file: .md, .json or .csv")
    .addHelpText(
      "after",
      `
Examples:
  ordinance parameters --stack local
  ordinance parameters --stack local --out parameters.csv`,
    )
    .action(async (options: { stack: string; json?: boolean; out?: string }) => {
      code = await (await import("./parameters.ts")).parametersCommand(options);
    });

  program
    .command("surface")
    .description(
      "Where the chain is not as the stack file says, and what brings each value back. Reads only; loads no key.",
    )
    .requiredOption(...STACK)
    .option("--json", "for machines")
    .option("--markdown", "for an issue or a chat")
    .addHelpText(
      "after",
      `
Examples:
  ordinance surface --stack local
  ordinance surface --stack local --markdown > drift.md`,
    )
    .action(async (options: { stack: string; json?: boolean; markdown?: boolean }) => {
      code = await (await import("./surface.ts")).surfaceCommand(options);
    });

  program
    .command("mission")
    .description(
      "The review as a bundle: markdown, JSON, a page, a Safe file for each Safe, and checksums. Loads no key.",
    )
    .requiredOption(...STACK)
    .option("-o, --out <folder>", "where to; reports/<stack>/mission if absent")
    .option("--json", "names of the files for machines")
    .addHelpText(
      "after",
      `
Files of an earlier bundle in the folder are replaced. sha256sum --check SHA256SUMS compares them later.

Examples:
  ordinance mission --stack local
  ordinance mission --stack local --out mission`,
    )
    .action(async (options: { stack: string; out?: string; json?: boolean }) => {
      code = await (await import("./mission.ts")).missionCommand(options);
    });

  program
    .command("rotate <name> <address>")
    .description("Put another address behind a name of the stack file, and show what that brings about. Sends nothing.")
    .requiredOption(...STACK)
    .option("--json", "for machines")
    .addHelpText(
      "after",
      `
The new file is previewed first. It is written if a plan brings it about, and nothing but the address changes in it; otherwise
it stays as it was. What holds the old address on the chain is changed by pulumi up.

Examples:
  ordinance rotate guardian 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --stack local`,
    )
    .action(async (name: string, address: string, options: { stack: string; json?: boolean }) => {
      code = await (await import("./rotate.ts")).rotateCommand({ ...options, name, address });
    });

  program
    .command("halt")
    .description(
      "Pause everything that can be paused, on the fastest way that the keys here open, and touch nothing else.",
    )
    .requiredOption(...STACK)
    .option("--execute", "pause; without it, only show how")
    .option("--dry-run", "only show how (this is what happens without --execute)")
    .action(async (options: { stack: string; execute?: boolean; dryRun?: boolean }) => {
      const { stack, execute, dryRun } = options;
      code = await (await import("./halt.ts")).haltCommand({ stack, execute: execute === true && dryRun !== true });
    });

  program
    .command("status")
    .description("Which contracts are paused; with --wait, not before all are (or none is).")
    .requiredOption(...STACK)
    .option("-w, --wait <state>", "paused or running")
    .option("-t, --timeout <seconds>", "give up after so long, with exit code 2", "600")
    .action(async (options: { stack: string; wait?: string; timeout: string }) => {
      code = await (await import("./status.ts")).statusCommand(options);
    });

  program
    .command("rewards")
    .description("Share a total among the agents of a scoreboard, exactly. Reads one file; sends nothing.")
    .requiredOption("--total <tokens>", "what is shared, with at most 18 decimals")
    .requiredOption("--scoreboard <file>", "a .json or .csv file: agent, score (or wins), slashes")
    .option("--top <agents>", "how many are rewarded at most, by score; equal scores go by address", "5")
    .option("--slashed <how>", "exclude, deduct (1 from the score for each slash) or keep", "exclude")
    .option("--json", "for machines")
    .option("--csv", "for spreadsheets: one row for each reward")
    .addHelpText(
      "after",
      `
Every share is in proportion to the score, in wei, and the shares sum up to the total.

Example:
  ordinance rewards --total 1500 --top 8 --scoreboard scoreboard.json --json > reports/rewards.json`,
    )
    .action(async (options: import("./rewards.ts").RewardsOptions) => {
      code = (await import("./rewards.ts")).rewardsCommand(options);
    });

  program
    .command("ready")
    .description("Whether the required checks of a commit on GitHub are green, companions included. Reads only.")
    .requiredOption("--status-wall", "ask GitHub: GITHUB_TOKEN if set, GITHUB_API_URL for a server of your own")
    .requiredOption("--repo <owner/name>", "the repository")
    .requiredOption("--sha <commit>", "all 40 digits: a branch or a short hash may be another commit tomorrow")
    .option("--required <names...>", "checks that must be green: check runs, statuses, or <workflow> / <check run>")
    .option("--required-file <files...>", "the same in files, each a JSON list of names")
    .option("--branch <name>", "what the protection and the rulesets of this branch require, too")
    .option(
      "--companion <owner/name@sha:check...>",
      "a check of another repository or commit that must be green, too",
      [],
    )
    .option("--json", "for machines")
    .addHelpText(
      "after",
      `
Only success is green: a check that is missing, skipped, neutral, stale, or ran on another commit is not.

Exit codes: 0 all green, 2 not, 3 GitHub could not be read (also its rate limit), 4 refused.

Example:
  ordinance ready --status-wall --repo owner/name --sha "$(git rev-parse HEAD)" --branch main`,
    )
    .action(async (options: import("./ready.ts").ReadyOptions) => {
      code = await (await import("./ready.ts")).readyCommand(options);
    });

  (await import("./completion.ts")).addCompletion(program);

  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    // Help and version end the command line without anything being wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 4;
    console.error(error instanceof Error ? error.message : String(error));
    return exitCodeOf(error);
  }
}
