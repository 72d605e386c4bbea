import { describe, expect, it } from "vitest";
import { rightsIn } from "../../src/matrix/authority.ts";
import { parametersOf, type Parameter } from "../../src/matrix/parameters.ts";
import { alice, bob, committee, council, queue, SAFE, TIMELOCK } from "../support/graph-cast.ts";
import { wanted, wantedMembers, stackOf, type Wanting } from "../support/graph-plan.ts";

function parametersFor(...declared: readonly Wanting[]): ReadonlyMap<string, Parameter> {
  const { parameters } = parametersOf(rightsIn(stackOf(declared)));
  return new Map(parameters.map((each) => [`${each.contract}.${each.property}`, each]));
}

describe("every value of a stack", () => {
  const module = committee(alice, { absenteeSlash: 2n * 10n ** 18n, "windows.commit": 3_600n, "windows.reveal": 60n });

  it("is shown with its unit, what the file wants of it, and whether it has it", () => {
    const all = parametersFor([module, wanted(module, "absenteeSlash", 10n ** 18n), wanted(module, "owner", alice)]);
    expect(all.get("m.absenteeSlash")).toMatchObject({
      ...{ live: "2 AGIALPHA [2000000000000000000]", desired: "1 AGIALPHA [1000000000000000000]" },
      ...{ standing: "differs", unit: "token", setBy: [alice] },
    });
    expect(all.get("m.owner")).toMatchObject({ standing: "as desired", desired: alice });
    expect(all.get("m.windows.commit")).toMatchObject({ live: "1 hour [3600]", standing: "unmanaged" });
    expect(all.get("m.windows.commit")).not.toHaveProperty("desired");
  });

  it("has the rules of its setters, and nobody where it has none", () => {
    const all = parametersFor([module]);
    expect(all.get("m.windows.commit")!.bounds).toEqual([
      'ArbitratorCommittee.setCommitRevealWindows: windows.commit must not be zero ("windows")',
      'ArbitratorCommittee.setCommitRevealWindows: windows.reveal must not be zero ("windows")',
    ]);
    const unset = committee(alice, { jobRegistry: bob });
    expect(parametersFor([unset]).get("m.jobRegistry")).toMatchObject({ live: bob, setBy: [], bounds: [] });
  });

  it("names the quickest of those who may set it first", () => {
    const [owned, timelock, safe] = [
      committee(TIMELOCK, { pauser: bob }),
      queue({ PROPOSER_ROLE: [SAFE], EXECUTOR_ROLE: [SAFE] }, 3_600n),
      council(1n, alice),
    ];
    const { setBy } = parametersFor([owned], [timelock], [safe]).get("m.paused")!;
    expect(setBy).toEqual([bob, `${alice} (1 of 1 as s) through t after 1 hour`]);
  });

  it("has a line for each member, those who are wanted and missing too, and one for a mapping without any", () => {
    const safe = council(1n, alice);
    const all = parametersFor([safe, wantedMembers(safe, "owners", [bob])]);
    expect(all.get(`s.owners[${alice}]`)).toMatchObject({ live: "true", desired: "false", standing: "differs" });
    expect(all.get(`s.owners[${bob}]`)).toMatchObject({ live: "false", desired: "true", standing: "differs" });
    expect(all.get("s.modules")).toMatchObject({ live: "none", standing: "unmanaged" });
  });
});
