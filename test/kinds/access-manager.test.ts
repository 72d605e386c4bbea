import fc from "fast-check";
import { id, type Contract } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessManager, managerOf } from "../../src/kinds/access-manager.ts";
import { PUBLIC_ROLE } from "../../src/kinds/access-manager-unit.ts";
import { memberKey, type Key } from "../../src/kinds/property.ts";
import type { Address, Value } from "../../src/kinds/value.ts";
import type { Argument } from "../../src/kinds/write.ts";
import { leavesOf } from "../../src/plan/world.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { planned, realContract } from "../support/real-contract.ts";
import { revertOf } from "../support/revert.ts";

const MODEL_CASES = 500;
const REAL_CASES = 25;
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

/** A state that the file could declare. Members are bits; whoever administers has a member. */
const states = fc.record({
  members: fc.record({
    MINTER: fc.nat(15),
    OPERATOR: fc.integer({ min: 1, max: 15 }),
    ADMIN_ROLE: fc.integer({ min: 1, max: 15 }),
  }),
  admin: fc.constantFrom(0n, 2n),
  guardian: fc.constantFrom(0n, 2n, 7n, PUBLIC_ROLE),
  closed: fc.boolean(),
  functions: fc.tuple(fc.constantFrom(0n, 2n, 7n, PUBLIC_ROLE), fc.constantFrom(0n, 2n, 7n)),
});
type State = typeof states extends fc.Arbitrary<infer T> ? T : never;

function wanted(state: State, among: readonly Address[]): Record<Key, Value> {
  return {
    ...Object.fromEntries(
      Object.entries(state.members).flatMap(([role, bits]) =>
        among.map((account, index) => [memberKey(`roles.${role}.members`, account), ((bits >> index) & 1) === 1]),
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
};

describe("a manager in the model", () => {
  it(`is brought about by whoever administers it, with one call for each value (${MODEL_CASES} cases)`, () => {
    fc.assert(
      fc.property(states, states, (from, to) => {
        const live = { ...still, ...wanted(from, accounts) };
        const wants = wanted(to, accounts);
        const calls = planned(kind, { live, wants }, { accounts });
        expect(calls).toHaveLength(Object.entries(wants).filter(([key, value]) => live[key] !== value).length);
      }),
      { numRuns: MODEL_CASES, seed: 21 },
    );
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

  it("does not grant what would only count later, and has no setter for the delay", () => {
    const [first] = accounts as [Address];
    const live = { ...still, "roles.MINTER.grantDelay": 3600n };
    const key = memberKey("roles.MINTER.members", first);
    expect(planned(kind, { live, wants: { [key]: true } })).toContainEqual(expect.stringContaining("grant by hand"));
    expect(planned(kind, { live: { ...live, [key]: true }, wants: { [key]: false } })).toHaveLength(1);
    expect(planned(kind, { live, wants: { "roles.MINTER.grantDelay": 0n } })).toEqual([
      "refused: no setter of the contract changes this value",
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

describe("kinds of single managers", () => {
  const paths = (of: Readonly<Record<string, unknown>>) => [...leavesOf(accessManager.specialise!(of)).keys()];
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
      ...Object.fromEntries(FUNCTIONS.map((fn) => [`targets.vault.functions.${fn}`, 0n])),
      [memberKey("roles.ADMIN_ROLE.members", people[0]!)]: true,
    });
  });

  it(`becomes what is wanted without a revert (${REAL_CASES} cases)`, async () => {
    const { real, vault } = await deploy();
    let calls = 0;
    for (const state of fc.sample(states, { numRuns: REAL_CASES, seed: 4 })) {
      const wants = wanted(state, people);
      calls += (await real.bring(wants)).length;
      const live = await real.read();
      for (const [key, value] of Object.entries(wants)) expect(live.get(key) ?? false, key).toBe(value);
      // What the roles say is what the target does.
      const role = (Object.keys(ROLES) as Role[]).find((name) => ROLES[name] === state.functions[1])!;
      for (const [index, person] of people.entries()) {
        const may = !state.closed && ((state.members[role] >> index) & 1) === 1;
        const call = (await as(vault, person)).setCap!.staticCall(1n);
        if (may) await call;
        else expect(await revertOf(vault, call)).toBe(`AccessManagedUnauthorized(${person})`);
      }
    }
    expect(calls).toBeGreaterThan(3 * REAL_CASES);
  });

  it("refuses whoever does not administer the role", async () => {
    const { real, manager } = await deploy();
    const [root, operator] = people as [Address, Address];
    await real.bring({ "roles.MINTER.admin": 2n, [memberKey("roles.OPERATOR.members", operator)]: true });
    const grant = (await as(manager, root)).grantRole!(7n, root, 0);
    expect(await revertOf(manager, grant)).toBe(`AccessManagerUnauthorizedAccount(${root}, 2)`);
    expect(await real.bring({ [memberKey("roles.MINTER.members", root)]: true })).toEqual([`grantRole(7,${root},0)`]);
  });

  it("makes grants under a delay count later, which is why they are not planned", async () => {
    const { real, manager } = await deploy();
    const [root, other] = people as [Address, Address];
    await (await (await as(manager, root)).setGrantDelay!(7n, 3600)).wait();
    await chain.request("evm_increaseTime", [5 * 86_400 + 1]);
    await chain.request("evm_mine");
    const key = memberKey("roles.MINTER.members", other);
    await expect(real.bring({ [key]: true })).rejects.toThrow("grant by hand");
    await (await (await as(manager, root)).grantRole!(7n, other, 0)).wait();
    expect((await real.read()).has(key)).toBe(false);
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
