import { csvOf } from "../report/csv.ts";
import type { Paint } from "../report/paint.ts";
import { head, row } from "../review/markdown/parts.ts";
import { code, codeCell, prose } from "../review/markdown/text.ts";
import { delayText } from "../review/time.ts";
import { visible, jsonText } from "../visible.ts";
import { partyText, type Party } from "../review/words.ts";
import {
  actorText,
  holderText,
  type Actor,
  type AuthorityMatrix,
  type AuthorityRight,
  type Holding,
  type Standing,
} from "./authority.ts";

/** By the ending of a file's name. */
export const AUTHORITY_RENDERERS = { md: markdownOf, json: jsonOf, csv: csvText } as const;
export type AuthorityFormat = keyof typeof AUTHORITY_RENDERERS;

export const NOTES: Readonly<Record<Standing, string>> = {
  declared: "declared",
  undeclared: "not declared",
  missing: "declared, but does not hold it",
  unmanaged: "not in the file",
  inherent: "by its code",
};

/** Holder and actor of one line: a right that nobody holds has one line as well. */
interface Line {
  readonly holding?: Holding;
  readonly actor?: Actor;
}

function linesOf({ holders }: AuthorityRight): readonly Line[] {
  if (holders.length === 0) return [{}];
  return holders.flatMap((holding) =>
    holding.actors.length === 0 ? [{ holding }] : holding.actors.map((actor) => ({ holding, actor })),
  );
}

function hopsText(through: readonly Party[]): string {
  return through.map(partyText).join(" -> ");
}

function jsonOf(matrix: AuthorityMatrix): string {
  return jsonText(matrix);
}

function csvText({ contracts }: AuthorityMatrix): string {
  const header = [
    ...["contract", "contract_address", "kind", "right", "allows", "holder", "holder_address", "declared"],
    ...["actor", "actor_address", "through", "delay_seconds", "unreadable"],
  ];
  const rows = contracts.flatMap(({ contract, kind, rights }) =>
    rights.flatMap((right) =>
      linesOf(right).map(({ holding, actor }) => [
        ...[contract.name ?? "", contract.address, kind, right.right, right.allows.join("; ")],
        ...(holding ? [holding.holder.name ?? "", holding.holder.address, holding.standing] : ["", "", ""]),
        ...(actor ? [actor.who, actor.actor.address, hopsText(actor.through), actor.delay] : ["", "", "", ""]),
        right.unreadable ?? "",
      ]),
    ),
  );
  return csvOf([header, ...rows]);
}

function markdownOf({ stack, chainId, complete, contracts, addresses }: AuthorityMatrix): string {
  const sections = contracts.flatMap(({ contract, kind, declared, rights }) => [
    `## ${prose(partyText(contract))}`,
    "",
    `${prose(kind)} at ${code(contract.address)}${declared ? "" : ", which the stack file does not declare"}.`,
    "",
    ...head(["Right", "Allows to", "Holder", "In the file", "Who acts in the end", "Through", "Delay"]),
    ...rights.flatMap((right) => linesOf(right).map((line) => markdownRow(right, line))),
    "",
  ]);
  return [
    `# Who can do what: ${prose(stack)}`,
    "",
    `Chain ${chainId}. ${complete ? "All logs were scanned." : "**Not all logs could be scanned: holders may be missing.**"}`,
    "",
    ...sections,
    "## Addresses",
    "",
    ...head(["Name", "Address"]),
    ...addresses.map(({ name, address }) => row([name === undefined ? "" : prose(name), code(address)])),
    "",
  ].join("\n");
}

function markdownRow({ right, allows, unreadable }: AuthorityRight, { holding, actor }: Line): string {
  const told = unreadable === undefined ? "nobody" : `could not be read: ${prose(unreadable)}`;
  return row([
    codeCell(right),
    prose(allows.join("; ")),
    holding ? codeCell(holderText(holding)) : told,
    holding ? NOTES[holding.standing] : "",
    actor ? prose(actor.who) : holding && holding.standing !== "missing" ? "**nobody can**" : "",
    actor ? prose(hopsText(actor.through)) : "",
    actor ? delayText(BigInt(actor.delay)) : "",
  ]);
}

/** For a terminal. */
export function authorityText({ contracts, complete }: AuthorityMatrix, paint: Paint): string {
  const lines = contracts.flatMap(({ contract, kind, declared, rights }) => [
    `${paint("bold", partyText(contract))} ${paint("dim", `(${kind}, ${contract.address})`)}${declared ? "" : paint("yellow", " not declared")}`,
    ...rights.flatMap((right) => [
      `  ${right.right}: ${right.allows.join("; ")}`,
      ...linesOf(right).map((line) => `    ${lineText(right, line, paint)}`),
    ]),
  ]);
  return [
    ...lines,
    ...(complete ? [] : [paint("yellow", "Not all logs could be scanned: holders may be missing.")]),
  ].join("\n");
}

function lineText({ unreadable }: AuthorityRight, { holding, actor }: Line, paint: Paint): string {
  if (unreadable !== undefined) return paint("red", `could not be read: ${visible(unreadable)}`);
  if (!holding) return paint("dim", "nobody");
  const { holder, standing } = holding;
  const note =
    standing === "declared" || standing === "inherent" ? "" : paint(STYLES[standing], ` (${NOTES[standing]})`);
  if (!actor)
    return `${holderText(holding)}${note}${standing === "missing" ? "" : `: ${paint("red", "nobody can act as it")}`}`;
  // An account acts by itself; a contract is not named again as the last that passes the call on.
  const through = actor.through.filter(({ address }) => address !== holder.address);
  const who = actorText({ ...actor, through });
  return `${holderText(holding)}${note}${who === holderText(holding) ? "" : `: ${who}`}`;
}

const STYLES = { undeclared: "red", missing: "red", unmanaged: "dim" } as const;
