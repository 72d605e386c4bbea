import fc from "fast-check";

/** Another node by its number, or nobody: the zero address. */
export type Ref = number | "nobody";

export type GraphNode =
  /** `signs`: somebody has its key. `code`: it is a contract of which nothing is known. */
  | { readonly type: "account"; readonly signs: boolean; readonly code: boolean }
  | { readonly type: "safe"; readonly owners: readonly number[]; readonly threshold: number }
  | {
      readonly type: "timelock";
      readonly proposers: readonly Ref[];
      /** `nobody` stands for everybody. */
      readonly executors: readonly Ref[];
      readonly admins: readonly Ref[];
      readonly minDelay: number;
    }
  | { readonly type: "pause"; readonly owner: Ref; readonly knows: readonly number[] }
  | { readonly type: "configurator"; readonly owner: Ref }
  | { readonly type: "module"; readonly owner: Ref; readonly pauser: Ref; readonly manager: Ref };

/** Who governs whom. A node's number is its place. */
export type Graph = readonly GraphNode[];

export interface Shape {
  /** Contracts are made to act only by the layer right below them: no short cuts and no circles. */
  readonly tidy?: boolean;
  /** Every SystemPause knows the contracts that it governs or has a say in; of modules it may still not know its own. */
  readonly knowing?: boolean;
}

const DELAYS = [0, 1, 2, 5, 10];

const LAYERS = 4;
const TYPES = ["safe", "timelock", "pause", "configurator", "timelock", "safe", "configurator"] as const;

interface Draw {
  readonly type: (typeof TYPES)[number];
  readonly makers: readonly number[];
  readonly others: readonly number[];
  readonly more: number;
  readonly layer: number;
}

const pick = fc.nat(9999);
const draw: fc.Arbitrary<Draw> = fc.record({
  type: fc.constantFrom(...TYPES),
  makers: fc.array(pick, { minLength: 1, maxLength: 4 }),
  others: fc.array(pick, { maxLength: 3 }),
  more: fc.nat(999),
  layer: fc.integer({ min: 1, max: LAYERS }),
});
const account = fc.record({ signs: fc.nat(3), code: fc.nat(9) });

/** Graphs of 2 to 4 accounts, up to 8 contracts in up to four layers, and one or two modules. */
export function graphs(shape: Shape = {}): fc.Arbitrary<Graph> {
  return fc
    .record({
      accounts: fc.array(account, { minLength: 2, maxLength: 4 }),
      contracts: fc.array(draw, { minLength: 1, maxLength: 8 }),
      modules: fc.array(fc.tuple(pick, pick, pick), { minLength: 1, maxLength: 2 }),
    })
    .map(({ accounts, contracts, modules }) => {
      const sorted = [...contracts].sort((a, b) => a.layer - b.layer);
      const layers = [...accounts.map(() => 0), ...sorted.map(({ layer }) => layer), ...modules.map(() => LAYERS + 1)];
      const refs = new Refs(layers, shape);
      const graph: GraphNode[] = [
        ...accounts.map(({ signs, code }): GraphNode => ({
          type: "account",
          signs: signs > 0,
          code: code === 9,
        })),
        ...sorted.map((each, index) => contractOf(each, accounts.length + index, refs, shape)),
        ...modules.map(([owner, pauser, manager], index): GraphNode => {
          const at = layers.length - modules.length + index;
          return {
            type: "module",
            owner: refs.of(owner, at),
            pauser: refs.of(pauser, at),
            manager: refs.of(manager, at),
          };
        }),
      ];
      return shape.knowing ? knowing(graph) : graph;
    });
}

function contractOf({ type, makers, others, more }: Draw, at: number, refs: Refs, shape: Shape): GraphNode {
  const listed = (numbers: readonly number[]) => [...new Set(numbers.map((each) => refs.of(each, at)))];
  switch (type) {
    case "safe": {
      const drawn = listed(makers).filter((ref): ref is number => ref !== "nobody" && ref !== at);
      // A Safe with less than two owners gets accounts; if they are a short cut, all have to agree.
      const owners = [...new Set([...drawn, 0, 1])].slice(0, Math.max(2, drawn.length));
      const all = shape.tidy && owners.length > drawn.length;
      return { type, owners, threshold: all ? owners.length : 1 + (more % owners.length) };
    }
    case "timelock": {
      const executors: Ref[] = listed(others);
      return {
        type,
        proposers: more % 10 === 9 ? [] : listed(makers),
        executors: more % 3 === 0 ? [...new Set<Ref>([...executors, "nobody"])] : executors,
        admins: [...listed(others.slice(1)), ...(more % 2 === 0 ? [at] : [])],
        minDelay: DELAYS[more % DELAYS.length]!,
      };
    }
    case "pause": {
      const knows = others.concat(makers).map((each) => refs.any(each));
      return { type, owner: refs.of(makers[0]!, at), knows: [...new Set(knows)] };
    }
    case "configurator":
      return { type, owner: refs.of(makers[0]!, at) };
  }
}

/** The same graph, where every SystemPause knows the contracts that it governs or has a say in. */
export function knowing(graph: Graph): Graph {
  return graph.map((node, at) => {
    if (node.type !== "pause") return node;
    const governed = graph.flatMap((other, number) => {
      const roles = other.type === "timelock" ? [...other.executors, ...other.admins] : [];
      return [...makersOf(other), ...roles].includes(at) ? [number] : [];
    });
    return { ...node, knows: [...new Set([...governed, ...node.knows])] };
  });
}

/** Turns drawn numbers into nodes: mostly lower ones, sometimes any, sometimes nobody. */
class Refs {
  readonly #layers: readonly number[];
  readonly #tidy: boolean;

  constructor(layers: readonly number[], { tidy = false }: Shape) {
    this.#layers = layers;
    this.#tidy = tidy;
  }

  of(drawn: number, at: number): Ref {
    const kind = drawn % 10;
    if (kind === 9) return "nobody";
    if (kind === 8 && !this.#tidy) return this.any(drawn);
    const mine = this.#layers[at]!;
    const below = [...this.#layers.keys()].filter((each) => this.#layers[each]! < mine);
    // Where the layer right below is empty, the next one that is not.
    const next = Math.max(...below.map((each) => this.#layers[each]!));
    const near = below.filter((each) => this.#layers[each] === next);
    return choose(this.#tidy || kind < 6 ? near : below, drawn);
  }

  any(drawn: number): number {
    return choose([...this.#layers.keys()], drawn);
  }
}

function choose(from: readonly number[], drawn: number): number {
  return from[Math.floor(drawn / 10) % from.length]!;
}

/** Those who can make a node act. */
export function makersOf(node: GraphNode): readonly Ref[] {
  switch (node.type) {
    case "account":
    case "module":
      return [];
    case "safe":
      return node.owners;
    case "timelock":
      return node.proposers;
    default:
      return [node.owner];
  }
}
