import type { AuthorityMatrix } from "../matrix/authority.ts";
import { OFFERS } from "../doctor/rights.ts";
import { partyText } from "../review/words.ts";
import { ZERO_ADDRESS } from "../kinds/value.ts";
import type { Desired } from "../stack/desired.ts";

/** What does not stay as it is: a tolerated difference, or an offer that somebody may accept at any time; an offer that could not be read is one. */
export interface Expiring {
  readonly contract: string;
  readonly property: string;
  readonly what: string;
  /** The last day, `2027-01-31`; absent of an offer, which stays open. */
  readonly until?: string;
}

export function expiringOf(
  { modules }: Pick<Desired, "modules">,
  { contracts }: Pick<AuthorityMatrix, "contracts">,
): readonly Expiring[] {
  const deviations = modules.flatMap(({ name, wants }) =>
    wants.flatMap(({ path, deviation }): readonly Expiring[] =>
      deviation
        ? [{ contract: name, property: path, what: `tolerated: ${deviation.reason}`, until: deviation.until }]
        : [],
    ),
  );
  const offers = contracts.flatMap(({ contract, rights }) =>
    rights
      .filter(({ right }) => OFFERS.has(right))
      .flatMap(({ right, holders, unreadable }): readonly Expiring[] => {
        const at = { contract: partyText(contract), property: right };
        if (unreadable !== undefined) return [{ ...at, what: `could not be read: ${unreadable}` }];
        return holders
          .filter(({ holder, standing }) => standing !== "missing" && holder.address !== ZERO_ADDRESS)
          .map(({ holder }) => ({ ...at, what: `offered to ${partyText(holder)}` }));
      }),
  );
  return [...deviations.toSorted((a, b) => (a.until! < b.until! ? -1 : a.until! > b.until! ? 1 : 0)), ...offers];
}
