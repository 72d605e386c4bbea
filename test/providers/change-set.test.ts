import { Interface } from "ethers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { PartialResult, type Properties } from "../../src/providers/provider.ts";
import { OTHERS } from "../../src/authority/authorities.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { changeSetInputs, changeSetLogic } from "../../src/providers/change-set.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, withKeys, type Operator } from "../support/operate.ts";

// The contract of the first comes first in a plan.
const [FIRST, LAST] = [8, 7] as const;

const hooks = vi.hoisted(() => ({ root: "", after: (): Promise<void> => Promise.resolve() }));
vi.mock("../../src/project.ts", () => ({ projectRoot: () => hooks.root }));
vi.mock("../../src/enact/enact.ts", async (original) => {
  const real = await original<typeof import("../../src/enact/enact.ts")>();
  const enact: typeof real.enact = async (...args) => {
    const outcome = await real.enact(...args);
    await hooks.after();
    return outcome;
  };
  return { ...real, enact };
});

let chain: DeployedChain;
let at: Operator;
beforeAll(async () => {
  chain = await deployedChain("hardhat");
  at = operator(chain.url);
  hooks.root = at.root;
  process.env["ORDINANCE_RPC_URL"] = chain.url;
});
afterAll(async () => {
  delete process.env["ORDINANCE_RPC_URL"];
  at.remove();
  await chain.stop();
});

it("sends nothing for those who are to govern nothing but what was listed, whatever moves between two of them", async () => {
  await chain.send("thermostat", "transferOwnership(address)", [localAccount(LAST).address]);
  await chain.send("rewardEngine", "transferOwnership(address)", [localAccount(FIRST).address]);
  const seen = await at.look(chain.stackText);
  expect(seen.plan.changeSets.map(({ authority }) => authority)).toEqual(
    [FIRST, LAST].map((each) => localAccount(each).address),
  );
  const inputs = changeSetInputs(seen, "local.yaml", OTHERS) as unknown as Properties;
  const { thermostat } = chain.addresses;
  const bounds = new Interface(["function setTemperatureBounds(int256,int256)"]);
  const data = bounds.encodeFunctionData("setTemperatureBounds", [300000000000000000n, 4000000000000000000n]);
  hooks.after = async () => {
    hooks.after = () => Promise.resolve();
    await chain.impersonate(localAccount(LAST).address, thermostat, data);
  };
  const block = await chain.block();
  const failed: unknown = await withKeys([FIRST, LAST], () => changeSetLogic.apply(inputs)).catch(
    (error: unknown) => error,
  );
  expect(failed).toBeInstanceOf(PartialResult);
  expect((failed as Error).message).toMatch(/ORD402 .*thermostat\.setTemperatureBounds/);
  const sent = await chain.transactionsSince(block);
  expect(sent.map(({ to }) => to.toLowerCase())).toEqual(
    [chain.addresses.rewardEngine, thermostat].map((each) => each.toLowerCase()),
  );
});
