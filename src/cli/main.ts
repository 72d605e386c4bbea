import { Command, CommanderError } from "commander";
import type { AdoptFlags } from "./adopt.ts";
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
    .command("adopt")
    .description(
      "Write the stack file of contracts that are deployed already, or take values of the chain into a file that exists. Reads only; loads no key.",
    )
    .argument(
      "[address...]",
      "where to start, each 0x... or name=0x...: whoever governs these, and what they refer to, is found",
    )
    .option(
      "--rpc <endpoint>",
      "a URL, or '${NAME}' of a variable that holds one; the file names the variable",
      "${ORDINANCE_RPC_URL}",
    )
    .option("--chain-id <number>", "refuse another chain; without it, the endpoint is asked")
    .option("--start-block <number>", "logs are read from here on: the first deployment, or earlier", "0")
    .option("-o, --out <file>", "write to a file instead of the terminal")
    .option("--force", "overwrite the file of --out")
    .option("-s, --stack <name>", "with --into: the file to take values into, stacks/<name>.yaml or a path to one")
    .option(
      "--into [path...]",
      "take these values of the chain into the file, or all that differ: stakeManager.fees feePool",
    )
    .option("--write", "change the file; without it, only the difference is shown")
    .option("--json", "for machines")
    .addHelpText(
      "after",
      `
Examples:
  ordinance adopt switch=0x8A79...C318 0x610178...AD788 --out stacks/mainnet.yaml
  ordinance adopt --rpc '\${MAINNET_RPC}' --start-block 21000000 0x8A79...C318 > stacks/mainnet.yaml
  ordinance adopt --stack mainnet --into stakeManager.fees        what would change in the file
  ordinance adopt --stack mainnet --into stakeManager.fees --write`,
    )
    .action(async (addresses: string[], options: AdoptFlags) => {
      code = await (await import("./adopt.ts")).adoptCommand(addresses, options);
    });

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
