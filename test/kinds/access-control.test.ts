import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { id, ZeroHash } from "ethers";
import { roleHash } from "../../src/kinds/access-control.ts";
import { administratorsLast } from "../../src/kinds/administrators.ts";
import type { Kind } from "../../src/kinds/kind.ts";
import { memberKey, type Key } from "../../src/kinds/property.ts";
import { accessControl } from "../../src/kinds/role-contract.ts";
import type { Address, Value } from "../../src/kinds/value.ts";
import { leavesOf } from "../../src/plan/world.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { planned, realContract } from "../support/real-contract.ts";
import { revertOf } from "../support/revert.ts";

const MODEL_CASES = 500;
const REAL_CASES = 25;
const ROLES = ["MINTER_ROLE", "OPERATOR_ROLE", "DEFAULT_ADMIN_ROLE"] as const;
const declared = {
  roles: { MINTER_ROLE: [], OPERATOR_ROLE: [], DEFAULT_ADMIN_ROLE: [] },
  roleAdmins: { MINTER_ROLE: "OPERATOR_ROLE" },
};
/** What RoleVault answers to getRoleAdmin. */
const admins: Readonly<Record<Key, Value>> = {
  "roleAdmins.MINTER_ROLE": id("OPERATOR_ROLE"),
  "roleAdmins.OPERATOR_ROLE": ZeroHash,
  "roleAdmins.DEFAULT_ADMIN_ROLE": ZeroHash,
};

const kindOf = (written: Readonly<Record<string, unknown>>): Kind => accessControl.specialise!(written);
const accounts = Array.from({ length: 4 }, (_, index): Address => `0x${String(index + 1).repeat(40)}`);

/** For each role, which of the accounts hold it, as bits. The administering roles always have a holder. */
const holdings = fc.record({
  MINTER_ROLE: fc.nat(15),
  OPERATOR_ROLE: fc.integer({ min: 1, max: 15 }),
  DEFAULT_ADMIN_ROLE: fc.integer({ min: 1, max: 15 }),
});
type Holdings = Readonly<Record<(typeof ROLES)[number], number>>;

function membership(of: Holdings, among: readonly Address[]): Record<Key, boolean> {
  const entries = ROLES.flatMap((role) =>
    among.map((account, index) => [memberKey(`roles.${role}`, account), ((of[role] >> index) & 1) === 1] as const),
  );
  return Object.fromEntries(entries);
}

describe("roles in the model", () => {
  const kind = kindOf(declared);

  it(`are brought about by whoever administers them, with one call each (${MODEL_CASES} cases)`, () => {
    fc.assert(
      fc.property(holdings, holdings, (from, to) => {
        const live = { ...admins, ...membership(from, accounts) };
        const wants = membership(to, accounts);
        const calls = planned(kind, { live, wants }, { accounts });
        expect(calls).toHaveLength(Object.entries(wants).filter(([key, value]) => live[key] !== value).length);
      }),
      { numRuns: MODEL_CASES, seed: 11 },
    );
  });

  it("have no setter for their administrators", () => {
    const wants = { "roleAdmins.MINTER_ROLE": ZeroHash };
    expect(planned(kind, { live: admins, wants })).toEqual(["refused: no setter of the contract changes this value"]);
  });

  it("have no right where a role outside the file administers them", () => {
    const [first] = accounts as [Address];
    const wants = { [memberKey("roles.MINTER_ROLE", first)]: true };
    const live = {
      ...admins,
      "roleAdmins.MINTER_ROLE": id("OTHER_ROLE"),
      [memberKey("roles.OPERATOR_ROLE", first)]: true,
    };
    expect(() => planned(kind, { live, wants }, { accounts })).toThrow("nobody may make the call");
    expect(planned(kind, { live, wants })).toHaveLength(1);
  });

  it("may lose their last administrator: whether they should is not the contract's rule", () => {
    const [first] = accounts as [Address];
    const holds = memberKey("roles.DEFAULT_ADMIN_ROLE", first);
    const calls = planned(kind, { live: { ...admins, [holds]: true }, wants: { [holds]: false } }, { accounts });
    expect(calls).toEqual([`revokeRole(${ZeroHash},${first})`]);
  });

  it("understand calls that somebody else has queued", () => {
    const [first] = accounts as [Address];
    const decoded = (fn: string, role: string) =>
      kind.writes
        .filter((write) => write.fn === fn)
        .map((write) => write.decode?.([role, first]))
        .filter((found) => found !== undefined);
    const key = memberKey("roles.MINTER_ROLE", first);
    expect(decoded("grantRole(bytes32,address)", id("MINTER_ROLE"))).toEqual([{ [key]: true }]);
    expect(decoded("revokeRole(bytes32,address)", id("MINTER_ROLE"))).toEqual([{ [key]: false }]);
    expect(decoded("grantRole(bytes32,address)", id("OTHER_ROLE"))).toEqual([]);
  });
});

describe("kinds of single contracts", () => {
  it("have the roles that the file names, whatever it says of them, and always the admin's", () => {
    const paths = (written: Readonly<Record<string, unknown>>) => [...leavesOf(kindOf(written)).keys()];
    expect(paths({})).toEqual(["roles.DEFAULT_ADMIN_ROLE", "roleAdmins.DEFAULT_ADMIN_ROLE"]);
    expect(paths({ roles: { A_ROLE: null, observe: true, "not-a-role": [], lower: [] }, roleAdmins: ["x"] })).toEqual([
      "roles.A_ROLE",
      "roles.DEFAULT_ADMIN_ROLE",
      "roleAdmins.A_ROLE",
      "roleAdmins.DEFAULT_ADMIN_ROLE",
    ]);
    expect(paths({ roles: 7, adminRules: "true" })).toHaveLength(2);
    expect(paths({ roleAdmins: { A_ROLE: { value: "B_ROLE" }, C_ROLE: id("D_ROLE") } }).slice(0, 4)).toEqual([
      "roles.A_ROLE",
      "roles.C_ROLE",
      "roles.B_ROLE",
      "roles.DEFAULT_ADMIN_ROLE",
    ]);
    expect(paths({ adminRules: true })).toContain("defaultAdmin");
    expect(paths({ defaultAdmin: "council" })).toContain("defaultAdmin");
    expect(paths({ defaultAdmin: "council", adminRules: false })).not.toContain("defaultAdmin");
  });

  it("put administrators behind what they administer, and end with circles", () => {
    const last = (admins: Readonly<Record<string, unknown>>) =>
      administratorsLast(["TOP", "A", "B", "C", "A"], (name) => admins[name], "TOP");
    expect(last({})).toEqual(["A", "B", "C", "TOP"]);
    expect(last({ B: "A", C: "B" })).toEqual(["C", "B", "A", "TOP"]);
    expect(last({ A: "A", B: "C", C: "B" })).toEqual(["B", "C", "A", "TOP"]);
    expect(last({ A: 7 })).toEqual(["A", "B", "C", "TOP"]);
  });

  it("read what each role is, and list the members only where the contract does", () => {
    const leaf = (written: Readonly<Record<string, unknown>>) => {
      const found = leavesOf(kindOf(written)).get("roles.MINTER_ROLE");
      return found?.type === "members" ? found : undefined;
    };
    expect(leaf(declared)?.defined).toEqual({ getter: "MINTER_ROLE()", equals: id("MINTER_ROLE") });
    expect([leaf(declared)?.list, leaf(declared)?.count]).toEqual([undefined, undefined]);
    expect(leaf({ ...declared, enumerable: true })).toMatchObject({
      list: { getter: "getRoleMembers(bytes32)", args: [id("MINTER_ROLE")] },
      count: { getter: "getRoleMemberCount(bytes32)", args: [id("MINTER_ROLE")] },
    });
  });

  it("write and show an administrator by its name", () => {
    const found = leavesOf(kindOf(declared)).get("roleAdmins.MINTER_ROLE");
    const unit = found?.type === "scalar" ? found.unit : undefined;
    expect(unit?.parse("OPERATOR_ROLE")).toEqual({ ok: id("OPERATOR_ROLE") });
    expect(unit?.parse(id("OTHER_ROLE").toUpperCase().replace("0X", "0x"))).toEqual({ ok: id("OTHER_ROLE") });
    expect(unit?.parse("OTHER_ROLE")).toHaveProperty("problem");
    expect([ZeroHash, id("OTHER_ROLE")].map((role) => unit?.format(role))).toEqual([
      "DEFAULT_ADMIN_ROLE",
      id("OTHER_ROLE"),
    ]);
  });
});

describe.each(["RoleVault", "ListedRoleVault"])("roles of a %s", (name) => {
  let chain: InProcessChain;
  let people: readonly Address[];
  beforeAll(async () => {
    chain = await inProcessChain();
    people = chain.accounts.slice(1, 5).map(({ address }) => address as Address);
  });
  afterAll(() => chain.close());

  const deploy = async () => {
    const contract = await chain.deploy(name, [people[0], people[1], people[2]]);
    const address = (await contract.getAddress()) as Address;
    const kind = kindOf({ ...declared, enumerable: name === "ListedRoleVault" });
    return { contract, kind, real: realContract(chain, kind, address, people) };
  };

  it("are as deployed, without the deployer", async () => {
    const { real, contract } = await deploy();
    const first = { MINTER_ROLE: 4, OPERATOR_ROLE: 2, DEFAULT_ADMIN_ROLE: 1 };
    const held = Object.entries(membership(first, people)).filter(([, value]) => value);
    expect(Object.fromEntries(await real.read())).toEqual({ ...admins, ...Object.fromEntries(held) });
    for (const role of ROLES) {
      expect(await contract.getFunction(role)()).toBe(roleHash(role));
      expect(await contract.hasRole!(roleHash(role), chain.accounts[0]!.address)).toBe(false);
    }
    const granted = await contract.queryFilter(contract.filters["RoleGranted"]!());
    expect(granted).toHaveLength(ROLES.length);
  });

  it(`become what is wanted without a revert (${REAL_CASES} cases)`, async () => {
    const { real, contract } = await deploy();
    let calls = 0;
    for (const wanted of fc.sample(holdings, { numRuns: REAL_CASES, seed: 5 })) {
      const wants = membership(wanted, people);
      calls += (await real.bring(wants)).length;
      const live = await real.read();
      for (const [key, value] of Object.entries(wants)) expect(live.get(key) ?? false, key).toBe(value);
      if (name !== "ListedRoleVault") continue;
      for (const role of ROLES) {
        const listed = (await contract.getRoleMembers!(roleHash(role))) as string[];
        const held = people.filter((account) => wants[memberKey(`roles.${role}`, account)]);
        expect([...listed].sort()).toEqual([...held].sort());
        expect(await contract.getRoleMemberCount!(roleHash(role))).toBe(BigInt(held.length));
      }
    }
    expect(calls).toBeGreaterThan(REAL_CASES);
  });

  it("may lose their last administrator", async () => {
    const { real } = await deploy();
    const key = memberKey("roles.DEFAULT_ADMIN_ROLE", people[0]!);
    expect(await real.bring({ [key]: false })).toEqual([`revokeRole(${ZeroHash},${people[0]!})`]);
    expect((await real.read()).has(key)).toBe(false);
    await expect(real.bring({ [key]: true })).rejects.toThrow("nobody may call grantRole");
  });

  it("are refused to whoever does not administer them, and unknown where the contract has no such constant", async () => {
    const { contract } = await deploy();
    const stranger = people[0]!;
    await chain.request("hardhat_impersonateAccount", [stranger]);
    const as = contract.connect(await chain.provider.getSigner(stranger)) as typeof contract;
    const refused = await revertOf(contract, as.grantRole!(id("MINTER_ROLE"), stranger));
    expect(refused).toBe(`AccessControlUnauthorizedAccount(${stranger}, ${id("OPERATOR_ROLE")})`);
    const leaf = leavesOf(kindOf({ roles: { MINTR_ROLE: [] } })).get("roles.MINTR_ROLE");
    const getter = leaf?.type === "members" ? leaf.defined!.getter : "";
    const data = id(getter).slice(0, 10);
    const asked = chain.request("eth_call", [{ to: await contract.getAddress(), data }, "latest"]);
    expect(await revertOf(contract, asked)).toBe("");
  });
});
