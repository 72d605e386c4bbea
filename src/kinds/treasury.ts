import { address } from "../stack/units.ts";
import { addressSet, guard, scalar } from "./make.ts";
import { memberKey } from "./property.ts";
import { ZERO_ADDRESS } from "./value.ts";
import type { Guard, View } from "./write.ts";

/** A treasury that an allow-list and the owner restrict: StakeManager and FeePool. Zero burns what it would get. */
export const allowListedTreasury = {
  treasury: scalar("treasury()", address, "Parameters", { memberOf: "treasuryAllowlist" }),
  treasuryAllowlist: addressSet("treasuryAllowlist(address)", "TreasuryAllowlistUpdated(address,bool)"),
};

/** `source` is `StakeManager.setTreasury` or the like. */
export function treasuryAllowed(source: string): Guard {
  return guard(
    ["treasury", "treasuryAllowlist[*]"],
    `${source}: the treasury must be allow-listed first (InvalidTreasury)`,
    isAllowed,
  );
}

/** Only checked when the treasury is set: a later owner may well be the treasury. */
export function treasuryNotOwner(source: string): Guard {
  return guard(
    ["treasury", "owner"],
    `${source}: the treasury must not be the owner (InvalidTreasury)`,
    (after, before) => {
      const treasury = after.get("treasury");
      return treasury === ZERO_ADDRESS || treasury !== before.get("owner");
    },
  );
}

/** The contract lets the live treasury leave the list, and then refuses to pay it. */
export function treasuryStaysAllowed(contract: string): Guard {
  return guard(
    ["treasury", "treasuryAllowlist[*]"],
    `${contract}: the live treasury stays allow-listed, or payments to it revert (InvalidTreasury)`,
    isAllowed,
  );
}

function isAllowed(after: View): boolean {
  const treasury = after.get("treasury");
  if (typeof treasury !== "string") throw new TypeError("the treasury was not read");
  return treasury === ZERO_ADDRESS || after.get(memberKey("treasuryAllowlist", treasury)) === true;
}
