import { makersOf, type Graph, type Ref } from "./graph.ts";

/** One way from a holder of a right up to whoever approves. */
export interface Walk {
  /** Contracts from the module outward. */
  readonly hops: readonly number[];
  readonly end: number;
  readonly delay: number;
}

/** Who can be made to act: the least fixpoint, by trying everybody again until nothing is added. */
export function ableIn(graph: Graph): ReadonlySet<number> {
  const able = new Set<number>();
  for (let size = -1; size < able.size;) {
    size = able.size;
    for (const [number] of graph.entries()) if (becomesAble(graph, able, number)) able.add(number);
  }
  return able;
}

function becomesAble(graph: Graph, able: ReadonlySet<number>, number: number): boolean {
  const node = graph[number]!;
  const acting = (refs: readonly Ref[]) => refs.filter((ref) => actsOn(graph, able, ref, number)).length;
  switch (node.type) {
    case "account":
      return node.signs && !node.code;
    case "module":
      return false;
    case "safe":
      return acting(node.owners) >= node.threshold;
    case "timelock":
      return acting(node.proposers) > 0 && (node.executors.includes("nobody") || acting(node.executors) > 0);
    default:
      return acting([node.owner]) > 0;
  }
}

/** SystemPause.executeGovernanceCall refuses what it does not know. */
function actsOn(graph: Graph, able: ReadonlySet<number>, actor: Ref, target: number): boolean {
  if (actor === "nobody" || !able.has(actor)) return false;
  const node = graph[actor]!;
  return node.type !== "pause" || node.knows.includes(target);
}

/** Every way from `holder` that passes no contract twice. */
export function walksFrom(graph: Graph, able: ReadonlySet<number>, holder: Ref, target: number): readonly Walk[] {
  const found: Walk[] = [];
  const visit = (actor: Ref, on: number, hops: readonly number[], delay: number) => {
    if (actor === "nobody" || hops.includes(actor) || !actsOn(graph, able, actor, on)) return;
    const node = graph[actor]!;
    if (node.type === "account" || node.type === "safe") {
      found.push({ hops, end: actor, delay });
      return;
    }
    const more = node.type === "timelock" ? node.minDelay : 0;
    for (const maker of makersOf(node)) visit(maker, actor, [...hops, actor], delay + more);
  };
  visit(holder, target, [], 0);
  return found;
}

/** A call that somebody might wish to make. */
export interface GraphWish {
  readonly node: number;
  readonly fn: string;
  /** Holders of each right, the preferred one first. */
  readonly rights: readonly (readonly Ref[])[];
  /** Pausing takes the quickest way, whatever the right. */
  readonly quickest: boolean;
}

/** The calls that are tried on every graph, with their rights as the contracts have them. */
export function wishesOf(graph: Graph): readonly GraphWish[] {
  const wish = (node: number, fn: string, ...rights: (readonly Ref[])[]): GraphWish => ({
    ...{ node, fn, rights },
    quickest: fn === "pause()",
  });
  return graph.flatMap((node, number): GraphWish[] => {
    switch (node.type) {
      case "module":
        return [
          wish(number, "setAbsenteeSlash(uint256)", [node.owner]),
          wish(number, "setPauser(address)", [node.owner], [node.manager]),
          wish(number, "pause()", [node.owner], [node.pauser]),
          wish(number, "unpause()", [node.owner], [node.pauser]),
        ];
      case "timelock":
        return [
          wish(number, "grantRole(bytes32,address)", node.admins),
          wish(number, "updateDelay(uint256)", [number]),
        ];
      case "safe":
        return [wish(number, "changeThreshold(uint256)", [number])];
      case "pause":
        return [wish(number, "setGovernance(address)", [node.owner])];
      default:
        return [];
    }
  });
}
