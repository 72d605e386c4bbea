import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reachIn } from "../../src/authority/reach.ts";
import { wayOf, type Found } from "../../src/authority/way.ts";
import type { World } from "../../src/plan/world.ts";
import { graphs, makersOf, type Graph } from "../support/graph.ts";
import { ableIn, walksFrom, wishesOf, type GraphWish, type Walk } from "../support/graph-model.ts";
import { nameOf, plainAddressOf, signsIn, worldOfGraph } from "../support/graph-world.ts";

const CASES = 10_000;
const SEED = 20_240_602;

/** One wish on one graph: what the planner finds, and all that the model finds, right by right. */
interface Case {
  readonly graph: Graph;
  readonly able: ReadonlySet<number>;
  readonly wish: GraphWish;
  readonly found: Found;
  readonly walks: readonly (readonly Walk[])[];
}

function casesOf(graph: Graph): readonly Case[] {
  const world = worldOfGraph(graph);
  const reach = reachIn(world, signsIn(graph));
  const able = ableIn(graph);
  return wishesOf(graph).map((wish) => ({
    ...{ graph, able, wish },
    found: wayOf(world, wished(world, graph, wish), reach),
    walks: wish.rights.map((holders) => holders.flatMap((holder) => walksFrom(graph, able, holder, wish.node))),
  }));
}

function wished(world: World, graph: Graph, { node, fn }: GraphWish) {
  const module = world.modules.get(nameOf(graph, node))!;
  return { module, write: module.kind.writes.find((write) => write.fn === fn)! };
}

/** Ways that the planner may choose from: those of the first right that can be used, of all where it has to be quick. */
function choice({ wish, walks }: Case): readonly Walk[] {
  return wish.quickest ? walks.flat() : (walks.find((each) => each.length > 0) ?? []);
}

/** The way that was found, in numbers of nodes. */
function walked({ graph, found }: Case): Walk | undefined {
  if ("noRoute" in found) return undefined;
  const numbers = new Map(graph.map((_node, number) => [plainAddressOf(number), number]));
  const { hops, authority, delay } = found.way;
  return {
    hops: hops.map(({ address }) => numbers.get(address)!),
    end: numbers.get(authority)!,
    delay: Number(delay),
  };
}

const least = (walks: readonly Walk[]) => Math.min(...walks.map(({ delay }) => delay));

/** What is wrong with a way, compared with the graph itself. */
function faultsOf({ graph, able, wish }: Case, way: Walk): readonly string[] {
  const all = [...way.hops, way.end];
  const linked = all.slice(1).every((next, index) => makersOf(graph[all[index]!]!).includes(next));
  const delays = way.hops.map((hop) => graph[hop]!).map((node) => (node.type === "timelock" ? node.minDelay : 0));
  const rules: Readonly<Record<string, boolean>> = {
    "passes a contract twice": new Set(all).size < all.length,
    "has a gap": !linked,
    "starts with somebody without the right": !wish.rights.flat().includes(all[0]!),
    "ends with nobody who signs": !["account", "safe"].includes(graph[way.end]!.type),
    "passes somebody who cannot act": !all.every((each) => able.has(each)),
    "has another delay than its timelocks": way.delay !== delays.reduce((sum, each) => sum + each, 0),
  };
  return Object.keys(rules).filter((rule) => rules[rule]);
}

function sameWalk(one: Walk, other: Walk): boolean {
  return one.end === other.end && one.delay === other.delay && one.hops.join() === other.hops.join();
}

describe("the way of a call through any graph of authorities", () => {
  it(`is found exactly when there is one, and is a real one (${CASES} graphs)`, () => {
    const seen = { found: 0, none: 0, longest: 0 };
    fc.assert(
      fc.property(graphs(), (graph) => {
        const faults = casesOf(graph).flatMap((tried) => {
          const way = walked(tried);
          const ways = choice(tried);
          const what = `${tried.wish.fn} of ${tried.wish.node}`;
          if (way) seen.found++;
          else seen.none++;
          if (!way) return ways.length > 0 ? [`${what}: no way was found`] : [];
          seen.longest = Math.max(seen.longest, way.hops.length);
          const known = ways.some((each) => sameWalk(each, way));
          return [...faultsOf(tried, way), ...(known ? [] : ["is none of the first usable right"])].map(
            (fault) => `${what}: the way ${fault}`,
          );
        });
        expect(faults).toEqual([]);
      }),
      { numRuns: CASES, seed: SEED },
    );
    console.log(`${CASES} graphs: ${seen.found} ways found, ${seen.none} rightly not, up to ${seen.longest} contracts`);
    expect(seen.found).toBeGreaterThan(CASES);
    expect(seen.none).toBeGreaterThan(CASES);
    expect(seen.longest).toBeGreaterThanOrEqual(4);
  });

  it(`has the least delay of all that the preferred right leaves open (${CASES} graphs)`, () => {
    let chosen = 0;
    fc.assert(
      fc.property(graphs(), (graph) => {
        for (const tried of casesOf(graph)) {
          const ways = choice(tried);
          if (ways.length === 0) continue;
          if (new Set(ways.map(({ delay }) => delay)).size > 1) chosen++;
          expect(walked(tried)?.delay).toBe(least(ways));
        }
      }),
      { numRuns: CASES, seed: SEED },
    );
    console.log(`${CASES} graphs: ${chosen} choices between ways of different delay`);
    expect(chosen).toBeGreaterThan(CASES / 10);
  });

  it("falls back to the next right only if nobody who can act holds the first", () => {
    const graph: Graph = [
      { type: "account", signs: true, code: false },
      { type: "account", signs: false, code: false },
      { type: "timelock", proposers: [0], executors: ["nobody"], admins: [], minDelay: 5 },
      { type: "module", owner: 2, pauser: 0, manager: 0 },
      { type: "module", owner: 1, pauser: 0, manager: 0 },
    ];
    const delays = casesOf(graph).map((tried) => [tried.wish.node, tried.wish.fn, walked(tried)?.delay]);
    expect(delays).toContainEqual([3, "setPauser(address)", 5]);
    expect(delays).toContainEqual([3, "unpause()", 5]);
    expect(delays).toContainEqual([3, "pause()", 0]);
    expect(delays).toContainEqual([4, "setAbsenteeSlash(uint256)", undefined]);
    expect(delays).toContainEqual([4, "setPauser(address)", 0]);
  });
});

/** The wish to call setAbsenteeSlash of the last node, a module. */
function last(graph: Graph): Case {
  return casesOf(graph).find(({ wish }) => wish.node === graph.length - 1)!;
}

// Each of these is a bug of src/authority/reach.ts or way.ts: `reach` counts who can act on anything, with one rank each.
describe("what was found wrong once", () => {
  const signer = { type: "account", signs: true, code: false } as const;

  it("a SystemPause that does not know what it should act on: another proposer is not found", () => {
    const tried = last([
      signer,
      { type: "pause", owner: 0, knows: [] },
      { type: "configurator", owner: 0 },
      { type: "configurator", owner: 2 },
      { type: "timelock", proposers: [1, 3], executors: ["nobody"], admins: [], minDelay: 1 },
      { type: "module", owner: 4, pauser: "nobody", manager: "nobody" },
    ]);
    expect(choice(tried)).toEqual([{ hops: [4, 3, 2], end: 0, delay: 1 }]);
    expect(walked(tried)).toEqual({ hops: [4, 3, 2], end: 0, delay: 1 });
  });

  it("a SystemPause that does not know what it should act on: it is taken for an executor", () => {
    const tried = last([
      signer,
      { type: "pause", owner: 0, knows: [] },
      { type: "timelock", proposers: [0], executors: [1], admins: [], minDelay: 1 },
      { type: "module", owner: 2, pauser: "nobody", manager: "nobody" },
    ]);
    expect(choice(tried)).toEqual([]);
    expect(walked(tried)).toBeUndefined();
  });

  it("a SystemPause that does not know what it should act on: it is taken for an owner of a Safe", () => {
    const tried = last([
      signer,
      { type: "account", signs: false, code: false },
      { type: "pause", owner: 0, knows: [] },
      { type: "safe", owners: [1, 2], threshold: 1 },
      { type: "module", owner: 3, pauser: "nobody", manager: "nobody" },
    ]);
    expect(choice(tried)).toEqual([]);
    expect(walked(tried)).toBeUndefined();
  });

  it("a longer way with less delay is passed over", () => {
    const tried = last([
      signer,
      { type: "timelock", proposers: [0], executors: ["nobody"], admins: [], minDelay: 10 },
      { type: "configurator", owner: 0 },
      { type: "configurator", owner: 2 },
      { type: "timelock", proposers: [1, 3], executors: ["nobody"], admins: [], minDelay: 1 },
      { type: "module", owner: 4, pauser: "nobody", manager: "nobody" },
    ]);
    expect(least(choice(tried))).toBe(1);
    expect(walked(tried)?.delay).toBe(1);
  });
});
