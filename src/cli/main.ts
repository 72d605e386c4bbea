import { getSystemErrorMap } from "node:util";
import { Command, CommanderError } from "commander";
import { OrdinanceError } from "../errors.ts";
import { declareEmergency } from "./commands/emergency.ts";
import { declareGoverning } from "./commands/governing.ts";
import { declareLooking } from "./commands/looking.ts";
import type { Done } from "./commands/shared.ts";
import { exitCodeOf } from "./exit-codes.ts";

/**
 * The command line. Each command loads what it needs when it runs, so that `--help` is quick.
 * @returns the exit code: 0 clean, 2 differences or findings, 3 could not read, 4 unsafe or refused.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = commandLine((result) => (code = result));
  // To complete is a command of its own; the others start sooner without it.
  if (program.commands.every((command) => command.name() !== argv[2]))
    (await import("./completion.ts")).addCompletion(program);

  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    const ofCommandLine = error instanceof CommanderError;
    // Help and version end the command line without anything being wrong.
    if (ofCommandLine && error.exitCode === 0) return 0;
    const told = ofCommandLine ? error : numbered(error);
    // What is wrong with the command line has been said.
    if (!ofCommandLine) console.error(told instanceof Error ? told.message : String(told));
    if (argv.includes("--json")) await tellMachine(told);
    return exitCodeOf(told);
  }
}

/** Whoever reads JSON reads there why it is not what was asked for. */
async function tellMachine(error: unknown): Promise<void> {
  const { machineText, stoppedJson } = await import("./machine.ts");
  console.log(machineText(stoppedJson(error)));
}

/** What the system says of a file as ORD139, anything else as it is. */
function numbered(error: unknown): unknown {
  const { errno, code, path, syscall = "spawn" } = error as NodeJS.ErrnoException;
  // Programs that cannot be started and connections that fail have their own words.
  if (errno === undefined || path === undefined || syscall.startsWith("spawn")) return error;
  // What removes files counts them from zero upwards.
  const [, words = "no more is known"] = getSystemErrorMap().get(-Math.abs(errno)) ?? [];
  return new OrdinanceError([
    {
      ...{ code: "ORD139", file: path, found: `${words} (${code}, ${syscall})` },
      ...{
        expected: "a file or a folder that can be used for this",
        remedy: "mend that or name another one, and run again",
      },
    },
  ]);
}

/** Every command with its options. @param done takes the exit code of the one that runs. */
export function commandLine(done: Done): Command {
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
  declareGoverning(program, done);
  declareLooking(program, done);
  declareEmergency(program, done);
  return program;
}
