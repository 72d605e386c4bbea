import {
  actorText,
  holderText,
  type AuthorityContract,
  type AuthorityRight,
  type Holding,
} from "../matrix/authority.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import { visible } from "../visible.ts";
import { partyText, type Party } from "../review/words.ts";
import type { Desired, DesiredWant } from "../stack/desired.ts";
import { moduleOf, remediesOf, wantOf, type Finding } from "./finding.ts";

/** Without a holder the contract is nobody's. */
export const OFFICES: ReadonlySet<string> = new Set(["owner", "defaultAdmin"]);
export const OFFERS: ReadonlySet<string> = new Set(["pendingOwner", "pendingDefaultAdmin"]);

/** Findings about who holds rights over contracts; one that passes for each right that nothing is wrong with. */
export function rightFindings(desired: Desired, contracts: readonly AuthorityContract[]): readonly Finding[] {
  const holdings = contracts.flatMap(({ rights }) => rights.flatMap(({ holders }) => holders));
  const able = new Set(holdings.flatMap(({ holder, standing }) => (standing === "missing" ? [] : [holder.address])));
  return contracts.flatMap((contract) => findingsOf(desired, contract, able));
}

/** @param able everybody who holds any right of the stack. */
function findingsOf(
  desired: Desired,
  { contract, rights }: AuthorityContract,
  able: ReadonlySet<Address>,
): readonly Finding[] {
  const name = partyText(contract);
  const { up, edit } = remediesOf(desired);
  return rights.flatMap((right): readonly Finding[] => {
    const { right: property, holders } = right;
    const at = { contract: name, property };
    const declare = edit(name, property);
    if (right.unreadable !== undefined) {
      const expected = "a contract of its kind, with this getter";
      return [
        {
          severity: "fail",
          ...at,
          found: `could not be read: ${visible(right.unreadable)}`,
          expected,
          mend: [declare],
        },
      ];
    }
    const want = wantOf(moduleOf(desired, name), property);
    const held = holders.filter(({ standing }) => standing !== "missing");
    const findings = [
      ...driftOf(right, want).map((found): Finding => ({
        // What is only observed, or tolerated, nobody mends.
        severity: want?.observe ? "warn" : "fail",
        ...at,
        ...found,
        mend: want?.observe ? [declare] : [up, ...rotations(desired, right, able)],
      })),
      ...(held.length === 0
        ? vacant(right, rights, want).map((each): Finding => ({ ...at, ...each, mend: [declare] }))
        : []),
      ...held.flatMap((holding) =>
        holdingFindings(desired, contract, holding, held).map((each): Finding => ({ ...at, ...each, mend: [declare] })),
      ),
      ...openOffer(property, held).map((each): Finding => ({ ...at, ...each, mend: [want ? up : declare] })),
    ];
    if (findings.length > 0) return findings;
    const expected = want ? "as the file says" : "nothing that the file forbids";
    return [{ severity: "pass", ...at, found: heldText(held), expected, mend: [] }];
  });
}

type Told = Pick<Finding, "severity" | "found" | "expected">;

function driftOf({ holders }: AuthorityRight, want: DesiredWant | undefined): readonly Omit<Told, "severity">[] {
  const wrong = holders.some(({ standing }) => standing === "undeclared" || standing === "missing");
  if (!want || !wrong) return [];
  const names = (of: readonly Holding[]) => (of.length === 0 ? "nobody" : of.map(holderText).join(", "));
  return [
    {
      found: names(holders.filter(({ standing }) => standing !== "missing")),
      expected: names(holders.filter(({ standing }) => standing === "declared" || standing === "missing")),
    },
  ];
}

/**
 * Where somebody without a name stands in the place of an account that `addresses` names and that holds nothing any more, the
 * name may be what is out of date.
 */
function rotations(desired: Desired, { holders }: AuthorityRight, able: ReadonlySet<Address>): readonly string[] {
  const [wrong, ...others] = holders.filter(({ standing }) => standing === "undeclared");
  const [gone, ...more] = holders.filter(({ standing }) => standing === "missing");
  if (!wrong || !gone || others.length + more.length > 0) return [];
  const { name, address } = gone.holder;
  if (name === undefined || moduleOf(desired, name) || wrong.holder.name !== undefined || able.has(address)) return [];
  return [remediesOf(desired).rotate(name, wrong.holder.address)];
}

/** Nobody holds the right. */
function vacant(
  { right, holders }: AuthorityRight,
  all: readonly AuthorityRight[],
  want: DesiredWant | undefined,
): readonly Told[] {
  // That somebody is missing has been said.
  if (holders.length > 0 || want?.renounce) return [];
  if (OFFICES.has(right)) return [{ severity: "fail", found: "nobody", expected: "somebody who governs the contract" }];
  const owners = all.find((each) => each.right === "owner")?.holders ?? [];
  const slow = owners.some(({ actors }) => actors.every(({ delay }) => delay !== "0"));
  if (right !== "pauser" || want || !slow) return [];
  return [
    {
      severity: "warn",
      found: "nobody, so that pausing waits in a timelock",
      expected: "somebody who pauses without delay",
    },
  ];
}

function holdingFindings(
  desired: Desired,
  contract: Party,
  holding: Holding,
  all: readonly Holding[],
): readonly Told[] {
  const { holder, actors, standing } = holding;
  const found: Told[] = [];
  const everybody = holder.address === ZERO_ADDRESS;
  if (actors.length === 0) {
    const what = `${holderText(holding)}, as which nobody can act`;
    // Others who can act make it useless, not dangerous.
    const severity = all.some((each) => each.actors.length > 0) ? "warn" : "fail";
    found.push({ severity, found: what, expected: "a holder who can act" });
  }
  const itself = holder.address === contract.address;
  if (standing === "unmanaged" && !everybody && !itself && !desired.declared(holder.address)) {
    found.push({
      severity: "warn",
      found: `${holder.address}, whom the file does not know`,
      expected: "somebody whom the file names",
    });
  }
  for (const actor of actors) {
    if (actor.actor.address === holder.address || desired.declared(actor.actor.address)) continue;
    const who = `${holderText(holding)}, as which ${actorText(actor)} can act`;
    found.push({ severity: "warn", found: who, expected: "nobody behind it whom the file does not know" });
  }
  return found;
}

/** Whoever was offered a contract can take it at any time. */
function openOffer(property: string, held: readonly Holding[]): readonly Told[] {
  if (!OFFERS.has(property)) return [];
  // One that the file does not want is drift.
  return held.flatMap((holding): Told[] =>
    holding.standing === "undeclared"
      ? []
      : [{ severity: "warn", found: `open: ${holderText(holding)} has not accepted yet`, expected: "no open offer" }],
  );
}

function heldText(held: readonly Holding[]): string {
  if (held.length === 0) return "nobody";
  return held
    .map((holding) => {
      const ways = holding.actors.map(actorText).filter((text) => text !== holderText(holding));
      return ways.length > 0 ? `${holderText(holding)}: ${ways.join("; ")}` : holderText(holding);
    })
    .join(", ");
}
