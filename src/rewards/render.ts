import { decimalText } from "../stack/units/decimal.ts";
import { token, unsignedWad } from "../stack/units.ts";
import type { Ledger } from "./ledger.ts";
import type { Scoreboard } from "./scoreboard.ts";

type Source = Pick<Scoreboard, "file" | "sha256">;

/** Exact amounts are texts: a JSON number would be rounded by whoever reads it. */
export function ledgerJson(ledger: Ledger, { file, sha256 }: Source): string {
  const { total, top, slashed, rewards, unrewarded, tie } = ledger;
  const document = {
    scoreboard: { file, sha256 },
    total: amountText(total),
    totalWei: total.toString(),
    top,
    slashed,
    rewards: rewards.map(({ agent, score, counts, slashes, amount }, index) => ({
      rank: index + 1,
      agent,
      score: unsignedWad.format(score),
      counts: unsignedWad.format(counts),
      slashes: slashes.toString(),
      amount: amountText(amount),
      wei: amount.toString(),
    })),
    unrewarded: unrewarded.map(({ agent, score, slashes, reason }) => {
      return { agent, score: unsignedWad.format(score), slashes: slashes.toString(), reason };
    }),
    ...(tie && { tie: { score: unsignedWad.format(tie.score), in: tie.in, out: tie.out } }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** One row for each reward; nothing in it needs quotes. */
export function ledgerCsv({ rewards }: Ledger): string {
  const rows = rewards.map(({ agent, score, counts, slashes, amount }, index) =>
    [
      index + 1,
      agent,
      ...[score, counts].map((each) => unsignedWad.format(each)),
      slashes,
      amountText(amount),
      amount,
    ].join(","),
  );
  return `${["rank,agent,score,counts,slashes,amount,wei", ...rows].join("\n")}\n`;
}

export function ledgerTable(ledger: Ledger, { file, sha256 }: Source): string {
  const { total, top, rewards, unrewarded, tie } = ledger;
  const rows = rewards.map(({ agent, score, counts, slashes, amount }, index) => {
    const scores = [score, counts].map((each) => unsignedWad.format(each));
    return [String(index + 1), agent, ...scores, slashes.toString(), token.format(amount)];
  });
  const lines = [
    `${token.format(total)} to ${rewards.length} of ${rewards.length + unrewarded.length} agents of ${file}`,
    ...aligned([["rank", "agent", "score", "counts", "slashes", "reward"], ...rows]),
    ...(rewards.length < top ? [`${top} agents were asked for; ${rewards.length} have a score that counts.`] : []),
    ...(tie
      ? [
          `The score ${unsignedWad.format(tie.score)} stands on both sides of the cut; the lower address goes first:`,
          `  in ${tie.in.join(", ")}; out ${tie.out.join(", ")}`,
        ]
      : []),
    ...(unrewarded.length > 0 ? ["Without a reward:"] : []),
    ...unrewarded.map(({ agent, score, slashes, reason }) => {
      return `  ${agent}  ${reason} (score ${unsignedWad.format(score)}, slashes ${slashes})`;
    }),
    `${slashedText(ledger)} The scoreboard's SHA-256 is ${sha256}.`,
  ];
  return `${lines.join("\n")}\n`;
}

const SLASHED_TEXT = {
  exclude: "Agents that were slashed get nothing.",
  deduct: "Each slash takes 1 from the score.",
  keep: "Slashes were not considered.",
} as const;

const slashedText = ({ slashed }: Ledger) => SLASHED_TEXT[slashed];

/** In tokens, with as few digits as are exact. */
const amountText = (wei: bigint) => decimalText(wei, 18);

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`.trimEnd());
}
