import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Interface } from "ethers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { PartialResult, type Properties } from "../../src/providers/provider.ts";
import { OTHERS } from "../../src/authority/authorities.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { changeSetInputs, changeSetLogic } from "../../src/providers/change-set.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, withKeys, type Operator } from "../support/operate.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";

// The contract of the first comes first in a plan.
const [FIRST, LAST] = [8, 7] as const;

let chain: DeployedChain;
let proxy: Proxy;
let at: Operator;
beforeAll(async () => {
  chain = await deployedChain("hardhat");
  proxy = await startProxy(chain.url);
  at = operator(proxy.url);
  writeFileSync(join(at.root, "Pulumi.yaml"), "");
  vi.spyOn(process, "cwd").mockReturnValue(at.root);
  vi.stubEnv("ORDINANCE_RPC_URL", proxy.url);
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  at.remove();
  await proxy.stop();
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
  // When the first sends, all that is needed was compared with what was listed.
  const run = () => chain.impersonate(localAccount(LAST).address, thermostat, data);
  proxy.faults.before = { method: "eth_sendRawTransaction", run };
  const block = await chain.block();
  const failed: unknown = await withKeys([FIRST, LAST], () => changeSetLogic.apply(inputs)).catch(
    (error: unknown) => error,
  );
  expect(failed).toBeInstanceOf(PartialResult);
  expect((failed as Error).message).toMatch(/ORD402 .*thermostat\.setTemperatureBounds/);
  const sent = await chain.transactionsSince(block);
  expect(sent.map(({ to }) => to.toLowerCase())).toEqual(
    [thermostat, chain.addresses.rewardEngine].map((each) => each.toLowerCase()),
  );
});
