import fc from "fast-check";
import { id, keccak256, type Contract } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proxyAdmin } from "../../src/kinds/proxy-admin.ts";
import { proxy } from "../../src/kinds/proxy.ts";
import { ZERO_ADDRESS, type Address } from "../../src/kinds/value.ts";
import { leavesOf } from "../../src/plan/world.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { planned, realContract } from "../support/real-contract.ts";
import { revertOf } from "../support/revert.ts";

const MODEL_CASES = 200;
const REAL_CASES = 20;
const NO_SETTER = "refused: no setter of the contract changes this value";
const accounts = Array.from({ length: 4 }, (_, index): Address => `0x${String(index + 1).repeat(40)}`);

describe("a proxy in the model", () => {
  it("is read from the storage words of ERC-1967", () => {
    const slots = [...leavesOf(proxy)].flatMap(([path, { type, ...leaf }]) =>
      type === "scalar" && "read" in leaf && "slot" in leaf.read ? [[path, leaf.read.slot] as const] : [],
    );
    const slotOf = (name: string) => BigInt(id(`eip1967.proxy.${name}`)) - 1n;
    expect(slots).toEqual([
      ["implementation", slotOf("implementation")],
      ["admin", slotOf("admin")],
    ]);
  });

  it(`is never changed (${MODEL_CASES} cases)`, () => {
    const state = fc.record({
      implementation: fc.constantFrom(...accounts),
      implementationCode: fc.constantFrom(id("a"), id("b")),
      admin: fc.constantFrom(...accounts),
    });
    fc.assert(
      fc.property(state, state, (live, wants) => {
        const same = JSON.stringify(live) === JSON.stringify(wants);
        expect(planned(proxy, { live, wants })).toEqual(same ? [] : [NO_SETTER]);
      }),
      { numRuns: MODEL_CASES, seed: 2 },
    );
  });

  it(`has an admin that is handed over by its owner (${MODEL_CASES} cases)`, () => {
    const person = fc.constantFrom(...accounts);
    fc.assert(
      fc.property(person, person, (live, wanted) => {
        const calls = planned(proxyAdmin, { live: { owner: live }, wants: { owner: wanted } }, { accounts });
        expect(calls).toEqual(live === wanted ? [] : [`transferOwnership(${wanted})`]);
      }),
      { numRuns: MODEL_CASES, seed: 2 },
    );
    expect(planned(proxyAdmin, { live: { owner: accounts[0]! }, wants: { owner: ZERO_ADDRESS } })).toEqual([
      expect.stringContaining("OwnableInvalidOwner"),
    ]);
  });
});

describe("a VaultProxy", () => {
  let chain: InProcessChain;
  let people: readonly Address[];
  let logic: Contract;
  let next: Contract;
  beforeAll(async () => {
    chain = await inProcessChain();
    people = chain.accounts.slice(1, 5).map(({ address }) => address as Address);
    logic = await chain.deploy("VaultLogic");
    next = await chain.deploy("VaultLogicV2");
  });
  afterAll(() => chain.close());

  const deploy = async () => {
    const at = (await (
      await chain.deploy("VaultProxy", [await logic.getAddress(), people[0]])
    ).getAddress()) as Address;
    const real = realContract(chain, proxy, at, people);
    const admin = (await real.read()).get("admin") as Address;
    const artifact = await chain.deploy("VaultProxyAdmin", [people[0]]);
    return {
      at,
      real,
      admin: artifact.attach(admin) as Contract,
      managed: realContract(chain, proxyAdmin, admin, people),
    };
  };
  const codeOf = async (contract: Contract) => keccak256(await chain.provider.getCode(contract));

  it("is as deployed", async () => {
    const { real, admin, managed } = await deploy();
    expect(Object.fromEntries(await real.read())).toEqual({
      implementation: await logic.getAddress(),
      implementationCode: await codeOf(logic),
      admin: await admin.getAddress(),
    });
    expect(Object.fromEntries(await managed.read())).toEqual({ owner: people[0] });
  });

  it("shows an upgrade as drift that no call takes back", async () => {
    const { at, real, admin } = await deploy();
    const wants = { implementation: await logic.getAddress(), implementationCode: await codeOf(logic) };
    expect(await real.bring(wants)).toEqual([]);
    const owner = admin.connect(await chain.provider.getSigner(people[0])) as Contract;
    await (await owner.upgradeAndCall!(at, await next.getAddress(), "0x")).wait();
    const live = await real.read();
    expect(live.get("implementation")).toBe(await next.getAddress());
    expect(live.get("implementationCode")).toBe(await codeOf(next));
    await expect(real.bring(wants)).rejects.toThrow("no setter of the contract changes this value");
  });

  it("shows other code behind an unchanged address as drift", async () => {
    const { real } = await deploy();
    const pinned = (await real.read()).get("implementationCode")!;
    const [address, code] = [await logic.getAddress(), await chain.provider.getCode(logic)];
    await chain.request("hardhat_setCode", [address, await chain.provider.getCode(next)]);
    expect((await real.read()).get("implementation")).toBe(address);
    await expect(real.bring({ implementationCode: pinned })).rejects.toThrow("no setter of the contract");
    await chain.request("hardhat_setCode", [address, code]);
  });

  it(`has an admin that changes hands without a revert (${REAL_CASES} cases)`, async () => {
    const { at, admin, managed } = await deploy();
    let owner = people[0]!;
    for (const wanted of fc.sample(fc.constantFrom(...accounts.keys()), { numRuns: REAL_CASES, seed: 6 })) {
      const to = people[wanted]!;
      expect(await managed.bring({ owner: to })).toEqual(to === owner ? [] : [`transferOwnership(${to})`]);
      owner = to;
      expect(Object.fromEntries(await managed.read())).toEqual({ owner });
    }
    const stranger = people.find((account) => account !== owner)!;
    const as = admin.connect(await chain.provider.getSigner(stranger)) as Contract;
    const upgrade = as.upgradeAndCall!(at, await next.getAddress(), "0x");
    expect(await revertOf(admin, upgrade)).toBe(`OwnableUnauthorizedAccount(${stranger})`);
  });
});
