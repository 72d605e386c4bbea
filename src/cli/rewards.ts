import { OrdinanceError } from "../errors.ts";
import { ledgerOf, SLASHED, type Ledger, type RewardOptions, type Slashed } from "../rewards/ledger.ts";
import { readScoreboard } from "../rewards/read.ts";
import { ledgerCsv, ledgerJson, ledgerTable } from "../rewards/render.ts";
import type { Scoreboard } from "../rewards/scoreboard.ts";
import { unsignedWad } from "../stack/units.ts";
import { quoted } from "../stack/units/quoted.ts";
import { EXIT } from "./exit-codes.ts";
import { refuseOptions, type OptionProblem } from "./options.ts";

export interface RewardsOptions {
  readonly total: string;
  readonly top: string;
  readonly scoreboard: string;
  readonly slashed: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** Prints the ledger of one round of rewards. Reads one file; sends nothing. */
export function rewardsCommand(options: RewardsOptions): number {
  const wanted = wantedOf(options);
  const scoreboard = readScoreboard(options.scoreboard);
  const ledger = ledgerOf(scoreboard.standings, wanted);
  if (ledger.rewards.length === 0) throw nobody(ledger, scoreboard);
  process.stdout.write(
    options.json ? ledgerJson(ledger, scoreboard) : options.csv ? ledgerCsv(ledger) : ledgerTable(ledger, scoreboard),
  );
  return EXIT.clean;
}

/** @throws OrdinanceError ORD125 with every option that cannot be used. */
function wantedOf({ total, top, slashed, json, csv }: RewardsOptions): RewardOptions {
  const problems: OptionProblem[] = [];
  const refuse = (option: string, found: string, expected: string) => void problems.push({ option, found, expected });
  const parsed = unsignedWad.parse(total);
  const wei = "ok" in parsed ? (parsed.ok as bigint) : undefined;
  if ("problem" in parsed) refuse("--total", parsed.problem.found, unsignedWad.expects);
  else if (wei === 0n) refuse("--total", quoted(total), "more than 0");
  const most = Number(top);
  if (!/^[1-9]\d*$/.test(top) || !Number.isSafeInteger(most)) refuse("--top", quoted(top), "a whole number from 1");
  if (!SLASHED.includes(slashed as Slashed)) refuse("--slashed", quoted(slashed), SLASHED.join(", "));
  if (json && csv) refuse("--csv", "--json as well", "one of them");
  refuseOptions("ordinance rewards", problems);
  return { total: wei!, top: most, slashed: slashed as Slashed };
}

function nobody({ unrewarded }: Ledger, { file }: Scoreboard): OrdinanceError {
  const slashed = unrewarded.filter(({ reason }) => reason === "slashed").length;
  const found = `no score above zero that counts (${slashed} slashed, ${unrewarded.length - slashed} without a score)`;
  return new OrdinanceError([{ code: "ORD121", file, found, expected: "somebody to reward" }]);
}
