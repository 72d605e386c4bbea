import { Option, type Command } from "commander";
import type { AdoptFlags } from "../adopt.ts";
import { STACK, type Done } from "./shared.ts";

/** What a stack file wants against what the chain holds, and what closes the gap. */
export function declareGoverning(program: Command, done: Done): void {
  program
    .command("plan")
    .description("Compare the chain with the stack file, plan, and try the plan out. Reads only; loads no key.")
    .requiredOption(...STACK)
    .option("--json", "for machines")
    .option("--metrics", "OpenMetrics; an endpoint that does not answer never looks clean")
    .option("--no-simulation", "do not try the plan out")
    .action(async (options: { stack: string; json?: boolean; metrics?: boolean; simulation: boolean }) => {
      done(await (await import("../plan.ts")).planCommand(options));
    });

  program
    .command("review")
    .description("The plan as a page for people who decide: markdown, JSON or HTML.")
    .requiredOption(...STACK)
    .addOption(
      new Option("-f, --format <format>", "of what is written")
        .choices(["markdown", "json", "html"])
        .default("markdown"),
    )
    .option("-o, --out <file>", "write to a file instead of the terminal")
    .action(async (options: import("../review.ts").ReviewOptions) => {
      done(await (await import("../review.ts")).reviewCommand(options));
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
      done(await (await import("../mission.ts")).missionCommand(options));
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
      done(await (await import("../adopt.ts")).adoptCommand(addresses, options));
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
      done(await (await import("../rotate.ts")).rotateCommand({ ...options, name, address }));
    });
}
