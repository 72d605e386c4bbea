import { describe, expect, it } from "vitest";
import { ZERO_ADDRESS } from "../../src/kinds/value.ts";
import { actorText, authorityOf, holderText, rightsIn, type AuthorityMatrix } from "../../src/matrix/authority.ts";
import type { PlanModule } from "../../src/plan/world.ts";
import { alice, bob, carol, committee, council, queue, SAFE, TIMELOCK } from "../support/graph-cast.ts";
import {
  desiredModule,
  desiredOf,
  liveOf,
  wanted,
  wantedMembers,
  stackOf,
  type Wanting,
} from "../support/graph-plan.ts";

const roles = { PROPOSER_ROLE: [SAFE], EXECUTOR_ROLE: [ZERO_ADDRESS], DEFAULT_ADMIN_ROLE: [TIMELOCK] };

function matrixOf(declared: readonly Wanting[], found: readonly PlanModule[] = []): AuthorityMatrix {
  const { desired, live } = stackOf(declared);
  const authorities = [...liveOf(found).modules.values()].map((each) => [each.address, each] as const);
  return authorityOf(rightsIn({ desired, live: { ...live, authorities: new Map(authorities) } }));
}

/** `standing holder: who acts` of a right. */
function heldOf(matrix: AuthorityMatrix, contract: string, right: string): readonly string[] {
  const { rights } = matrix.contracts.find((each) => each.contract.name === contract)!;
  const { holders } = rights.find((each) => each.right === right)!;
  return holders.map((each) => `${each.standing} ${holderText(each)}: ${each.actors.map(actorText).join(" | ")}`);
}

describe("who can do what", () => {
  it("says of each holder whether the file names it, and of whom it names whether they hold it", () => {
    const module = committee(alice, { pauser: carol });
    const matrix = matrixOf([[module, wanted(module, "owner", bob)]]);
    expect(heldOf(matrix, "m", "owner")).toEqual([`undeclared ${alice}: ${alice}`, `missing ${bob}: `]);
    expect(heldOf(matrix, "m", "pauser")).toEqual([`unmanaged ${carol}: ${carol}`]);
    expect(heldOf(matrix, "m", "pauserManager")).toEqual([]);
  });

  it("leads through timelocks and Safes to the people, with the time that passes", () => {
    const [module, timelock, safe] = [committee(TIMELOCK), queue(roles, 3_600n), council(2n, alice, bob)];
    const matrix = matrixOf([[module, wanted(module, "owner", TIMELOCK)], [timelock], [safe]]);
    expect(heldOf(matrix, "m", "owner")).toEqual([`declared t: ${alice}, ${bob} (2 of 2 as s) through t after 1 hour`]);
    expect(heldOf(matrix, "t", "roles.EXECUTOR_ROLE")).toEqual(["unmanaged everybody: anybody"]);
    expect(heldOf(matrix, "t", "self")).toEqual([`inherent t: ${alice}, ${bob} (2 of 2 as s) through t after 1 hour`]);
  });

  it("names nobody as an actor behind a Safe that too few can sign for", () => {
    const [module, safe] = [committee(SAFE), council(2n, alice, ZERO_ADDRESS)];
    expect(heldOf(matrixOf([[module], [safe]]), "m", "owner")).toEqual(["unmanaged s: "]);
  });

  it("has the contracts of the file in its order, and then those that govern them", () => {
    const [module, timelock, safe] = [committee(TIMELOCK), queue(roles), council(1n, alice)];
    const idle = queue({}, 60n, "idle", "0x0000000000000000000000000000000000000099");
    const { contracts } = matrixOf([[module]], [safe, timelock, idle]);
    expect(contracts.map(({ contract, kind, declared }) => [contract.address, kind, declared])).toEqual([
      [module.address, "ArbitratorCommittee", true],
      [SAFE, "Safe", false],
      [TIMELOCK, "Timelock", false],
    ]);
  });

  it("says why a right could not be read, and not that nobody holds it", () => {
    const module = committee(alice);
    const live = liveOf([module]);
    const hole = { ...live.modules.get("m")!, unreadable: new Map([["owner", "reverts"]]) };
    const desired = desiredOf([desiredModule(module)], []);
    const matrix = authorityOf(rightsIn({ desired, live: { ...live, modules: new Map([["m", hole]]) } }));
    const owner = matrix.contracts[0]!.rights.find(({ right }) => right === "owner");
    expect(owner).toMatchObject({ holders: [], unreadable: "reverts" });
  });

  it("is the same whatever block it was read in, and mentions each address once", () => {
    const safe = council(1n, alice, bob);
    const matrix = matrixOf([[safe, wantedMembers(safe, "owners", [alice])]]);
    expect(JSON.stringify(matrix)).not.toContain("block");
    expect(matrix.addresses.map(({ address }) => address)).toEqual([SAFE, alice, bob]);
  });
});
