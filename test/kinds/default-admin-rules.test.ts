import fc from "fast-check";
import { id, ZeroHash } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Kind } from "../../src/kinds/kind.ts";
import { memberKey, type Key } from "../../src/kinds/property.ts";
import { accessControl } from "../../src/kinds/role-contract.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import type { Write } from "../../src/kinds/write.ts";
import { leavesOf, view, world, type PlanModule } from "../../src/plan/world.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { planned, realContract, timeOf } from "../support/real-contract.ts";
import { revertOf } from "../support/revert.ts";

const MODEL_CASES = 500;
const REAL_CASES = 15;
const DAY = 86_400n;
const NOW = 1_700_000_000n;
const kind: Kind = accessControl.specialise!({ adminRules: true, roles: { MINTER_ROLE: [], DEFAULT_ADMIN_ROLE: [] } });
const accounts = Array.from({ length: 4 }, (_, index): Address => `0x${String(index + 1).repeat(40)}`);
const admin = (account: Address) => memberKey("roles.DEFAULT_ADMIN_ROLE", account);
const minter = (account: Address) => memberKey("roles.MINTER_ROLE", account);

/** An office, and what became of the offer of it. `age` is how many seconds ago it could first be accepted. */
interface State {
  readonly holder: Address;
  readonly offer?: { readonly to: Address; readonly age: bigint };
  readonly minters?: readonly Address[];
  readonly delay?: bigint;
  /** A change of the delay; `age` is how many seconds ago it could first have counted. */
  readonly change?: { readonly to: bigint; readonly age: bigint };
}

function live({ holder, offer, minters = [], delay = DAY, change }: State): Record<Key, Value> {
  return {
    "roleAdmins.MINTER_ROLE": ZeroHash,
    "roleAdmins.DEFAULT_ADMIN_ROLE": ZeroHash,
    defaultAdmin: holder,
    defaultAdminDelay: delay,
    pendingDefaultAdminDelay: change?.to ?? 0n,
    pendingDefaultAdminDelaySchedule: change ? NOW - change.age - 1n : 0n,
    defaultAdminDelayIncreaseWait: 5n * DAY,
    pendingDefaultAdmin: offer?.to ?? ZERO_ADDRESS,
    // Only later than the schedule is late enough.
    pendingDefaultAdminSchedule: offer ? NOW - offer.age - 1n : 0n,
    [admin(holder)]: true,
    ...Object.fromEntries(minters.map((account) => [minter(account), true])),
  };
}

const plan = (state: State, wants: Readonly<Record<Key, Value>>) =>
  planned(kind, { live: live(state), wants }, { accounts, now: NOW });
const [A, B, C] = accounts as [Address, Address, Address, Address];
const person = fc.constantFrom(...accounts);
const minterSet = fc.uniqueArray(person);

describe("the rules in the model", () => {
  it(`offer, withdraw, and accept what is due (${MODEL_CASES} cases)`, () => {
    const offers = fc.option(fc.record({ to: person, age: fc.bigInt(-DAY, DAY) }), { nil: undefined });
    fc.assert(
      fc.property(person, offers, minterSet, minterSet, fc.constantFrom(...accounts, ZERO_ADDRESS), (...generated) => {
        const [holder, offer, minters, wanted, successor] = generated;
        const state: State = { holder, minters, ...(offer && { offer }) };
        const roles = Object.fromEntries(accounts.map((account) => [minter(account), wanted.includes(account)]));
        const changes = accounts.filter((account) => minters.includes(account) !== wanted.includes(account)).length;
        const pending = offer?.to ?? ZERO_ADDRESS;

        const calls = plan(state, { ...roles, pendingDefaultAdmin: successor });
        const last =
          successor === pending
            ? []
            : [successor === ZERO_ADDRESS ? "cancelDefaultAdminTransfer()" : `beginDefaultAdminTransfer(${successor})`];
        expect(calls.slice(changes)).toEqual(last);

        // Who has been offered the office long enough accepts it, and the role and the offer go with it.
        if (!offer || offer.age < 0n || offer.to === holder) return;
        const accepted = plan(state, {
          ...roles,
          defaultAdmin: offer.to,
          pendingDefaultAdmin: ZERO_ADDRESS,
          ...Object.fromEntries(accounts.map((account) => [admin(account), account === offer.to])),
        });
        expect(accepted.slice(changes)).toEqual(["acceptDefaultAdminTransfer()"]);
        expect(accepted).toHaveLength(changes + 1);
      }),
      { numRuns: MODEL_CASES, seed: 3 },
    );
  });

  it("wait for the delay instead of refusing", () => {
    const accept = writeOf("acceptDefaultAdminTransfer()");
    const guard = accept.guards.find(({ until }) => until !== undefined)!;
    const seen = (state: State, now: bigint) => {
      const module: PlanModule = {
        name: "module",
        kind,
        address: C,
        wants: new Map(),
        values: new Map(Object.entries(live(state))),
      };
      const before = view(world([module], { now }), module);
      return { holds: guard.check(before, before), until: guard.until!(before) };
    };
    const offered: State = { holder: A, offer: { to: B, age: -60n } };
    expect(seen(offered, NOW)).toEqual({ holds: false, until: NOW + 60n });
    expect(seen(offered, NOW + 59n)).toMatchObject({ holds: false });
    expect(seen(offered, NOW + 60n)).toMatchObject({ holds: true });
    expect(seen({ holder: A }, NOW)).toEqual({ holds: false, until: undefined });
  });

  it("never grant the admin's role", () => {
    const refused = plan({ holder: A }, { [admin(B)]: true, [admin(A)]: false });
    expect(refused).toContainEqual(expect.stringContaining("declare defaultAdmin instead"));
  });

  it("offer, wait and accept, one after the other, and take back what was offered to somebody else", () => {
    const wants = { defaultAdmin: B, pendingDefaultAdmin: ZERO_ADDRESS };
    const [begin, due] = [`beginDefaultAdminTransfer(${B})`, `not before ${NOW + DAY + 1n}`];
    expect(plan({ holder: A }, wants)).toEqual([begin, due]);
    expect(plan({ holder: A, offer: { to: B, age: -60n } }, wants)).toEqual([`not before ${NOW + 60n}`]);
    expect(plan({ holder: A, offer: { to: C, age: -60n } }, wants)).toEqual([
      "cancelDefaultAdminTransfer()",
      begin,
      due,
    ]);
    expect(plan({ holder: A, offer: { to: B, age: 0n } }, wants)).toEqual(["acceptDefaultAdminTransfer()"]);
    expect(plan({ holder: A, offer: { to: B, age: 0n } }, { ...wants, defaultAdmin: A })).toEqual([
      "cancelDefaultAdminTransfer()",
    ]);
  });

  it("give the office up in the same steps, without anybody to accept it", () => {
    const wants = { defaultAdmin: ZERO_ADDRESS, pendingDefaultAdmin: ZERO_ADDRESS };
    const begin = [`beginDefaultAdminTransfer(${ZERO_ADDRESS})`, `not before ${NOW + DAY + 1n}`];
    const given = { to: ZERO_ADDRESS } as const;
    expect(plan({ holder: A }, wants)).toEqual(begin);
    expect(plan({ holder: A, offer: { ...given, age: -60n } }, wants)).toEqual([`not before ${NOW + 60n}`]);
    expect(plan({ holder: A, offer: { ...given, age: 0n } }, wants)).toEqual([`renounceRole(${ZeroHash},${A})`]);
    expect(plan({ holder: A, offer: { to: B, age: 9n } }, wants)).toEqual(["cancelDefaultAdminTransfer()", ...begin]);
  });

  it(`change the delay once, wait, and withdraw any other change (${MODEL_CASES} cases)`, () => {
    const delay = fc.constantFrom(0n, 60n, DAY, 3n * DAY, 9n * DAY);
    const change = fc.option(fc.record({ to: delay, age: fc.bigInt(-DAY, -1n) }), { nil: undefined });
    fc.assert(
      fc.property(delay, change, delay, (now, under, wanted) => {
        const calls = plan(
          { holder: A, delay: now, ...(under && { change: under }) },
          { defaultAdminDelay: wanted, pendingDefaultAdminDelaySchedule: 0n },
        );
        // A longer delay counts after itself, but no more than five days; a shorter one when the difference has passed.
        const wait = wanted > now ? (wanted < 5n * DAY ? wanted : 5n * DAY) : now - wanted;
        const changed = [`changeDefaultAdminDelay(${wanted})`, `not before ${NOW + wait + 1n}`];
        const stays = under ? ["rollbackDefaultAdminDelay()"] : [];
        const way = under?.to === wanted ? [`not before ${NOW - under.age}`] : changed;
        expect(calls).toEqual(wanted === now ? stays : way);
      }),
      { numRuns: MODEL_CASES, seed: 5 },
    );
  });

  it("let the admin grant what is administered by the admin's role", () => {
    const write = kind.writes.find(({ sets }) => sets[0] === "roles.MINTER_ROLE[*]")!;
    const [right] = write.rights;
    const state = { get: (key: Key) => live({ holder: A })[key] } as Parameters<
      Extract<typeof right, () => unknown>
    >[0];
    expect(typeof right === "function" && right(state)).toBe("defaultAdmin");
  });

  it("understand calls that somebody else has queued", () => {
    const decoded = (fn: string, args: readonly Value[]) =>
      kind.writes.filter((write) => write.fn === fn && write.decode).map((write) => write.decode!(args));
    expect(decoded("beginDefaultAdminTransfer(address)", [B])).toEqual([{ pendingDefaultAdmin: B }]);
    expect(decoded("cancelDefaultAdminTransfer()", [])).toEqual([{ pendingDefaultAdmin: ZERO_ADDRESS }]);
    expect(decoded("acceptDefaultAdminTransfer()", [])).toEqual([undefined]);
    expect(decoded("renounceRole(bytes32,address)", [ZeroHash, A])).toEqual([{ defaultAdmin: ZERO_ADDRESS }]);
    expect(decoded("renounceRole(bytes32,address)", [id("MINTER_ROLE"), A])).toEqual([undefined]);
  });

  it("ask for both words of pendingDefaultAdmin(), the second out of sight", () => {
    const word = (key: Key) => {
      const leaf = leavesOf(kind).get(key);
      return leaf?.type === "scalar" && "getter" in leaf.read ? leaf.read.word : undefined;
    };
    expect([word("pendingDefaultAdmin"), word("pendingDefaultAdminSchedule")]).toEqual([0, 1]);
    expect(Object.keys(kind.hidden ?? {})).toEqual([
      "pendingDefaultAdminSchedule",
      "pendingDefaultAdminDelay",
      "pendingDefaultAdminDelaySchedule",
      "defaultAdminDelayIncreaseWait",
    ]);
    expect(accessControl.specialise!({}).hidden).toBeUndefined();
  });
});

describe("a RuledVault", () => {
  let chain: InProcessChain;
  let people: readonly Address[];
  beforeAll(async () => {
    chain = await inProcessChain();
    people = chain.accounts.slice(1, 5).map(({ address }) => address as Address);
  });
  afterAll(() => chain.close());

  const deploy = async () => {
    const contract = await chain.deploy("RuledVault", [people[0]]);
    const real = realContract(chain, kind, (await contract.getAddress()) as Address, people);
    return { contract, real };
  };
  const pass = async (seconds: bigint) => {
    await chain.request("evm_increaseTime", [Number(seconds)]);
    await chain.request("evm_mine");
  };

  it("is as deployed", async () => {
    const { real } = await deploy();
    expect(Object.fromEntries(await real.read())).toEqual({ ...live({ holder: people[0]! }) });
  });

  it(`hands the office over without a revert (${REAL_CASES} cases)`, async () => {
    const { real } = await deploy();
    const cases = fc.sample(fc.record({ next: fc.nat(3), minters: fc.nat(15), withdrawn: fc.boolean() }), {
      numRuns: REAL_CASES,
      seed: 9,
    });
    let holder = people[0]!;
    for (const { next, minters, withdrawn } of cases) {
      const successor = people[next]!;
      const roles = Object.fromEntries(
        people.map((account, index) => [minter(account), ((minters >> index) & 1) === 1]),
      );
      const changed = await real.bring({ ...roles, pendingDefaultAdmin: successor });
      expect(changed.at(-1)).toBe(`beginDefaultAdminTransfer(${successor})`);
      if (withdrawn) {
        expect(await real.bring({ pendingDefaultAdmin: ZERO_ADDRESS })).toEqual(["cancelDefaultAdminTransfer()"]);
      } else if (successor !== holder) {
        await pass(DAY + 2n);
        expect(await real.bring({ defaultAdmin: successor })).toEqual(["acceptDefaultAdminTransfer()"]);
        holder = successor;
      } else {
        // Nothing brings an offer to the admin to an end but its withdrawal.
        await real.bring({ pendingDefaultAdmin: ZERO_ADDRESS });
      }
      const wanted = Object.entries(roles).filter(([, held]) => held);
      const state = { ...live({ holder }), ...Object.fromEntries(wanted) };
      expect(Object.fromEntries(await real.read())).toEqual(state);
    }
  });

  it("reverts on an early acceptance, at the time that the model says", async () => {
    const { real, contract } = await deploy();
    await real.bring({ pendingDefaultAdmin: people[1]! });
    const values = await real.read();
    const schedule = values.get("pendingDefaultAdminSchedule") as bigint;
    expect(schedule).toBe((await timeOf(chain)) + DAY);
    const as = contract.connect(await chain.provider.getSigner(people[1])) as typeof contract;
    const early = `AccessControlEnforcedDefaultAdminDelay(${schedule})`;
    expect(await revertOf(contract, as.acceptDefaultAdminTransfer!())).toBe(early);
    await chain.request("evm_setNextBlockTimestamp", [Number(schedule)]);
    await chain.request("evm_mine");
    // A call is executed in the next block, one second later: the first that the schedule allows.
    await chain.request("evm_setNextBlockTimestamp", [Number(schedule + 1n)]);
    await real.send(writeOf("acceptDefaultAdminTransfer()"), []);
    expect((await real.read()).get("defaultAdmin")).toBe(people[1]);
  });

  it("changes the delay at the time that the model says, and takes a change back", async () => {
    const { real } = await deploy();
    for (const [delay, wait] of [
      [9n * DAY, 5n * DAY],
      [2n * DAY, 7n * DAY],
    ] as const) {
      const wants = { defaultAdminDelay: delay, pendingDefaultAdminDelaySchedule: 0n };
      expect(await real.bring(wants)).toEqual([`changeDefaultAdminDelay(${delay})`]);
      const schedule = (await timeOf(chain)) + wait;
      expect((await real.read()).get("pendingDefaultAdminDelaySchedule")).toBe(schedule);
      expect(await real.bring(wants)).toEqual([]);
      await chain.request("evm_setNextBlockTimestamp", [Number(schedule)]);
      await chain.request("evm_mine");
      expect((await real.read()).get("defaultAdminDelay")).not.toBe(delay);
      await chain.request("evm_mine");
      expect((await real.read()).get("defaultAdminDelay")).toBe(delay);
      expect(await real.bring(wants)).toEqual([]);
    }
    await real.bring({ defaultAdminDelay: 0n });
    const stay = { defaultAdminDelay: 2n * DAY, pendingDefaultAdminDelaySchedule: 0n };
    expect(await real.bring(stay)).toEqual(["rollbackDefaultAdminDelay()"]);
    await pass(9n * DAY);
    expect((await real.read()).get("defaultAdminDelay")).toBe(2n * DAY);
  });

  it("is given up in two steps with the delay between them", async () => {
    const { real, contract } = await deploy();
    const wants = { defaultAdmin: ZERO_ADDRESS, pendingDefaultAdmin: ZERO_ADDRESS };
    expect(await real.bring(wants)).toEqual([`beginDefaultAdminTransfer(${ZERO_ADDRESS})`]);
    expect(await real.bring(wants)).toEqual([]);
    await pass(DAY + 1n);
    expect(await real.bring(wants)).toEqual([`renounceRole(${ZeroHash},${people[0]!})`]);
    const values = await real.read();
    expect([values.get("defaultAdmin"), values.get("pendingDefaultAdminSchedule")]).toEqual([ZERO_ADDRESS, 0n]);
    expect(await contract.hasRole!(ZeroHash, people[0])).toBe(false);
    expect(await real.bring(wants)).toEqual([]);
  });

  it("refuses grants of the admin's role and acceptances of strangers", async () => {
    const { contract } = await deploy();
    const as = contract.connect(await chain.provider.getSigner(people[0])) as typeof contract;
    const rules = "AccessControlEnforcedDefaultAdminRules";
    expect(await revertOf(contract, as.grantRole!(ZeroHash, people[1]))).toBe(rules);
    expect(await revertOf(contract, as.revokeRole!(ZeroHash, people[0]))).toBe(rules);
    expect(await revertOf(contract, as.acceptDefaultAdminTransfer!())).toBe(
      `AccessControlInvalidDefaultAdmin(${people[0]!})`,
    );
    expect(await contract.MINTER_ROLE!()).toBe(id("MINTER_ROLE"));
  });
});

function writeOf(fn: string): Write {
  return kind.writes.find((write) => write.fn === fn)!;
}
