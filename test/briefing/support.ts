import { graphOf, type AuthorityGraph, type GraphNode } from "../../src/briefing/graph.ts";
import type { Live } from "../../src/diff/live.ts";
import { authorityOf, rightsIn } from "../../src/matrix/authority.ts";
import type { PlanModule } from "../../src/plan/world.ts";
import type { DesiredWant } from "../../src/stack/desired.ts";
import { desiredModule, desiredOf, liveOf } from "../support/graph-plan.ts";

/** The graph of hand-made contracts; a file wants of them what is given. */
export function graphFor(
  modules: readonly PlanModule[],
  wants: Readonly<Record<string, readonly DesiredWant[]>> = {},
  more: Partial<Live> = {},
): AuthorityGraph {
  const desired = desiredOf(
    modules.map((each) => desiredModule(each, ...(wants[each.name] ?? []))),
    [],
  );
  const rights = rightsIn({ desired, live: { ...liveOf(modules), ...more } });
  return graphOf(rights, authorityOf(rights));
}

/** A node's members by name, or by the last two digits of the address. */
export function namesIn({ members }: GraphNode): readonly string[] {
  return members.map(({ name, address }) => name ?? address.slice(-2));
}

/** `s,t owner > m`: each edge, with what is wrong with it. */
export function edgesOf({ nodes, edges }: AuthorityGraph): readonly string[] {
  const names = new Map(nodes.map((node) => [node.id, namesIn(node).join("+")]));
  return edges.map(({ from, to, rights, standing }) => {
    const wrong = standing === "held" ? "" : ` (${standing})`;
    return `${names.get(from) ?? from} > ${names.get(to) ?? to}: ${rights.join(", ")}${wrong}`;
  });
}
