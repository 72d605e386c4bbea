import { expect, it } from "vitest";
import { expiringOf } from "../../src/briefing/expiring.ts";
import { ZERO_ADDRESS } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import type { AuthorityRight, Holding } from "../../src/matrix/authority.ts";
import type { Desired } from "../../src/stack/desired.ts";

const desired: Pick<Desired, "modules"> = { modules: [] };
const holding = (address: Holding["holder"]["address"], standing: Holding["standing"]): Holding => {
  return { holder: { address }, standing, actors: [] };
};

function whatOf(right: Omit<AuthorityRight, "allows">): readonly string[] {
  const contract = { address: localAccount(1).address, name: "feePool" };
  const contracts = [{ contract, kind: "FeePool", declared: true, rights: [{ ...right, allows: [] }] }];
  return expiringOf(desired, { contracts }).map(({ what }) => what);
}

it("names open offers, and those that could not be read, which may be open", () => {
  const { address } = localAccount(2);
  const holders = [holding(address, "unmanaged"), holding(ZERO_ADDRESS, "declared"), holding(address, "missing")];
  expect(whatOf({ right: "pendingOwner", holders })).toEqual([`offered to ${address}`]);
  expect(whatOf({ right: "owner", holders })).toEqual([]);
  expect(whatOf({ right: "pendingDefaultAdmin", holders: [], unreadable: "it reverted" })).toEqual([
    "could not be read: it reverted",
  ]);
});
