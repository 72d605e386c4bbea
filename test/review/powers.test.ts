import { describe, expect, it } from "vitest";
import type { Kind } from "../../src/kinds/kind.ts";
import { accessControl } from "../../src/kinds/role-contract.ts";
import { arbitratorCommittee } from "../../src/kinds/arbitrator-committee.ts";
import { disputeModule } from "../../src/kinds/dispute-module.ts";
import type { Key } from "../../src/kinds/property.ts";
import { safe } from "../../src/kinds/safe.ts";
import { systemPause } from "../../src/kinds/system-pause.ts";
import { timelock } from "../../src/kinds/timelock.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import { world, type PlanModule, type World } from "../../src/plan/world.ts";
import { powersBetween } from "../../src/review/powers.ts";
import { reviewWords } from "../../src/review/words.ts";
import type { Desired } from "../../src/stack/desired.ts";
import { desiredOf, membersAt, moduleOf, plainAddress } from "../support/graph-plan.ts";

const names = ["alice", "bob", "carol", "dave", "stranger"] as const;
const [alice, bob, carol, dave, stranger] = [1, 2, 3, 4, 5].map(plainAddress) as [
  ...[Address, Address, Address, Address, Address],
];
const [COUNCIL, TIMELOCK, PAUSE, MODULE] = [41, 42, 43, 44].map(plainAddress) as [Address, Address, Address, Address];
const DAY = 86_400n;

/** `subject verb: abilities`, one text for each. */
function said(before: readonly PlanModule[], after: readonly PlanModule[], code: readonly Address[] = []): string[] {
  const at = (modules: readonly PlanModule[]): World =>
    world(modules, { hasCode: (address) => (code.includes(address) ? true : undefined) });
  const desired = desiredOf(
    before.map((module) => ({ ...module, wants: [], at: { line: 1, column: 1 } })),
    [],
  );
  const people = new Map<Address, string>(names.slice(0, 4).map((name, index) => [plainAddress(index + 1), name]));
  const named: Desired = { ...desired, nameOf: (address) => people.get(address) ?? desired.nameOf(address) };
  return powersBetween(at(before), at(after), reviewWords(named)).flatMap(({ powers }) =>
    powers.map(({ subject, verb, abilities }) => `${subject} ${verb}: ${abilities.join("; ")}`),
  );
}

type Values = Readonly<Record<Key, Value>>;
const of = (name: string, kind: Kind, address: Address) => (values: Values) => moduleOf(name, kind, address, values);

const committee = of("committee", arbitratorCommittee, MODULE);
const owned = (owner: Address, more: Values = {}) =>
  committee({ owner, pauser: ZERO_ADDRESS, pauserManager: ZERO_ADDRESS, paused: false, ...more });
const council = (threshold: bigint, owners: readonly Address[], more: Values = {}) =>
  of("council", safe, COUNCIL)({ threshold, ...membersAt("owners", ...owners), ...more });
const delayed = (minDelay: bigint, more: Values = {}) =>
  of(
    "timelock",
    timelock,
    TIMELOCK,
  )({
    minDelay,
    ...membersAt("roles.PROPOSER_ROLE", COUNCIL),
    ...membersAt("roles.EXECUTOR_ROLE", COUNCIL),
    ...more,
  });
const pausing = (owner: Address, modules: readonly Address[]) =>
  of(
    "pauses",
    systemPause,
    PAUSE,
  )({
    owner,
    ...Object.fromEntries(modules.map((address, index) => [`modules.m${index}`, address])),
  });

const ALL = "hand over, pause, unpause and set all values of committee";
const three = [alice, bob, carol];

describe("who gains and who loses what", () => {
  it("is nobody where nothing that holds a right changes", () => {
    expect(said([owned(alice)], [owned(alice, { paused: true })])).toEqual([]);
  });

  it("is whoever takes a contract over, and whoever had it", () => {
    expect(said([owned(alice)], [owned(bob)])).toEqual([`alice loses: ${ALL}`, `bob gains: ${ALL}`]);
  });

  it("names the single rights of a pauser and of a pauser manager", () => {
    expect(said([owned(alice)], [owned(alice, { pauser: stranger, pauserManager: bob })])).toEqual([
      `${stranger} gains: pause and unpause committee`,
      "bob gains: set pauser of committee",
    ]);
  });

  it("names the people behind a Safe, through a timelock and SystemPause, with the delay", () => {
    const around = [council(2n, three), delayed(2n * DAY), pausing(TIMELOCK, [MODULE])];
    expect(said([...around, owned(alice)], [...around, owned(PAUSE)])).toEqual([
      `alice loses: ${ALL}`,
      `alice, bob, carol (2 of 3 as council, after 2 days) gain: ${ALL}`,
    ]);
  });

  it("counts nothing that SystemPause does not pass on", () => {
    const around = [council(2n, three), pausing(COUNCIL, [])];
    expect(said([...around, owned(alice)], [...around, owned(PAUSE)])).toEqual([`alice loses: ${ALL}`]);
  });

  it("says that something can be done sooner, or later", () => {
    const at = (delay: bigint) => [council(2n, three), delayed(delay), owned(TIMELOCK)];
    expect(said(at(2n * DAY), at(DAY))).toEqual([
      `alice, bob, carol (2 of 3 as council, after 1 day instead of 2 days) act sooner: set minDelay of timelock; ${ALL}`,
    ]);
    expect(said(at(0n), at(DAY))[0]).toContain("after 1 day instead of no delay) act later");
  });

  it("names whoever signs for a Safe from now on or no longer, with what the Safe can do", () => {
    const own = "set threshold, guard and fallbackHandler of council; change owners and modules of council";
    const found = said([council(2n, three), owned(COUNCIL)], [council(2n, [alice, bob, dave]), owned(COUNCIL)]);
    expect(found).toEqual([
      `carol (one of 3 owners of council, of whom 2 sign) loses: ${own}; ${ALL}`,
      `dave (one of 3 owners of council, of whom 2 sign) gains: ${own}; ${ALL}`,
    ]);
  });

  it("says when fewer signatures are enough, or more are needed", () => {
    expect(said([council(2n, three)], [council(1n, three)])).toEqual([
      "alice, bob, carol (1 of 3 as council) gain: act as council with 1 signature instead of 2",
    ]);
    expect(said([council(2n, three)], [council(3n, three)])).toEqual([
      "alice, bob, carol (3 of 3 as council) lose: act as council with 3 signatures instead of 2",
    ]);
  });

  it("names a module of a Safe, which needs no signature, and a contract that nobody knows", () => {
    const found = said(
      [council(2n, three), owned(COUNCIL)],
      [council(2n, three, membersAt("modules", stranger)), owned(COUNCIL)],
      [stranger],
    );
    expect(found[0]).toContain(`${stranger} (a contract of no known kind) gains: `);
    expect(found[0]).toContain(ALL);
  });

  it("knows the roles of a timelock, and that an open one is anybody's", () => {
    const roles = (more: Values) => [council(2n, three), delayed(DAY, more)];
    expect(said(roles({}), roles(membersAt("roles.CANCELLER_ROLE", stranger)))).toEqual([
      `${stranger} gains: cancel what is queued in timelock`,
    ]);
    expect(said(roles({}), roles(membersAt("roles.EXECUTOR_ROLE", ZERO_ADDRESS)))).toEqual([
      "anybody gains: execute what is due in timelock",
    ]);
  });

  it("does not count an offer that was taken as a loss, but one that was withdrawn", () => {
    const two = accessControl.specialise!({ roles: {}, adminRules: true });
    const offered = (values: Values) => moduleOf("vault", two, MODULE, values);
    const open = { defaultAdmin: alice, pendingDefaultAdmin: bob };
    const taken = said([offered(open)], [offered({ defaultAdmin: bob, pendingDefaultAdmin: ZERO_ADDRESS })]);
    expect(taken).not.toContainEqual(expect.stringContaining("accept"));
    expect(said([offered(open)], [offered({ defaultAdmin: alice, pendingDefaultAdmin: ZERO_ADDRESS })])).toEqual([
      "bob loses: accept ownership of vault",
    ]);
  });

  it("knows powers that lists and weights give", () => {
    const dispute = (more: Values) =>
      moduleOf("disputes", disputeModule, MODULE, {
        owner: alice,
        pauser: ZERO_ADDRESS,
        pauserManager: ZERO_ADDRESS,
        ...more,
      });
    expect(said([dispute({})], [dispute({ [`moderators[${bob}]`]: 3n })])).toEqual([
      "bob gains: decide disputes of disputes",
    ]);
  });

  it("ends where contracts own each other in a circle", () => {
    const circle = [
      pausing(TIMELOCK, [MODULE]),
      delayed(DAY, membersAt("roles.PROPOSER_ROLE", PAUSE)),
      council(2n, three),
    ];
    expect(said([...circle, owned(alice)], [...circle, owned(PAUSE)])[1]).toContain("2 of 3 as council, after 1 day");
  });
});
