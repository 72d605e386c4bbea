import { arbitratorCommittee } from "../../src/kinds/arbitrator-committee.ts";
import { ownerConfigurator } from "../../src/kinds/owner-configurator.ts";
import { safe } from "../../src/kinds/safe.ts";
import { systemPause } from "../../src/kinds/system-pause.ts";
import { timelock } from "../../src/kinds/timelock.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import { world, type PlanModule, type World } from "../../src/plan/world.ts";
import type { Graph, GraphNode, Ref } from "./graph.ts";

const KINDS = { safe, timelock, pause: systemPause, configurator: ownerConfigurator, module: arbitratorCommittee };

/** An address without letters, so that it needs no checksum. */
export function plainAddressOf(node: number): Address {
  return `0x${String(9000 + node).padStart(40, "0")}`;
}

export function nameOf(graph: Graph, node: number): string {
  return `${graph[node]!.type}${node}`;
}

/** The world of a graph, with the kinds that a stack file would name. */
export function worldOfGraph(graph: Graph, addressOf: (node: number) => Address = plainAddressOf): World {
  const at = (ref: Ref): Address => (ref === "nobody" ? ZERO_ADDRESS : addressOf(ref));
  const members = (path: string, refs: readonly Ref[]) =>
    refs.map((ref): [string, Value] => [`${path}[${at(ref)}]`, true]);
  const valuesOf = (node: Exclude<GraphNode, { type: "account" }>): [string, Value][] => {
    switch (node.type) {
      case "safe":
        return [...members("owners", node.owners), ["threshold", BigInt(node.threshold)]];
      case "timelock":
        return [
          ["minDelay", BigInt(node.minDelay)],
          ...members("roles.PROPOSER_ROLE", node.proposers),
          ...members("roles.EXECUTOR_ROLE", node.executors),
          ...members("roles.DEFAULT_ADMIN_ROLE", node.admins),
        ];
      case "pause":
        return [
          ["owner", at(node.owner)],
          ...node.knows.map((ref, n): [string, Value] => [`modules.slot${n}`, at(ref)]),
        ];
      case "configurator":
        return [["owner", at(node.owner)]];
      case "module":
        return [
          ["owner", at(node.owner)],
          ["pauser", at(node.pauser)],
          ["pauserManager", at(node.manager)],
          ["paused", false],
          ["absenteeSlash", 0n],
        ];
    }
  };
  const modules = graph.flatMap((node, number): PlanModule[] => {
    if (node.type === "account") return [];
    const wants = new Map<string, never>();
    return [
      {
        name: nameOf(graph, number),
        kind: KINDS[node.type],
        address: addressOf(number),
        wants,
        values: new Map(valuesOf(node)),
      },
    ];
  });
  const code = new Map(graph.map((node, number) => [addressOf(number), node.type !== "account" || node.code]));
  return world(modules, { hasCode: (address) => code.get(address) });
}

/** Whether somebody has the key of an account. */
export function signsIn(graph: Graph, addressOf: (node: number) => Address = plainAddressOf) {
  const able = new Set(graph.flatMap((node, n) => (node.type === "account" && node.signs ? [addressOf(n)] : [])));
  return (account: Address) => able.has(account);
}
