import fc from "fast-check";
import { Interface, ZeroAddress, ZeroHash, zeroPadValue } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Address, Hex, Value } from "../../src/kinds/value.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import type { World } from "../../src/plan/world.ts";
import { graphs, type Graph } from "../support/graph.ts";
import { DELAY, deployable, GraphDeployer } from "../support/graph-deploy.ts";
import { GraphEnactor, type Setting } from "../support/graph-enact.ts";
import { ableIn, walksFrom, wishesOf, type GraphWish } from "../support/graph-model.ts";
import { nameOf, signsIn, worldOfGraph } from "../support/graph-world.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";

const CASES = 200;
const TRIED = ["setAbsenteeSlash(uint256)", "pause()"];
const SINGLE = "address,uint256,bytes,bytes32,bytes32";
const DIRECT = new Interface([
  "function executeGovernanceCall(address,bytes)",
  "function configure(address,bytes,bytes32,bytes32,bytes,bytes)",
  `function schedule(${SINGLE},uint256)`,
  `function execute(${SINGLE})`,
  "function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
]);

describe("ways on a real chain", () => {
  let chain: InProcessChain;
  let deployer: GraphDeployer;
  beforeAll(async () => {
    chain = await inProcessChain();
    deployer = await GraphDeployer.on(chain);
  });
  afterAll(() => chain.close());

  const read = async ({ module, write }: Setting): Promise<Value> => {
    const getter = write.fn === "pause()" ? "paused() view returns (bool)" : "absenteeSlash() view returns (uint256)";
    const reading = new Interface([`function ${getter}`]);
    const data = reading.encodeFunctionData(reading.fragments[0] as never);
    const answer = (await chain.request("eth_call", [{ to: module.address, data }, "latest"])) as Hex;
    return reading.decodeFunctionResult(reading.fragments[0] as never, answer)[0] as Value;
  };

  /** Whether a call would not revert. */
  const passes = async (from: Address, to: Address, data: string): Promise<boolean> =>
    chain.request("eth_call", [{ from, to, data }, "latest"]).then(
      () => true,
      () => false,
    );

  /** How `by` could try to make `holder` call the module at once. */
  const attemptsOn = (holder: Graph[number], to: Address, data: Hex, by: Address): readonly string[] => {
    switch (holder.type) {
      case "pause":
        return [DIRECT.encodeFunctionData("executeGovernanceCall", [to, data])];
      case "configurator":
        return [DIRECT.encodeFunctionData("configure", [to, data, ZeroHash, ZeroHash, "0x", "0x"])];
      case "safe": {
        // The signature of whoever sends the transaction counts without being one.
        const signature = `${zeroPadValue(by, 32)}${"0".repeat(64)}01`;
        const none = [0, 0, 0, 0, ZeroAddress, ZeroAddress];
        return [DIRECT.encodeFunctionData("execTransaction", [to, 0, data, ...none, signature])];
      }
      default:
        return [];
    }
  };

  /** Who of those with a key gets a call through a holder of the right, by himself; for a timelock by all together. */
  const intruders = async (graph: Graph, at: readonly Address[], wish: GraphWish, data: Hex, enactor: GraphEnactor) => {
    const to = at[wish.node]!;
    const signers = graph.flatMap((node, number) => (node.type === "account" && node.signs ? [at[number]!] : []));
    const found: string[] = [];
    for (const signer of signers) if (await passes(signer, to, data)) found.push(`${signer} directly`);
    for (const holder of wish.rights.flat()) {
      if (holder === "nobody") continue;
      for (const signer of signers) {
        for (const attempt of attemptsOn(graph[holder]!, to, data, signer)) {
          if (await passes(signer, at[holder]!, attempt)) found.push(`${signer} through ${nameOf(graph, holder)}`);
        }
      }
      if (graph[holder]!.type !== "timelock") continue;
      const operation = [to, 0, data, ZeroHash, ZeroHash];
      const schedule = DIRECT.encodeFunctionData("schedule", [...operation, DELAY]) as Hex;
      for (const signer of signers) {
        if (!(await passes(signer, at[holder]!, schedule))) continue;
        await enactor.sendAs(signer, { to: at[holder]!, data: schedule });
      }
      await chain.request("evm_increaseTime", [DELAY]);
      await chain.request("evm_mine");
      const execute = DIRECT.encodeFunctionData("execute", operation);
      for (const signer of signers) {
        if (await passes(signer, at[holder]!, execute)) found.push(`${signer} executes ${nameOf(graph, holder)}`);
      }
    }
    return found;
  };

  const settingOf = (world: World, graph: Graph, { node, fn }: GraphWish): Setting => {
    const module = world.modules.get(nameOf(graph, node))!;
    const write = module.kind.writes.find((each) => each.fn === fn)!;
    return fn === "pause()"
      ? { module, write, key: "paused", args: [], after: true }
      : { module, write, key: "absenteeSlash", args: [7n], after: 7n };
  };

  it(`bring about what they promise, and nobody does where there is none (${CASES} graphs)`, async () => {
    const seen = { enacted: 0, none: 0, timelocks: 0, longest: 0 };
    for (const drawn of fc.sample(graphs(), { numRuns: CASES, seed: 20_240_603 })) {
      const graph = deployable(drawn);
      const at = await deployer.deploy(graph);
      const addressOf = (node: number) => at[node]!;
      const world = worldOfGraph(graph, addressOf);
      const enactor = new GraphEnactor(chain, world, signsIn(graph, addressOf), DELAY);
      const able = ableIn(graph);
      for (const wish of wishesOf(graph).filter(({ fn }) => TRIED.includes(fn))) {
        const setting = settingOf(world, graph, wish);
        const way = enactor.wayOf(setting);
        const what = JSON.stringify({ graph, wish });
        const modelled = wish.rights.flat().flatMap((holder) => walksFrom(graph, able, holder, wish.node));
        expect(way !== undefined, what).toBe(modelled.length > 0);
        if (way) {
          seen.enacted++;
          seen.longest = Math.max(seen.longest, way.hops.length);
          if (way.delay > 0n) seen.timelocks++;
          await enactor.enact(setting, way);
        } else {
          seen.none++;
          const data = encodeCall(setting.write.fn, setting.args);
          expect(await intruders(graph, at, wish, data, enactor), what).toEqual([]);
        }
        expect(await read(setting), what).toBe(way ? setting.after : setting.module.values.get(setting.key));
      }
    }
    console.log(
      `${CASES} graphs: ${seen.enacted} calls enacted, ${seen.timelocks} of them through timelocks, up to ${seen.longest} contracts; ${seen.none} without a way`,
    );
    expect(Math.min(seen.enacted, seen.none, seen.timelocks)).toBeGreaterThan(30);
  }, 180_000);
});
