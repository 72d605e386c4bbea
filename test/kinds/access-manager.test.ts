import fc from "fast-check";
import { id, type Contract } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessIn, accessOf, membership, valueOf } from "../../src/kinds/access-manager-access.ts";
import { packDelay, type PackedDelay } from "../../src/kinds/access-manager-delays.ts";
import { accessManager, managerOf } from "../../src/kinds/access-manager.ts";
import { PUBLIC_ROLE } from "../../src/kinds/access-manager-unit.ts";
import { memberKey, type Key } from "../../src/kinds/property.ts";
import type { Address, Value } from "../../src/kinds/value.ts";
import type { Argument } from "../../src/kinds/write.ts";
import { order } from "../../src/plan/order.ts";
import { apply } from "../../src/plan/step.ts";
import { leavesOf, view, world, type PlanModule } from "../../src/plan/world.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { callOf, holdersOf, planned, realContract, timeOf } from "../support/real-contract.ts";
import { revertOf } from "../support/revert.ts";

const MODEL_CASES = 300;
const REAL_CASES = 8;
const ROLES = { MINTER: 7n, OPERATOR: 2n, ADMIN_ROLE: 0n } as const;
type Role = keyof typeof ROLES;
const FUNCTIONS = ["setFee(uint256)", "setCap(uint256)"];
const VAULT: Address = `0x${"8".repeat(40)}`;
const written = {
  roles: { OPERATOR: { id: 2 }, MINTER: { id: "7", admin: "OPERATOR" } },
  targets: { vault: { functions: Object.fromEntries(FUNCTIONS.map((fn) => [fn, "MINTER"])) } },
};
const kindAt = (vault: Address) => managerOf(written, (name) => (name === "vault" ? vault : undefined));
const kind = kindAt(VAULT);
const accounts = Array.from({ length: 4 }, (_, index): Address => `0x${String(index + 1).repeat(40)}`);

const HOUR = 3600n;
const NOW = 1_700_000_000n;

/** What one account is in a role: no member, one who acts at once, or one with an execution delay. */
const member = fc.constantFrom<Value>(false, false, true, true, HOUR, 24n * HOUR);
const anybody = fc.tuple(member, member, member, member);
/** Whoever administers has a member who acts at once. */
const somebody = fc.tuple(fc.nat(3), anybody).map(([at, all]) => all.map((each, index) => index === at || each));

/** A state that the file could declare. */
const states = fc.record({
  members: fc.record({ MINTER: anybody, OPERATOR: somebody, ADMIN_ROLE: somebody }),
  admin: fc.constantFrom(0n, 2n),
  guardian: fc.constantFrom(0n, 2n, 7n, PUBLIC_ROLE),
  closed: fc.boolean(),
  functions: fc.tuple(fc.constantFrom(0n, 2n, 7n, PUBLIC_ROLE), fc.constantFrom(0n, 2n, 7n)),
});
type State = typeof states extends fc.Arbitrary<infer T> ? T : never;

function wanted(state: State, among: readonly Address[]): Record<Key, Value> {
  return {
    ...Object.fromEntries(
      Object.entries(state.members).flatMap(([role, values]) =>
        among.map((account, index) => [memberKey(`roles.${role}.members`, account), values[index]!]),
      ),
    ),
    "roles.MINTER.admin": state.admin,
    "roles.MINTER.guardian": state.guardian,
    "targets.vault.closed": state.closed,
    ...Object.fromEntries(FUNCTIONS.map((fn, index) => [`targets.vault.functions.${fn}`, state.functions[index]!])),
  };
}

/** Values that nothing in these tests changes. */
const still: Readonly<Record<Key, Value>> = {
  ...Object.fromEntries(Object.keys(ROLES).map((role) => [`roles.${role}.grantDelay`, 0n])),
  "roles.OPERATOR.admin": 0n,
  "roles.OPERATOR.guardian": 0n,
  "roles.ADMIN_ROLE.admin": 0n,
  "roles.ADMIN_ROLE.guardian": 0n,
  "targets.vault.adminDelay": 0n,
};

/** The same values when time has passed. */
function aged(values: ReadonlyMap<Key, Value>, now: bigint): ReadonlyMap<Key, Value> {
  return new Map(
    [...values].map(([key, value]) => {
      const access = typeof value === "string" ? accessOf(value) : undefined;
      if (!access) return [key, value];
      const { since, delay, next } = access;
      const passed = next && next.at <= now;
      const left = next && !passed ? [next.delay, next.at] : [0n, 0n];
      return [key, accessIn([since > 0n ? since : 1n, passed ? next.delay : delay, ...left], now)];
    }),
  );
}

/** All calls that bring `wants` about, each by a member who acts at once, and how often time had to pass in between. */
function unfolded(live: Readonly<Record<Key, Value>>, wants: Readonly<Record<Key, Value>>) {
  let values: ReadonlyMap<Key, Value> = new Map(Object.entries(live));
  const calls: string[] = [];
  for (let now = NOW, waits = 0; waits < 9; waits++) {
    const of: PlanModule = {
      ...{ name: "module", kind, address: VAULT, values },
      wants: new Map(Object.entries(wants).map(([key, value]) => [key, { exact: value }])),
    };
    const base = world([of], { now });
    const ordered = order(base, of);
    if ("refused" in ordered) throw new Error(ordered.refused.map(({ rule }) => rule).join("; "));
    const state = { ...of };
    for (const { step, args } of ordered.taken) {
      const by = holdersOf(step.write, view(base, state), accounts);
      if (by.length === 0) throw new Error(`nobody may make the call ${step.id}`);
      const result = apply(base, state, step);
      if (!result.legal || result.changed.length === 0) throw new Error(`${step.id} does nothing`);
      state.values = result.values;
      calls.push(callOf({ step, args }));
    }
    values = state.values;
    const later = (ordered.later ?? []).map(({ until }) => until);
    if (later.length === 0) return { calls, waits, values };
    now = later.reduce((one, other) => (one < other ? one : other));
    values = aged(values, now);
  }
  throw new Error("it never comes about");
}

describe("a manager in the model", () => {
  it(`is brought about by whoever administers it, with one call for each value (${MODEL_CASES} cases)`, () => {
    const delays = fc.tuple(...Object.keys(ROLES).map(() => fc.constantFrom(0n, 0n, 2n * HOUR)));
    let waited = 0;
    fc.assert(
      fc.property(states, states, delays, (from, to, grantDelays) => {
        const grants = Object.keys(ROLES).map((role, index) => [`roles.${role}.grantDelay`, grantDelays[index]!]);
        const live = { ...still, ...Object.fromEntries(grants), ...wanted(from, accounts) } as Record<Key, Value>;
        const wants = wanted(to, accounts);
        const { calls, waits, values } = unfolded(live, wants);
        for (const [key, value] of Object.entries(wants)) expect(values.get(key), key).toBe(value);
        expect(calls).toHaveLength(Object.entries(wants).filter(([key, value]) => live[key] !== value).length);
        if (waits > 0) waited++;
      }),
      { numRuns: MODEL_CASES, seed: 21 },
    );
    expect(waited).toBeGreaterThan(MODEL_CASES / 4);
  });

  it("is granted once, and not done before the grant counts", () => {
    const [root, other] = accounts as [Address, Address];
    const [key, admin] = [memberKey("roles.MINTER.members", other), memberKey("roles.ADMIN_ROLE.members", root)];
    const live = { ...still, "roles.MINTER.admin": 0n, [admin]: true, "roles.MINTER.grantDelay": HOUR };
    const plan = (value: Value | undefined, want: Value) =>
      planned(
        kind,
        { live: value === undefined ? live : { ...live, [key]: value }, wants: { [key]: want } },
        { now: NOW },
      );
    expect(plan(undefined, true)).toEqual([`grantRole(7,${other},0)`, `not before ${NOW + HOUR}`]);
    expect(plan(`${NOW + 60n} 0`, true)).toEqual([`not before ${NOW + 60n}`]);
    expect(plan(`${NOW + 60n} 0`, 60n)).toEqual([`grantRole(7,${other},60)`, `not before ${NOW + 60n}`]);
    // Somebody who was granted the role and is not to have it does not get it.
    expect(plan(`${NOW + 60n} 0`, false)).toEqual([`revokeRole(7,${other})`]);
    // A lower delay counts when the difference has passed, and asking again would start that anew.
    expect(plan(HOUR, 60n)).toEqual([`grantRole(7,${other},60)`, `not before ${NOW + HOUR - 60n}`]);
    expect(plan(`0 ${HOUR} 60 ${NOW + 9n}`, 60n)).toEqual([`not before ${NOW + 9n}`]);
    expect(plan(`0 ${HOUR} 0 ${NOW + 9n}`, HOUR)).toEqual([`grantRole(7,${other},${HOUR})`]);
    expect(plan(true, HOUR)).toEqual([`grantRole(7,${other},${HOUR})`]);
  });

  it("keeps its last member until a new one counts, but no longer than that", () => {
    const [old, fresh, third] = accounts.map((each) => memberKey("roles.ADMIN_ROLE.members", each)) as [Key, Key, Key];
    const live = { ...still, [old]: true, "roles.ADMIN_ROLE.grantDelay": HOUR };
    const plan = (more: Readonly<Record<Key, Value>>, wants: Readonly<Record<Key, Value>>) =>
      planned(kind, { live: { ...live, ...more }, wants }, { accounts, now: NOW });
    expect(plan({}, { [old]: false, [fresh]: true })).toEqual([
      `grantRole(0,${accounts[1]!},0)`,
      ...[1, 2].map(() => `not before ${NOW + HOUR}`),
    ]);
    expect(plan({ [third]: true, [fresh]: `${NOW + 60n} 0` }, { [third]: false, [fresh]: true })).toEqual([
      `revokeRole(0,${accounts[2]!})`,
      `not before ${NOW + 60n}`,
    ]);
  });

  it("leaves the administrator of ADMIN_ROLE and the way to a new authority alone", () => {
    const refused = (wants: Readonly<Record<Key, Value>>, of = kind) => planned(of, { live: still, wants });
    expect(refused({ "roles.ADMIN_ROLE.admin": 2n })).toEqual([expect.stringContaining("AccessManagerLockedRole")]);
    const locked = managerOf({ targets: { [VAULT]: { functions: { "setAuthority(address)": "ADMIN_ROLE" } } } });
    const key = `targets.${VAULT}.functions.setAuthority(address)`;
    expect(planned(locked, { live: { ...still, [key]: 0n }, wants: { [key]: 2n } })).toEqual([
      expect.stringContaining("AccessManagerLockedFunction"),
    ]);
  });

  it("changes the delay of grants and of a target, waits for what is under way, and repeats nothing", () => {
    const word = (of: PackedDelay, shift?: bigint) => packDelay(of, shift);
    const settled = { after: HOUR, before: 0n, effect: 0n };
    const live = {
      ...still,
      minSetback: 5n * 24n * HOUR,
      [memberKey("roles.ADMIN_ROLE.members", accounts[0]!)]: true,
      "roles.MINTER.grantDelay": HOUR,
      "pendingGrantDelays.MINTER": word(settled, 128n) + 7n,
      "targets.vault.adminDelay": HOUR,
      "pendingAdminDelays.vault": word(settled),
    };
    const plan = (more: Readonly<Record<Key, Value>>, wants: Readonly<Record<Key, Value>>) =>
      planned(kind, { live: { ...live, ...more }, wants }, { accounts, now: NOW });
    const due = NOW + 5n * 24n * HOUR;
    expect(plan({}, { "roles.MINTER.grantDelay": 0n })).toEqual(["setGrantDelay(7,0)", `not before ${due}`]);
    expect(plan({}, { "targets.vault.adminDelay": 60n })).toEqual([
      `setTargetAdminDelay(${VAULT},60)`,
      `not before ${due}`,
    ]);
    const under = word({ after: 0n, before: HOUR, effect: NOW + 9n }, 128n);
    expect(plan({ "pendingGrantDelays.MINTER": under }, { "roles.MINTER.grantDelay": 0n })).toEqual([
      `not before ${NOW + 9n}`,
    ]);
    // Something else is under way: the call replaces it.
    expect(plan({ "pendingGrantDelays.MINTER": under }, { "roles.MINTER.grantDelay": 60n })).toEqual([
      "setGrantDelay(7,60)",
      `not before ${due}`,
    ]);
    // A delay that shortens by more than the least setback takes as long as the difference.
    const long = 9n * 24n * HOUR;
    const longer = {
      "roles.MINTER.grantDelay": long,
      "pendingGrantDelays.MINTER": word({ ...settled, after: long }, 128n),
    };
    expect(plan(longer, { "roles.MINTER.grantDelay": 0n })).toEqual(["setGrantDelay(7,0)", `not before ${NOW + long}`]);
    expect(plan({ "pendingGrantDelays.MINTER": 0n }, { "roles.MINTER.grantDelay": 0n })).toEqual([
      expect.stringContaining("storage is laid out otherwise"),
    ]);
  });

  it("has no right where a role outside the file, or everybody, administers", () => {
    const [first] = accounts as [Address];
    const wants = { [memberKey("roles.MINTER.members", first)]: true };
    for (const admin of [99n, PUBLIC_ROLE]) {
      const live = { ...still, "roles.MINTER.admin": admin, [memberKey("roles.ADMIN_ROLE.members", first)]: true };
      expect(() => planned(kind, { live, wants }, { accounts })).toThrow("nobody may make the call");
    }
  });

  it("understands calls that somebody else has queued", () => {
    const decoded = (fn: string, args: readonly Argument[]) =>
      Object.assign({}, ...kind.writes.map((write) => (write.fn === fn ? write.decode?.(args) : {}))) as object;
    const [first] = accounts as [Address];
    const members = memberKey("roles.MINTER.members", first);
    expect(decoded("grantRole(uint64,address,uint32)", [7n, first, 0n])).toEqual({ [members]: true });
    expect(decoded("grantRole(uint64,address,uint32)", [7n, first, HOUR])).toEqual({ [members]: HOUR });
    expect(decoded("revokeRole(uint64,address)", [7n, first])).toEqual({ [members]: false });
    expect(decoded("revokeRole(uint64,address)", [8n, first])).toEqual({});
    expect(decoded("setRoleAdmin(uint64,uint64)", [7n, 2n])).toEqual({ "roles.MINTER.admin": 2n });
    expect(decoded("setRoleGuardian(uint64,uint64)", [2n, 7n])).toEqual({ "roles.OPERATOR.guardian": 7n });
    expect(decoded("setTargetClosed(address,bool)", [VAULT, true])).toEqual({ "targets.vault.closed": true });
    expect(decoded("setTargetClosed(address,bool)", [first, true])).toEqual({});
    const selectors = [...FUNCTIONS.map((fn) => id(fn).slice(0, 10)), "0x00000000"];
    expect(decoded("setTargetFunctionRole(address,bytes4[],uint64)", [VAULT, selectors, 2n])).toEqual(
      Object.fromEntries(FUNCTIONS.map((fn) => [`targets.vault.functions.${fn}`, 2n])),
    );
  });
});

describe("what a member is", () => {
  it("is one value, and what the file can say of it converts exactly", () => {
    const time = fc.bigInt(1n, 2n ** 40n);
    const access = fc.record({
      since: fc.constantFrom(0n, 9n),
      delay: time,
      next: fc.option(fc.record({ delay: time, at: time })),
    });
    fc.assert(
      fc.property(access, ({ next, ...rest }) => {
        const of = { ...rest, ...(next && { next }) };
        expect(accessOf(valueOf(of))).toEqual(of);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 32n - 1n), (delay) => {
        const value = delay === 0n ? true : delay;
        expect(membership.parse(membership.format(value))).toEqual({ ok: value });
      }),
    );
    expect(membership.parse(`${2n ** 32n} s`)).toHaveProperty("problem");
    expect(membership.parse("true")).toHaveProperty("problem");
    expect(membership.format(`${NOW} 0`)).toBe("at once, a member from 2023-11-14T22:13:20Z on");
    expect(membership.format(`0 3600 60 ${NOW}`)).toBe("1 hour, 1 minute from 2023-11-14T22:13:20Z on");
    expect(accessIn([0n, 0n, 0n, 0n], NOW)).toBe(false);
    expect(accessIn([NOW, 5n, 0n, 0n], NOW)).toBe(5n);
    expect(accessIn([NOW + 1n, 0n, 0n, 0n], NOW)).toBe(`${NOW + 1n} 0`);
  });
});

describe("kinds of single managers", () => {
  const paths = (of: Readonly<Record<string, unknown>>) =>
    [...leavesOf(accessManager.specialise!(of)).keys()].filter((path) => !/^(pending|minSetback)/.test(path));
  const admin = ["members", "admin", "guardian", "grantDelay"].map((what) => `roles.ADMIN_ROLE.${what}`);

  it("have the roles that have a number of their own, and always ADMIN_ROLE", () => {
    expect(paths({})).toEqual(admin);
    const roles = { A: {}, B: { id: -1 }, C: { id: 2n ** 64n }, D: { id: PUBLIC_ROLE }, PUBLIC_ROLE: {}, e: { id: 1 } };
    expect(paths({ roles: { ...roles, ADMIN_ROLE: { id: 3 } } })).toEqual(admin);
    expect(paths({ roles: { A: { id: "1_0" }, B: { id: 10 } } }).filter((path) => path.endsWith(".members"))).toEqual([
      "roles.A.members",
      "roles.ADMIN_ROLE.members",
    ]);
    expect(paths({ roles: { ROOT: { id: 0 } } })).toContain("roles.ROOT.members");
    expect(paths({ roles: { ROOT: { id: 0 } } })).not.toContain("roles.ADMIN_ROLE.members");
  });

  it("have the targets whose address is known, and functions by signature or selector", () => {
    const functions = { "setFee(uint256)": 0, "0x47786D37": 0, "set(uint256[])": 0, "set Fee()": 0, observe: true };
    expect(paths({ targets: { [VAULT]: { functions }, nowhere: { functions } } })).toEqual([
      ...admin,
      `targets.${VAULT}.closed`,
      `targets.${VAULT}.adminDelay`,
      `targets.${VAULT}.functions.setFee(uint256)`,
      `targets.${VAULT}.functions.0x47786D37`,
    ]);
  });

  it("write and show roles by their names", () => {
    const leaf = leavesOf(kind).get("roles.MINTER.admin");
    const unit = leaf?.type === "scalar" ? leaf.unit : undefined;
    expect(["OPERATOR", "ADMIN_ROLE", "PUBLIC_ROLE", "5"].map((text) => unit?.parse(text))).toEqual(
      [2n, 0n, PUBLIC_ROLE, 5n].map((ok) => ({ ok })),
    );
    expect(["NOBODY", "-1", String(2n ** 64n)].filter((text) => "ok" in unit!.parse(text))).toEqual([]);
    expect([2n, 0n, PUBLIC_ROLE, 5n].map((role) => unit?.format(role))).toEqual([
      "OPERATOR",
      "ADMIN_ROLE",
      "PUBLIC_ROLE",
      "5",
    ]);
  });
});

describe("a ProtocolAccessManager", () => {
  let chain: InProcessChain;
  let people: readonly Address[];
  beforeAll(async () => {
    chain = await inProcessChain();
    people = chain.accounts.slice(1, 5).map(({ address }) => address as Address);
  });
  afterAll(() => chain.close());

  const deploy = async () => {
    const manager = await chain.deploy("ProtocolAccessManager", [people[0]]);
    const vault = await chain.deploy("ManagedVault", [await manager.getAddress()]);
    const of = kindAt((await vault.getAddress()) as Address);
    return { manager, vault, real: realContract(chain, of, (await manager.getAddress()) as Address, people) };
  };
  const pass = async (seconds: bigint) => {
    await chain.request("evm_increaseTime", [Number(seconds)]);
    await chain.request("evm_mine");
  };
  const as = async (contract: Contract, account: Address) => {
    await chain.request("hardhat_impersonateAccount", [account]);
    return contract.connect(await chain.provider.getSigner(account)) as Contract;
  };

  it("is as deployed", async () => {
    const { real } = await deploy();
    expect(Object.fromEntries(await real.read())).toEqual({
      ...still,
      "roles.MINTER.admin": 0n,
      "roles.MINTER.guardian": 0n,
      "targets.vault.closed": false,
      minSetback: 5n * 24n * HOUR,
      "pendingAdminDelays.vault": 0n,
      ...Object.fromEntries(Object.keys(ROLES).map((name) => [`pendingGrantDelays.${name}`, 0n])),
      ...Object.fromEntries(FUNCTIONS.map((fn) => [`targets.vault.functions.${fn}`, 0n])),
      [memberKey("roles.ADMIN_ROLE.members", people[0]!)]: true,
    });
  });

  it(`becomes what is wanted without a revert (${REAL_CASES} cases)`, async () => {
    const { real, vault, manager } = await deploy();
    let [calls, waits] = [0, 0];
    for (const state of fc.sample(states, { numRuns: REAL_CASES, seed: 4 })) {
      const wants = wanted(state, people);
      calls += (await real.bring(wants)).length;
      let live = await real.read();
      // What only counts later, and what waits for that.
      for (
        let days = 0;
        days < 3 && Object.entries(wants).some(([key, value]) => (live.get(key) ?? false) !== value);
        days++
      ) {
        await pass(24n * HOUR);
        waits++;
        calls += (await real.bring(wants)).length;
        live = await real.read();
      }
      for (const [key, value] of Object.entries(wants)) expect(live.get(key) ?? false, key).toBe(value);
      // What the roles say is what the target does.
      const role = (Object.keys(ROLES) as Role[]).find((name) => ROLES[name] === state.functions[1])!;
      for (const [index, person] of people.entries()) {
        const held = !state.closed && state.members[role][index]!;
        const call = (await as(vault, person)).setCap!.staticCall(1n);
        if (held === true) await call;
        else if (held === false) expect(await revertOf(vault, call)).toBe(`AccessManagedUnauthorized(${person})`);
        else expect(await revertOf(manager, call)).toMatch(/^AccessManagerNotScheduled/);
      }
    }
    expect(calls).toBeGreaterThan(3 * REAL_CASES);
    expect(waits).toBeGreaterThan(0);
  });

  it("refuses whoever does not administer the role", async () => {
    const { real, manager } = await deploy();
    const [root, operator] = people as [Address, Address];
    await real.bring({ "roles.MINTER.admin": 2n, [memberKey("roles.OPERATOR.members", operator)]: true });
    const grant = (await as(manager, root)).grantRole!(7n, root, 0);
    expect(await revertOf(manager, grant)).toBe(`AccessManagerUnauthorizedAccount(${root}, 2)`);
    expect(await real.bring({ [memberKey("roles.MINTER.members", root)]: true })).toEqual([`grantRole(7,${root},0)`]);
  });

  it("makes grants under a delay once, and sees from when on they count", async () => {
    const { real, manager } = await deploy();
    const [root, other] = people as [Address, Address];
    await (await (await as(manager, root)).setGrantDelay!(7n, HOUR)).wait();
    await pass(5n * 24n * HOUR + 1n);
    const key = memberKey("roles.MINTER.members", other);
    expect(await real.bring({ [key]: 60n })).toEqual([`grantRole(7,${other},60)`]);
    const since = (await timeOf(chain)) + HOUR;
    expect((await real.read()).get(key)).toBe(`${since} 60`);
    expect(await manager.hasRole!(7n, other)).toEqual([false, 60n]);
    expect(await real.bring({ [key]: 60n })).toEqual([]);
    await pass(HOUR);
    expect((await real.read()).get(key)).toBe(60n);
  });

  it("lowers a delay when the difference has passed, to the second that the model says", async () => {
    const { real } = await deploy();
    const key = memberKey("roles.MINTER.members", people[1]!);
    await real.bring({ [key]: HOUR });
    expect((await real.read()).get(key)).toBe(HOUR);
    await real.bring({ [key]: 60n });
    const at = (await timeOf(chain)) + HOUR - 60n;
    expect((await real.read()).get(key)).toBe(`0 ${HOUR} 60 ${at}`);
    await chain.request("evm_setNextBlockTimestamp", [Number(at - 1n)]);
    await chain.request("evm_mine");
    expect((await real.read()).get(key)).toBe(`0 ${HOUR} 60 ${at}`);
    await chain.request("evm_mine");
    expect((await real.read()).get(key)).toBe(60n);
  });

  it("locks what the model says is locked", async () => {
    const { manager, vault } = await deploy();
    const root = await as(manager, people[0]!);
    expect(await revertOf(manager, root.setRoleAdmin!(0n, 2n))).toBe("AccessManagerLockedRole(0)");
    expect(await revertOf(manager, root.setRoleGuardian!(0n, 2n))).toBe("AccessManagerLockedRole(0)");
    const selector = id("setAuthority(address)").slice(0, 10);
    const authority = root.setTargetFunctionRole!(await vault.getAddress(), [selector], 2n);
    expect(await revertOf(manager, authority)).toBe(`AccessManagerLockedFunction(${selector})`);
  });
});
