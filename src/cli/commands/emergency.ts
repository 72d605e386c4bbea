import type { Command } from "commander";
import { STACK, type Done } from "./shared.ts";

/** What is done when something is wrong, and whether all is well before. */
export function declareEmergency(program: Command, done: Done): void {
  program
    .command("halt")
    .description(
      "Pause everything that can be paused, on the fastest way that the keys here open, and touch nothing else.",
    )
    .requiredOption(...STACK)
    .option("--execute", "pause; without it, only show how")
    .option("--dry-run", "only show how (this is what happens without --execute)")
    .option("--json", "for machines: what is or was paused by whom, hashes, and what is left")
    .addHelpText(
      "after",
      `
Exit codes: 0 everything is paused, 2 something is not yet, 3 the chain could not be read, 4 refused.

Examples:
  ordinance halt --stack local
  ordinance halt --stack local --execute
  ordinance halt --stack local --execute --json | jq -r '.sent[].hash'`,
    )
    .action(async (options: { stack: string; execute?: boolean; dryRun?: boolean; json?: boolean }) => {
      const { stack, execute, dryRun, json = false } = options;
      const acts = execute === true && dryRun !== true;
      done(await (await import("../halt.ts")).haltCommand({ stack, execute: acts, json }));
    });

  program
    .command("resume")
    .description(
      "Unpause what is paused and should not be, once nothing else differs from the file or what does is named.",
    )
    .requiredOption(...STACK)
    .option(
      "--accept <path...>",
      "a difference that may stay: <module>.<path> or <module>, an operation or a proposal",
      [],
    )
    .option("--execute", "unpause; without it, only show how")
    .option("--dry-run", "only show how (this is what happens without --execute)")
    .option("--json", "for machines: what is or was unpaused by whom, hashes, what is in the way, and what is left")
    .addHelpText(
      "after",
      `
A contract with "paused: true" in the file, or one that is only observed, stays as it is. Where unpausing goes through a Safe or a
timelock, each run does the next useful thing: propose, schedule, execute.

Exit codes: 0 everything runs, 2 something differs or is still paused, 3 the chain could not be read, 4 refused.

Examples:
  ordinance resume --stack local
  ordinance resume --stack local --accept stakeManager.fees.fee --execute`,
    )
    .action(
      async (options: { stack: string; accept: string[]; execute?: boolean; dryRun?: boolean; json?: boolean }) => {
        const { stack, accept, execute, dryRun, json = false } = options;
        const acts = execute === true && dryRun !== true;
        done(await (await import("../resume.ts")).resumeCommand({ stack, accept, execute: acts, json }));
      },
    );

  program
    .command("archive")
    .description(
      "Put everything about an incident into a folder with checksums, or verify one. Sends nothing; loads no key.",
    )
    .option("-i, --incident <id>", "what the incident is called: letters, digits, - . and _")
    .option(...STACK)
    .option("-o, --out <folder>", "where to; reports/incidents/<id> unless told. It must not be there yet")
    .option("--from-block <number>", "where the retrospective begins; the first receipt of the stack unless told")
    .option("--verify <folder>", "compare an archive with its manifest; exit code 2 if it was changed")
    .option("--json", "for machines")
    .addHelpText(
      "after",
      `
Stack file (without endpoints), review and checks of now, recorded previews, plans, receipts, approvals, journals (without signed
bytes), versions, and retrospective.md: the timeline, by the events of the contracts. Note the SHA-256 of the manifest elsewhere: it stands for every byte.

Exit codes: 0 written, or as the manifest says; 2 changed; 3 the chain could not be read; 4 refused.

Examples:
  ordinance archive --incident INC-2026-014 --stack local
  ordinance archive --verify reports/incidents/INC-2026-014`,
    )
    .action(async (options: import("../archive.ts").ArchiveOptions) => {
      done(await (await import("../archive.ts")).archiveCommand(options));
    });

  program
    .command("status")
    .description("Which contracts are paused; with --wait, not before all are (or none is).")
    .requiredOption(...STACK)
    .option("-w, --wait <state>", "paused or running")
    .option("-t, --timeout <seconds>", "give up after so long, with exit code 2", "600")
    .option("--json", "for machines: names of those that are paused, running, and not known")
    .addHelpText(
      "after",
      `
Exit codes: 0 read, or as --wait says; 2 not so in time; 3 the chain, or whether one is paused, could not be read; 4 refused.
What cannot be read at first ends a wait at once; later it is waited for until the end, like another state.

Examples:
  ordinance status --stack local
  ordinance status --stack local --wait paused --timeout 60`,
    )
    .action(async (options: import("../status.ts").StatusOptions) => {
      done(await (await import("../status.ts")).statusCommand(options));
    });

  program
    .command("rehearse")
    .description(
      "Pull every emergency lever for real on a copy of the network in this process. Sends the network nothing.",
    )
    .requiredOption(...STACK)
    .option("--only <levers>", "some of halt, rotate, parameters, slash and resume, separated by commas")
    .option("--json", "for machines")
    .option("-o, --out <file>", "write the report to a file: .md or .json")
    .addHelpText(
      "after",
      `
halt pauses everything and unpauses it; rotate moves a guardian's rights to a fresh address and back; parameters changes a value of
each contract and back; slash takes a little of a stake; resume unpauses everything after a halt. The ways are those of the chain:
owners of Safes approve, timelocks wait. Values are compared before and after. The endpoint is only read, hundreds of times.

Exit codes: 0 every lever worked, 2 one failed or could not be tried, 3 the chain could not be read, 4 refused.

Examples:
  ordinance rehearse --stack local
  ordinance rehearse --stack local --only halt,resume --out rehearsal.md`,
    )
    .action(async (options: import("../rehearse.ts").RehearseOptions) => {
      done(await (await import("../rehearse.ts")).rehearseCommand(options));
    });

  program
    .command("ready")
    .description("Whether a stack is ready for an incident: every check, one verdict, and its evidence. Sends nothing.")
    .option(...STACK)
    .option(
      "--skip <parts>",
      "leave out some of status-wall, doctor, plan, authority, rehearse and briefing: with commas",
    )
    .option("-o, --out <folder>", "where the evidence goes; reports/<stack>/ready if absent")
    .option(
      "--status-wall",
      "whether checks of a commit are green: GITHUB_TOKEN if set, GITHUB_API_URL for a server of your own",
    )
    .option("--repo <owner/name>", "the repository")
    .option("--sha <commit>", "all 40 digits: a branch or a short hash may be another commit tomorrow")
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
With a stack: status wall (where one of its options is given), doctor, plan, authority, rehearse and briefing, all from one reading
of the chain. What is not asked for is named, and is not green. --status-wall without a stack asks GitHub alone; only success is
green there: a check that is missing, skipped, neutral, stale, or ran on another commit is not.

Exit codes: 0 every part that was asked for is clean, 2 one is not, 3 the chain or GitHub could not be read, 4 refused.

Examples:
  ordinance ready --stack local
  ordinance ready --stack local --repo owner/name --sha "$(git rev-parse HEAD)" --branch main
  ordinance ready --stack local --skip rehearse --out ready
  ordinance ready --status-wall --repo owner/name --sha "$(git rev-parse HEAD)" --branch main`,
    )
    .action(async (options: import("../ready.ts").ReadyOptions) => {
      done(await (await import("../ready.ts")).readyCommand(options));
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
    .action(async (options: import("../rewards.ts").RewardsOptions) => {
      done((await import("../rewards.ts")).rewardsCommand(options));
    });
}
