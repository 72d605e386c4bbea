import { describe, expect, it } from "vitest";
import { batchId, NO_PREDECESSOR } from "../../src/authority/timelock.ts";
import type { Operation, Proposals } from "../../src/diff/live.ts";
import { diagnose } from "../../src/doctor/doctor.ts";
import type { Finding, Severity } from "../../src/doctor/finding.ts";
import { diagnosisText } from "../../src/doctor/text.ts";
import { arbitratorCommittee } from "../../src/kinds/arbitrator-committee.ts";
import { disputeModule } from "../../src/kinds/dispute-module.ts";
import type { Kind } from "../../src/kinds/kind.ts";
import type { Key } from "../../src/kinds/property.ts";
import { safe } from "../../src/kinds/safe.ts";
import { systemPause } from "../../src/kinds/system-pause.ts";
import { taxPolicy } from "../../src/kinds/tax-policy.ts";
import { timelock } from "../../src/kinds/timelock.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { plan } from "../../src/plan/plan.ts";
import type { PlanModule } from "../../src/plan/world.ts";
import { plain } from "../../src/report/paint.ts";
import type { DesiredModule, DesiredWant } from "../../src/stack/desired.ts";
import {
  desiredModule,
  desiredOf,
  liveOf,
  membersAt,
  moduleOf,
  plainAddress,
  wanted,
  wantedMembers,
} from "../support/graph-plan.ts";

const [alice, bob, stranger] = [1, 2, 9].map(plainAddress) as [Address, Address, Address];
const [COUNCIL, TIMELOCK, PAUSE, COMMITTEE, DISPUTES] = [41, 42, 43, 44, 45].map(plainAddress) as [
  ...[Address, Address, Address, Address, Address],
];
const UP = "pulumi up --stack hand";

type Values = Readonly<Record<Key, Value>>;
const of = (name: string, kind: Kind, address: Address, values: Values) => moduleOf(name, kind, address, values);

const committee = (values: Values = {}) =>
  of("committee", arbitratorCommittee, COMMITTEE, {
    ...{ owner: alice, pauser: bob, pauserManager: ZERO_ADDRESS, paused: false },
    ...values,
  });
const council = (threshold: bigint, owners: readonly Address[], more: Values = {}) =>
  of("council", safe, COUNCIL, { threshold, version: "1.4.1", ...membersAt("owners", ...owners), ...more });
const delayed = (minDelay: bigint, more: Values = membersAt("roles.PROPOSER_ROLE", alice)) =>
  of("timelock", timelock, TIMELOCK, { minDelay, ...membersAt("roles.EXECUTOR_ROLE", alice), ...more });

interface Given {
  readonly wants?: Readonly<Record<string, readonly DesiredWant[]>>;
  readonly declared?: readonly Address[];
  /** Accounts of `addresses`, by name. */
  readonly names?: Readonly<Record<string, Address>>;
  /** Contracts that no file declares. */
  readonly undeclared?: readonly PlanModule[];
  readonly operations?: readonly Operation[];
  readonly proposals?: ReadonlyMap<Address, Proposals>;
}

function findings(modules: readonly PlanModule[], given: Given = {}): readonly Finding[] {
  const { wants = {}, declared = [alice, bob], names = {}, undeclared = [] } = given;
  const list = modules.map((module): DesiredModule => desiredModule(module, ...(wants[module.name] ?? [])));
  const plainly = desiredOf(list, [...declared, ...Object.values(names)]);
  const nameOf = (address: Address) =>
    plainly.nameOf(address) ?? Object.entries(names).find(([, each]) => each === address)?.[0];
  const desired = { ...plainly, nameOf };
  const read = liveOf(modules);
  const authorities = liveOf(undeclared).modules;
  const { operations = [], proposals } = given;
  const live = {
    ...{ ...read, operations, ...(proposals && { proposals }) },
    authorities: new Map([...authorities.values()].map((each) => [each.address, each])),
  };
  return diagnose({ desired, live, plan: plan(desired, live) }).findings;
}

/** `fail owner: found; expected expected` of what did not pass. */
function wrong(modules: readonly PlanModule[], given: Given = {}): readonly string[] {
  return findings(modules, given)
    .filter(({ severity }) => severity !== "pass")
    .map(({ severity, contract, property, found, expected, mend }) => {
      expect(mend).not.toEqual([]);
      return `${severity} ${contract}.${property}: ${found}; expected ${expected}`;
    });
}

const about = (all: readonly Finding[], property: string) => all.filter((each) => each.property === property);

describe("the doctor, on rights", () => {
  it("finds nothing wrong where declared accounts hold them, and says what it looked at", () => {
    const module = committee();
    const all = findings([module], { wants: { committee: [wanted(module, "owner", alice)] } });
    expect(all.map(({ severity }): Severity => severity)).toEqual(all.map(() => "pass"));
    expect(about(all, "owner")).toMatchObject([{ found: alice, expected: "as the file says", mend: [] }]);
    expect(about(all, "pauserManager")).toMatchObject([{ found: "nobody" }]);
  });

  it("fails an owner who is not the declared one", () => {
    const module = committee({ owner: bob });
    const [finding] = about(findings([module], { wants: { committee: [wanted(module, "owner", alice)] } }), "owner");
    expect(finding).toMatchObject({ severity: "fail", found: bob, expected: alice, mend: [UP] });
  });

  it("only warns of one that is observed, which no update mends", () => {
    const module = committee({ owner: bob });
    const wants = { committee: [wanted(module, "owner", alice, { observe: true })] };
    const [finding] = about(findings([module], { wants }), "owner");
    expect(finding).toMatchObject({ severity: "warn", found: bob });
    expect(finding?.mend).toEqual([`edit modules.committee.owner in stacks/hand.yaml:1, then ${UP}`]);
  });

  it("offers to rotate a name whose account holds nothing any more, and no other", () => {
    const module = committee({ owner: stranger });
    const given = { wants: { committee: [wanted(module, "owner", alice)] }, names: { guardian: alice } };
    const rotate = `ordinance rotate guardian ${stranger} --stack hand # if the chain is right`;
    expect(about(findings([module], given), "owner")[0]?.mend).toEqual([UP, rotate]);
    const still = committee({ owner: stranger, pauser: alice });
    expect(about(findings([still], given), "owner")[0]?.mend).toEqual([UP]);
  });

  it("warns of a holder, and of somebody behind a holder, whom the file does not know", () => {
    expect(wrong([committee({ pauser: stranger })])).toEqual([
      `warn committee.pauser: ${stranger}, whom the file does not know; expected somebody whom the file names`,
    ]);
    const modules = [committee({ owner: TIMELOCK }), delayed(60n, membersAt("roles.PROPOSER_ROLE", alice, stranger))];
    expect(wrong(modules)).toContain(
      `warn committee.owner: timelock, as which ${stranger} through timelock after 1 minute can act; expected nobody behind it whom the file does not know`,
    );
  });

  it("fails a right that its holder cannot use, and one that nobody has", () => {
    // A contract that makes no calls for others.
    const disputes = of("disputes", disputeModule, DISPUTES, { owner: alice, pauser: bob, paused: false });
    expect(wrong([committee({ owner: DISPUTES }), disputes])).toContain(
      "fail committee.owner: disputes, as which nobody can act; expected a holder who can act",
    );
    expect(wrong([committee({ owner: ZERO_ADDRESS })])).toEqual([
      "fail committee.owner: nobody; expected somebody who governs the contract",
    ]);
    const module = committee({ owner: ZERO_ADDRESS });
    const renounced = { committee: [wanted(module, "owner", ZERO_ADDRESS, { renounce: true })] };
    expect(wrong([module], { wants: renounced })).toEqual([]);
  });

  it("warns where nobody can pause without a delay", () => {
    const modules = [committee({ owner: TIMELOCK, pauser: ZERO_ADDRESS }), delayed(60n)];
    expect(wrong(modules)).toEqual([
      "warn committee.pauser: nobody, so that pausing waits in a timelock; expected somebody who pauses without delay",
    ]);
    expect(wrong([committee({ pauser: ZERO_ADDRESS })])).toEqual([]);
  });

  it("tells of an open offer of ownership, wanted or not", () => {
    const policy = of("policy", taxPolicy, COMMITTEE, { owner: alice, pendingOwner: bob });
    expect(wrong([policy])).toEqual([
      `warn policy.pendingOwner: open: ${bob} has not accepted yet; expected no open offer`,
    ]);
    const wants = { policy: [wanted(policy, "owner", alice), wanted(policy, "pendingOwner", ZERO_ADDRESS)] };
    expect(wrong([policy], { wants })).toEqual([`fail policy.pendingOwner: ${bob}; expected nobody`]);
  });

  it("compares a role as a whole", () => {
    const lock = delayed(60n, membersAt("roles.PROPOSER_ROLE", alice, stranger));
    const wants = { timelock: [wantedMembers(lock, "roles.PROPOSER_ROLE", [alice, bob])] };
    expect(wrong([lock], { wants })).toContain(
      `fail timelock.roles.PROPOSER_ROLE: ${alice}, ${stranger}; expected ${alice}, ${bob}`,
    );
  });

  it("fails what could not be read, and never shows it as nobody's", () => {
    const module = committee();
    const desired = desiredOf([desiredModule(module)], [alice, bob]);
    const read = liveOf([module]);
    const hole = { ...read.modules.get("committee")!, unreadable: new Map([["pauser", "pauser() reverted"]]) };
    const live = { ...read, modules: new Map([["committee", hole]]) };
    const all = diagnose({ desired, live, plan: plan(desired, live) }).findings;
    expect(about(all, "pauser")).toMatchObject([{ severity: "fail", found: "could not be read: pauser() reverted" }]);
  });
});

describe("the doctor, on Safes and timelocks", () => {
  it.each([
    [1n, [alice, bob], "warn council.threshold: 1 of 2; expected more than one signature"],
    [
      2n,
      [alice, bob],
      "warn council.threshold: 2 of 2: one lost key, and nobody can act; expected fewer signatures than owners",
    ],
    [
      2n,
      [alice, COUNCIL],
      "fail council.threshold: 2 of 2, and 1 who can act; expected as many owners who can act as have to sign",
    ],
  ])("weighs how many of a Safe's owners have to sign: %s of %s", (threshold, owners, said) => {
    expect(wrong([council(threshold, owners)])).toContain(said);
  });

  it("fails a Safe of a version that no plan goes through", () => {
    expect(wrong([council(2n, [alice, bob, plainAddress(3)], { version: "1.0.0" })])).toContainEqual(
      expect.stringContaining("fail council.owners: version 1.0.0"),
    );
  });

  it("fails a timelock that holds nothing up, and takes an open executor for everybody, but no other open role", () => {
    expect(wrong([delayed(0n)])).toEqual([
      "fail timelock.minDelay: no delay; expected a delay in which somebody can cancel",
    ]);
    const open = delayed(60n, {
      ...membersAt("roles.PROPOSER_ROLE", alice, ZERO_ADDRESS),
      ...membersAt("roles.EXECUTOR_ROLE", ZERO_ADDRESS),
    });
    expect(about(findings([open]), "roles.EXECUTOR_ROLE")).toMatchObject([{ severity: "pass" }]);
    expect(wrong([open])).toEqual([
      `warn timelock.roles.PROPOSER_ROLE: ${ZERO_ADDRESS}, as which nobody can act; expected a holder who can act`,
    ]);
  });

  it("warns of an admin beside the timelock itself", () => {
    const roles = {
      ...membersAt("roles.PROPOSER_ROLE", alice),
      ...membersAt("roles.DEFAULT_ADMIN_ROLE", TIMELOCK, bob),
    };
    expect(wrong([delayed(60n, roles)])).toEqual([
      `warn timelock.roles.DEFAULT_ADMIN_ROLE: ${bob} may grant every role without delay; expected the timelock alone`,
    ]);
  });

  it("examines those that no file declares as well", () => {
    const all = findings([committee({ owner: COUNCIL })], { undeclared: [council(1n, [alice, bob])] });
    expect(all.filter(({ property }) => property === "threshold")).toMatchObject([
      { severity: "warn", contract: COUNCIL, mend: [`declare ${COUNCIL} under modules in stacks/hand.yaml`] },
    ]);
  });
});

describe("the doctor, on references", () => {
  const disputes = (values: Values) =>
    of("disputes", disputeModule, DISPUTES, { owner: alice, pauser: bob, paused: false, ...values });

  it("fails one that points past the module of its kind, and warns of none", () => {
    expect(wrong([committee(), disputes({ committee: stranger })])).toEqual([
      `fail disputes.committee: ${stranger}; expected committee`,
    ]);
    expect(wrong([committee(), disputes({ committee: ZERO_ADDRESS })])).toEqual([
      "warn disputes.committee: nothing; expected committee",
    ]);
    expect(wrong([disputes({ committee: ZERO_ADDRESS })])).toEqual([]);
  });

  it("fails one that is not the declared one", () => {
    const module = disputes({ committee: bob });
    const wants = { disputes: [wanted(module, "committee", COMMITTEE)] };
    expect(wrong([committee(), module], { wants })).toContain(
      "fail disputes.committee: " + bob + "; expected committee",
    );
  });

  it("fails a SystemPause that may not pause one of its modules", () => {
    const pauses = of("pauses", systemPause, PAUSE, { owner: alice, "modules.arbitratorCommittee": COMMITTEE });
    expect(wrong([committee(), pauses])).toEqual([
      `fail pauses.modules.arbitratorCommittee: committee, which it cannot pause: its owner is ${alice}; expected pauses as its owner or pauser`,
    ]);
    expect(wrong([committee({ owner: PAUSE }), pauses])).toEqual([]);
    expect(wrong([committee({ pauser: PAUSE }), pauses])).toEqual([]);
  });
});

describe("the doctor, on what is queued", () => {
  const COMMITTEE_PAUSER = "setPauser(address)";
  const module = committee({ owner: TIMELOCK });
  const wants = { committee: [wanted(module, "pauser", bob)] };
  const call = (pauser: Address) => ({ to: COMMITTEE, value: 0n, data: encodeCall(COMMITTEE_PAUSER, [pauser]) });
  const operation = (pauser: Address, readyAt = 1_000_000n): Operation => {
    const batch = { calls: [call(pauser)], predecessor: NO_PREDECESSOR, salt: NO_PREDECESSOR };
    return { timelock: TIMELOCK, id: batchId(batch), batch, single: false, readyAt };
  };
  const found = (given: Given) =>
    findings([module, delayed(60n, roles)], { wants, ...given }).filter(({ property }) => /^operations/.test(property));
  const roles = { ...membersAt("roles.PROPOSER_ROLE", alice), ...membersAt("roles.CANCELLER_ROLE", alice, bob) };

  it("warns of an operation that would set what the file does not want, and says who can cancel it", () => {
    const against = operation(stranger);
    expect(found({ operations: [against] })).toEqual([
      {
        severity: "warn",
        contract: "timelock",
        property: `operations[${against.id}]`,
        found: `can be executed now: committee.pauser: setPauser(address) would set ${stranger}, the file wants ${bob}; ${alice}, or ${bob} can cancel it`,
        expected: "nothing that waits to set other values than the file wants",
        mend: [UP],
      },
    ]);
    expect(found({ operations: [operation(stranger, 2_000_000n)] })[0]?.found).toMatch(/^not before 1970-01-24T/);
    expect(found({ operations: [operation(bob)] })).toEqual([]);
    expect(found({ operations: [against], wants: {} })).toEqual([]);
  });

  it("says where nobody can cancel it", () => {
    const modules = [module, delayed(60n)];
    const [finding] = findings(modules, { wants, operations: [operation(stranger)] }).filter(({ property }) =>
      property.startsWith("operations"),
    );
    expect(finding?.found).toMatch(/; nobody can cancel it$/);
  });

  it("warns of a proposal to a Safe that would", () => {
    const tx = {
      ...({ ...call(stranger), operation: 0, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, nonce: 3n } as const),
      ...{ gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS },
    };
    const pending = { hash: NO_PREDECESSOR, tx, confirmations: [], unverified: [], confirmationsRequired: 2 };
    const proposals = new Map([[COUNCIL, { status: "read", pending: [pending] } as const]]);
    const owned = committee({ owner: COUNCIL });
    const modules = [owned, council(2n, [alice, bob, plainAddress(3)], { nonce: 3n })];
    expect(findings(modules, { wants, proposals }).filter(({ property }) => /^proposals/.test(property))).toEqual([
      {
        severity: "warn",
        contract: "council",
        property: `proposals[${NO_PREDECESSOR}]`,
        found: `waits for signatures: committee.pauser: setPauser(address) would set ${stranger}, the file wants ${bob}; its owners can reject it`,
        expected: "nothing that waits to set other values than the file wants",
        mend: ["reject it in the Safe by another transaction with nonce 3"],
      },
    ]);
  });
});

it("is one line for a finding and one for each way to mend it", () => {
  const module = committee({ owner: bob });
  const desired = desiredOf([desiredModule(module, wanted(module, "owner", alice))], [alice, bob]);
  const live = liveOf([module]);
  const diagnosis = diagnose({ desired, live, plan: plan(desired, live) });
  const lines = diagnosisText(diagnosis, plain).split("\n");
  expect(lines.slice(0, 3)).toEqual(["committee", `  fail  owner: ${bob}; expected ${alice}`, `        mend: ${UP}`]);
  expect(lines.at(-1)).toBe("1 fail, 0 warn, 2 pass");
});
