import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Examined } from "../../src/examine.ts";
import { stepProbes } from "../../src/prove/step-probes.ts";
import { stagesOf } from "../../src/prove/steps.ts";
import { Touched } from "../../src/prove/touched.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";

describe("what the steps of a council's plan are going to need", () => {
  let chain: DeployedChain;
  let at: Operator;
  let examined: Examined;
  beforeAll(async () => {
    chain = await deployedChain("anvil", { council: true });
    at = operator(chain.url);
    examined = await at.look(chain.stackText.replace("fee: 5 %, burn", "fee: 6 %, burn"));
  });
  afterAll(async () => {
    at.remove();
    await chain.stop();
  });

  it("is asked of the steps, of what is behind signatures, and of what is behind a delay, each once", () => {
    const stages = stagesOf(examined);
    const touched = new Touched();
    const probes = stepProbes(stages, touched);
    const ways = probes.map(({ from, to, data }) => `${from} ${to} ${data.slice(0, 10)}`);
    const { council, addresses } = chain;
    const SCHEDULE = ["0x01d5062a", "0x8f2a0bb0"];
    const scheduling = SCHEDULE.map((selector) => `${council} ${addresses.timelock} ${selector}`);
    expect(ways.filter((way) => scheduling.includes(way)).length).toBeGreaterThan(0);
    // The module is called by whatever is last on the way.
    const fee = stages.flatMap(({ steps }) => steps.flatMap(({ calls }) => calls)).find(({ fn }) => /fee/i.test(fn))!;
    const [last] = fee.way.hops;
    expect(ways).toContain(`${last!.address} ${addresses.stakeManager} ${fee.data.slice(0, 10)}`);
    expect(new Set(probes.map((probe) => JSON.stringify(probe))).size).toBe(probes.length);
    const approvals = stages.flatMap(({ storage }) => storage.map(({ slot }) => `0x${BigInt(slot).toString(16)}`));
    expect(approvals.length).toBeGreaterThan(0);
    const words = touched.questions("0x5").filter(({ method }) => method === "eth_getStorageAt");
    expect(words.map(({ params }) => params[1])).toEqual(approvals);
  });
});
