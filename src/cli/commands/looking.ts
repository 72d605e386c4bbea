import { Option, type Command } from "commander";
import { STACK, type Done } from "./shared.ts";

/** What the chain holds: who can do what, with which values, and what is wrong with it. */
export function declareLooking(program: Command, done: Done): void {
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
      done(await (await import("../doctor.ts")).doctorCommand(options));
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
      done(await (await import("../authority.ts")).authorityCommand(options));
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
      done(await (await import("../parameters.ts")).parametersCommand(options));
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
      done(await (await import("../surface.ts")).surfaceCommand(options));
    });

  program
    .command("briefing")
    .description(
      "What is paused, drifted, queued and expiring, who can act, every value, last receipts, next steps. Reads only.",
    )
    .requiredOption(...STACK)
    .option("--json", "for machines: the same as --format json")
    .addOption(
      new Option("-f, --format <format>", "of what is written").choices(["md", "json", "html"]).conflicts("json"),
    )
    .option("-o, --out <file>", "write the briefing to a file: .md, .json or .html, unless --format says otherwise")
    .addHelpText(
      "after",
      `
The page (html) is one file that needs nothing else, with a picture of who governs what. All times are those of the block that was
read. Receipts are those in reports/<stack>/receipts of this folder.

Examples:
  ordinance briefing --stack local
  ordinance briefing --stack local --out briefing.html
  ordinance briefing --stack local --format json | jq .headline`,
    )
    .action(async (options: import("../briefing.ts").BriefingOptions) => {
      done(await (await import("../briefing.ts")).briefingCommand(options));
    });
}
