import { Contract, id, JsonRpcProvider } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { callsOf } from "../../src/plan/plan.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";

const DAYS = 86_400;
const { alice, bob, carol } = COUNCIL;
/** Somebody new. */
const DAVE = 7;
const everybody = [alice, bob, carol, DAVE];

/** Works until nothing is left to do, and in every state on the way somebody who is declared can use each right. */
async function converge(chain: DeployedChain, at: Operator, stack: string, keys: readonly number[]): Promise<number> {
  for (let steps = 0; steps < 12; steps++) {
    const { plan } = await at.look(stack);
    expect(plan.unreachable).toEqual([]);
    if (plan.changes.length === 0) return steps;
    const block = await chain.block();
    await at.up(stack, keys);
    if ((await chain.block()) === block) await chain.pass(2 * DAYS);
  }
  throw new Error("it does not converge");
}

describe.each(["hardhat", "anvil"] as const)("handing over power on %s", (node) => {
  let chain: DeployedChain;
  let proxy: Proxy;
  let at: Operator;
  let mark: string;
  beforeAll(async () => {
    chain = await deployedChain(node, { council: true });
    proxy = await startProxy(chain.url);
    at = operator(proxy.url);
    await converge(chain, at, chain.stackText, everybody);
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
  });
  afterEach(async () => {
    delete proxy.faults.refuseAfter;
    await chain.revert(mark);
  });
  afterAll(async () => {
    at.remove();
    await proxy.stop();
    await chain.stop();
  });

  const dave = localAccount(DAVE).address;
  const swapped = () => chain.stackText.replace(localAccount(alice).address, dave);
  const newTimelock = () => {
    const council = chain.council;
    return chain.deployContract("ProtocolTimelock", [2 * DAYS, [council], [council], chain.operator.address]);
  };
  /** The new timelock is set up like the old one, by whoever deployed it, who then leaves. */
  async function preparedTimelock(): Promise<string> {
    const address = await newTimelock();
    const provider = new JsonRpcProvider(chain.url, 31337, { staticNetwork: true });
    const timelock = new Contract(address, ["function grantRole(bytes32,address)"], provider);
    const data = (who: string) => timelock.interface.encodeFunctionData("grantRole", [id("CANCELLER_ROLE"), who]);
    await chain.transact(address, data(chain.guardian.address));
    provider.destroy();
    return address;
  }

  const cases: readonly (readonly [string, () => Promise<string>])[] = [
    ["an owner of the Safe is replaced", () => Promise.resolve(swapped())],
    ["the threshold is raised", () => Promise.resolve(chain.stackText.replace("threshold: 2", "threshold: 3"))],
    [
      "two owners are replaced, one is added and the threshold raised",
      () =>
        Promise.resolve(
          chain.stackText
            .replace("owners: [alice, bob, carol]", `owners: [alice, treasury, guardian, "${dave}"]`)
            .replace("threshold: 2", "threshold: 3"),
        ),
    ],
    [
      "the timelock is replaced, and its deployer is put out",
      async () => chain.stackText.replace(chain.addresses.timelock, await preparedTimelock()),
    ],
  ];

  it.each(cases)("%s: it converges, also after an interruption behind each transaction", async (_what, edit) => {
    const stack = await edit();
    const clean = await chain.snapshot();
    await converge(chain, at, stack, [...everybody, 0, 1, 3]);
    await chain.revert(clean);
    for (let sent = 0; sent < 3; sent++) {
      const again = await chain.snapshot();
      proxy.faults.refuseAfter = { method: "eth_sendRawTransaction", times: sent };
      // Whatever the interruption made of it: the next run has to find its way.
      await at.up(stack, [...everybody, 0, 1, 3]).catch((error: unknown) => expect(String(error)).toContain("ORD4"));
      delete proxy.faults.refuseAfter;
      await converge(chain, at, stack, [...everybody, 0, 1, 3]);
      await chain.revert(again);
    }
  });

  it("an owner who leaves signs last, in the same transaction", async () => {
    const { plan } = await at.look(swapped());
    expect(callsOf(plan).map(({ fn }) => fn)).toEqual(["swapOwner(address,address,address)"]);
    expect(plan.changeSets).toMatchObject([{ authority: chain.council, approval: { kind: "safe", threshold: 2 } }]);
    await at.up(swapped(), [alice, carol]);
    expect((await at.look(swapped())).plan.changes).toEqual([]);
  });

  it("refuses what would leave the Safe without enough owners who can act", async () => {
    const stack = chain.stackText.replace("owners: [alice, bob, carol]", "owners: [alice, systemPause]");
    const { plan } = await at.look(stack);
    expect(plan.refusals.some(({ lockOut }) => lockOut)).toBe(true);
    expect(plan.changeSets).toEqual([]);
  });
});

describe.each(["hardhat", "anvil"] as const)("a compromised key on %s", (node) => {
  let chain: DeployedChain;
  let at: Operator;
  beforeAll(async () => {
    chain = await deployedChain(node);
    at = operator(chain.url);
  });
  afterAll(async () => {
    at.remove();
    await chain.stop();
  });

  it("is put out everywhere by one edit, one preview, and one up for each authority", async () => {
    const old = chain.operator.address;
    const stack = chain.stackText.replace(old, localAccount(DAVE).address);
    const { plan } = await at.look(stack);
    expect(plan.refusals).toEqual([]);
    expect(plan.changeSets.map(({ authority }) => authority)).toEqual([old, localAccount(DAVE).address]);
    const fns = callsOf(plan).map(({ module, fn }) => `${module}.${fn}`);
    // Grants come before revocations, and the old key's own right goes last.
    expect(fns.indexOf("timelock.grantRole(bytes32,address)")).toBeLessThan(
      fns.indexOf("timelock.revokeRole(bytes32,address)"),
    );
    await at.up(stack, [0, DAVE]);
    expect((await at.look(stack)).plan.changes).toEqual([]);
    expect(await rightsOf(chain, old)).toEqual([]);
  });
});

/** Asked without any of the project's own reading. */
async function rightsOf(chain: DeployedChain, account: string): Promise<string[]> {
  const provider = new JsonRpcProvider(chain.url, 31337, { staticNetwork: true });
  const found: string[] = [];
  for (const [name, address] of Object.entries(chain.addresses)) {
    for (const getter of ["owner", "pendingOwner", "governance", "pauser", "pauserManager", "activePauser"]) {
      const contract = new Contract(address, [`function ${getter}() view returns (address)`], provider);
      // A contract without the getter holds nothing by it.
      const holder = await (contract[getter]!() as Promise<string>).catch(() => "");
      if (holder === account) found.push(`${name}.${getter}`);
    }
    for (const role of ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE", ""]) {
      const contract = new Contract(address, ["function hasRole(bytes32,address) view returns (bool)"], provider);
      const hash = role === "" ? `0x${"0".repeat(64)}` : id(role);
      if (await (contract["hasRole"]!(hash, account) as Promise<boolean>).catch(() => false)) {
        found.push(`${name} ${role}`);
      }
    }
  }
  provider.destroy();
  return found;
}
