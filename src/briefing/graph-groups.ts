import type { Party } from "../review/words.ts";
import type { AuthorityGraph, GraphEdge, GraphKind, GraphNode, GraphRight } from "./graph.ts";

/** One contract or account before it is put together with others. */
export interface Drawn {
  readonly party: Party;
  readonly kind: GraphKind;
  readonly note: string;
  readonly rights: readonly GraphRight[];
}

/** What becomes of `graphOf` when alike is put together: the same rights over the same, held by the same. */
export function grouped(governed: readonly Drawn[], accounts: readonly Drawn[]): AuthorityGraph {
  const holders = new Set(governed.flatMap(({ rights }) => holdersIn(rights)));
  const contracts = together(governed, ({ party, kind, rights }) =>
    // Contracts that hold rights themselves hold them each for its own.
    kind === "module" && !holders.has(party.address) ? JSON.stringify(rights.map(keyOf)) : party.address,
  );
  const held = new Map<string, string[]>();
  for (const { id, rights } of contracts) {
    for (const { right, holders: all } of rights) {
      for (const { holder, standing } of all) {
        if (holder) add(held, holder.address, `${id} ${right} ${standing}`);
      }
    }
  }
  const people = together(accounts, ({ party, kind }) => `${kind} ${(held.get(party.address) ?? []).join(", ")}`);
  return { nodes: [...contracts, ...people], edges: edgesIn([...contracts, ...people]) };
}

/** So many nodes of people, of contracts that pass calls on, and of modules are drawn each: more of them nobody can follow. */
const MOST = 20;
const CLASSES: readonly (readonly GraphKind[])[] = [
  ["module"],
  ["safe", "timelock", "passing"],
  ["account", "everybody", "stranger"],
];

/** The same with one node in the place of all that are too many; what is not as the file says is kept first, then the largest. */
export function bounded(graph: AuthorityGraph): AuthorityGraph {
  const wrong = new Set(graph.edges.flatMap(({ from, to, standing }) => (standing === "held" ? [] : [from, to])));
  const merged = new Map<string, GraphNode>();
  for (const kinds of CLASSES) {
    const all = graph.nodes.filter(({ kind }) => kinds.includes(kind));
    if (all.length <= MOST) continue;
    const weight = ({ id, members }: GraphNode) => (wrong.has(id) ? Infinity : members.length);
    const rest = all.toSorted((a, b) => (weight(a) < weight(b) ? 1 : weight(a) > weight(b) ? -1 : 0)).slice(MOST - 1);
    const note = `${rest.length} more, each for its own`;
    const members = rest.flatMap((each) => each.members);
    const other: GraphNode = { id: `more ${kinds[0]!}`, kind: kinds[0]!, members, note, rights: [] };
    for (const { id } of rest) merged.set(id, other);
  }
  if (merged.size === 0) return graph;
  const nodes = new Set(graph.nodes.map((node) => merged.get(node.id) ?? node));
  const place = (id: string) => merged.get(id)?.id ?? id;
  const moved = graph.edges.map((edge) => ({ ...edge, from: place(edge.from), to: place(edge.to) }));
  return { nodes: [...nodes], edges: joined(moved) };
}

function holdersIn(rights: readonly GraphRight[]): readonly string[] {
  return rights.flatMap(({ holders }) => holders.flatMap(({ holder }) => holder?.address ?? []));
}

function keyOf({ right, holders, unread }: GraphRight): unknown {
  return [right, unread ?? false, ...holders.map(({ holder, standing }) => [holder?.address ?? "itself", standing])];
}

function together(all: readonly Drawn[], keyOfOne: (drawn: Drawn) => string): readonly GraphNode[] {
  const groups = new Map<string, Drawn[]>();
  for (const each of all) add(groups, keyOfOne(each), each);
  return [...groups.values()].map((group): GraphNode => {
    const [{ party, kind, note, rights }] = group as [Drawn, ...Drawn[]];
    const plural = kind === "module" ? "contracts" : kind === "account" ? "accounts" : "contracts of no known kind";
    return {
      id: party.address,
      kind,
      members: group.map((each) => each.party),
      note: group.length === 1 ? note : `${group.length} ${plural}`,
      rights,
    };
  });
}

function edgesIn(nodes: readonly GraphNode[]): readonly GraphEdge[] {
  const nodeOf = new Map(nodes.flatMap(({ id, members }) => members.map(({ address }) => [address, id] as const)));
  const edges = nodes.flatMap(({ id, rights }) =>
    rights.flatMap(({ right, holders }) =>
      holders.flatMap(({ holder, standing }): readonly GraphEdge[] => {
        const from = holder && nodeOf.get(holder.address);
        if (from === undefined) return [];
        const worst = standing === "undeclared" || standing === "missing" ? standing : "held";
        return [{ from, to: id, rights: [right], standing: worst }];
      }),
    ),
  );
  return joined(edges);
}

const WORST = ["undeclared", "missing", "held"] as const;

/** One edge from each node to each other, with all rights. */
function joined(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const found = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const { from, to, rights, standing } = edge;
    if (from === to) continue;
    const id = `${from} ${to}`;
    const before = found.get(id);
    if (!before) {
      found.set(id, edge);
      continue;
    }
    const worst = WORST.find((each) => each === before.standing || each === standing)!;
    found.set(id, { from, to, rights: [...new Set([...before.rights, ...rights])], standing: worst });
  }
  return [...found.values()];
}

function add<T>(to: Map<string, T[]>, key: string, each: T): void {
  const all = to.get(key);
  if (all) all.push(each);
  else to.set(key, [each]);
}
