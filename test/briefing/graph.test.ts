import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reputationEngine } from "../../src/kinds/reputation-engine.ts";
import { ZERO_ADDRESS } from "../../src/kinds/value.ts";
import {
  alice,
  bob,
  carol,
  committee,
  council,
  MODULE,
  queue,
  SAFE,
  stranger,
  TIMELOCK,
  VAULT,
} from "../support/graph-cast.ts";
import { membersAt, moduleOf, plainAddress, wanted } from "../support/graph-plan.ts";
import { graphs } from "../support/graph.ts";
import { worldOfGraph } from "../support/graph-world.ts";
import { edgesOf, graphFor, namesIn } from "./support.ts";

describe("the graph of who governs what", () => {
  const timelock = queue({ PROPOSER_ROLE: [SAFE], EXECUTOR_ROLE: [ZERO_ADDRESS], DEFAULT_ADMIN_ROLE: [TIMELOCK] });
  const safe = council(2n, alice, bob, carol);

  it("runs from people through what passes calls on to contracts, and says what each is", () => {
    const graph = graphFor([committee(TIMELOCK, { pauser: stranger }), timelock, safe]);
    expect(edgesOf(graph)).toEqual([
      "t > m: owner",
      "04 > m: pauser",
      "s > t: roles.PROPOSER_ROLE",
      "00 > t: roles.EXECUTOR_ROLE",
      "01+02+03 > s: owners",
    ]);
    expect(graph.nodes.map((node) => [namesIn(node).join("+"), node.kind, node.note])).toEqual([
      ["m", "module", "ArbitratorCommittee"],
      ["t", "timelock", "Timelock, 1 minute"],
      ["s", "safe", "Safe, 2 of 3 sign"],
      ["04", "account", "account"],
      ["00", "everybody", "anybody at all"],
      ["01+02+03", "account", "3 accounts"],
    ]);
    const [, drawn] = graph.nodes;
    expect(drawn?.rights.find(({ right }) => right === "roles.DEFAULT_ADMIN_ROLE")?.holders).toEqual([
      { standing: "unmanaged" },
    ]);
  });

  it("puts together what is governed alike, and nothing else", () => {
    const at = (name: string, place: number, owner = alice, pauser = bob) =>
      committee(owner, { pauser }, name, plainAddress(place));
    const graph = graphFor([at("a", 51), at("b", 52), at("c", 53, alice, carol), at("d", 54)]);
    expect(graph.nodes.map(namesIn)).toEqual([["a", "b", "d"], ["c"], ["01"], ["02"], ["03"]]);
    expect(graph.nodes[0]?.note).toBe("3 contracts");
    // One of them wanted otherwise is no longer like the others.
    const b = at("b", 52);
    const drifted = graphFor([at("a", 51), b, at("d", 54)], { b: [wanted(b, "pauser", carol)] });
    expect(drifted.nodes.map(namesIn)).toEqual([["a", "d"], ["b"], ["01"], ["02"], ["03"]]);
    expect(edgesOf(drifted).filter((edge) => edge.includes("> b"))).toEqual([
      "01 > b: owner",
      "02 > b: pauser (undeclared)",
      "03 > b: pauser (missing)",
    ]);
  });

  it("leaves out what modules do for each other, unless the file is against it or it governs", () => {
    const engine = moduleOf("r", reputationEngine, VAULT, { owner: alice, ...membersAt("callers", MODULE) });
    expect(edgesOf(graphFor([engine, committee(alice)]))).toEqual(["01 > r+m: owner"]);
    const owned = moduleOf("r", reputationEngine, VAULT, { owner: MODULE });
    expect(edgesOf(graphFor([owned, committee(alice)]))).toEqual(["m > r: owner", "01 > m: owner"]);
  });

  it("shows a contract that nobody owns, and one whose owner could not be read", () => {
    const graph = graphFor([committee(ZERO_ADDRESS)]);
    expect(graph).toMatchObject({ nodes: [{ rights: [{ right: "owner", holders: [] }] }], edges: [] });
    const m = committee(alice);
    const unread = { name: "m", kind: m.kind, address: m.address, values: m.values, codeHash: "0x" } as const;
    const modules = new Map([["m", { ...unread, unreadable: new Map([["owner", "owner() reverted"]]) }]]);
    const [node] = graphFor([m], {}, { modules }).nodes;
    expect(node?.rights).toContainEqual({ right: "owner", holders: [], unread: true });
  });

  it("tells a contract of no known kind from an account", () => {
    const accounts = new Map([[alice, "0x01" as const]]);
    expect(graphFor([committee(alice)], {}, { accounts }).nodes[1]).toMatchObject({ kind: "stranger" });
  });

  it("stays small however much there is, and forgets nobody", () => {
    const modules = Array.from({ length: 300 }, (_, index) =>
      committee(plainAddress(1000 + index), { pauser: bob }, `m${index}`, plainAddress(5000 + index)),
    );
    const last = modules.at(-1)!;
    const graph = graphFor(modules, { [last.name]: [wanted(last, "owner", alice)] });
    expect(graph.nodes.length).toBeLessThanOrEqual(40);
    const members = graph.nodes.flatMap((node) => node.members.map(({ address }) => address));
    expect([members.length, new Set(members).size]).toEqual([602, 602]);
    expect(graph.nodes.flatMap((node) => (node.id.startsWith("more") ? [node.note] : []))).toEqual([
      "281 more, each for its own",
      "283 more, each for its own",
    ]);
    // What is not as the file says is drawn by itself.
    expect(graph.nodes.some((node) => namesIn(node).join() === last.name)).toBe(true);
    expect(graph.edges.map(({ standing }) => standing)).toEqual(expect.arrayContaining(["undeclared", "missing"]));
  });

  it("has an edge for each right that somebody holds over somebody else, and no others", () => {
    fc.assert(
      fc.property(graphs(), (shape) => {
        const modules = [...worldOfGraph(shape).modules.values()];
        const { nodes, edges } = graphFor(modules);
        const ids = nodes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const nodeOf = new Map(nodes.flatMap((node) => node.members.map(({ address }) => [address, node.id])));
        expect([...nodeOf.keys()].sort().filter((each) => modules.some(({ address }) => address === each))).toEqual(
          modules.map(({ address }) => address).sort(),
        );
        const wanted = new Set<string>();
        for (const { id, rights } of nodes) {
          for (const { holder } of rights.flatMap(({ holders }) => holders)) {
            if (holder && nodeOf.get(holder.address) !== id) wanted.add(`${nodeOf.get(holder.address)!} ${id}`);
          }
        }
        expect(new Set(edges.map(({ from, to }) => `${from} ${to}`))).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
  });
});
