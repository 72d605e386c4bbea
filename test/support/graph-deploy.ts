import { getCreateAddress, ZeroAddress } from "ethers";
import { ZERO_ADDRESS, type Address } from "../../src/kinds/value.ts";
import { readArtifact, type Artifact } from "../../src/local/artifacts.ts";
import { createSafe, deploySafeContracts, type SafeContracts } from "../../src/local/safe.ts";
import { Sequence } from "../../src/local/sequence.ts";
import { knowing, type Graph, type GraphNode, type Ref } from "./graph.ts";
import type { InProcessChain } from "./inprocess.ts";

/** Seconds that every timelock waits. */
export const DELAY = 60;

/** What is like `graph` and can be deployed: each contract in its constructor's terms, and no others' rights in between. */
export function deployable(graph: Graph): Graph {
  const changed = graph.map((node, at): GraphNode => {
    switch (node.type) {
      case "account":
        return { ...node, code: false };
      case "safe": {
        // The address of a Safe follows from its owners, so that it can only be owned by earlier ones.
        const able = node.owners.filter((owner) => owner < at || graph[owner]!.type !== "safe");
        const owners = [...new Set([...able, 0, 1])].slice(0, Math.max(2, able.length));
        return { ...node, owners, threshold: Math.min(node.threshold, owners.length) };
      }
      case "timelock":
        return { ...node, admins: [at], minDelay: DELAY };
      case "pause": {
        // What a SystemPause knows is there before it is, and it always has an owner.
        const later = node.owner !== "nobody" && graph[node.owner]!.type === "pause" && node.owner >= at;
        return { ...node, owner: later || node.owner === "nobody" ? 0 : node.owner };
      }
      case "module":
        return { ...node, manager: "nobody" };
      default:
        return node;
    }
  });
  return knowing(changed).map((node, at) => {
    if (node.type !== "pause") return node;
    const there = node.knows.filter((each) => {
      const { type } = changed[each]!;
      return type !== "account" && (type !== "pause" || each > at);
    });
    return { ...node, knows: there.slice(0, 8) };
  });
}

/** Creates graphs one after the other on one chain, all from its first account. */
export class GraphDeployer {
  readonly #chain: InProcessChain;
  readonly #sequence: Sequence;
  readonly #contracts: SafeContracts;
  readonly #artifacts = new Map<string, Promise<Artifact>>();
  #salt = 0n;

  private constructor(chain: InProcessChain, sequence: Sequence, contracts: SafeContracts) {
    this.#chain = chain;
    this.#sequence = sequence;
    this.#contracts = contracts;
  }

  static async on(chain: InProcessChain): Promise<GraphDeployer> {
    const sequence = await Sequence.of(chain.accounts[0]!);
    return new GraphDeployer(chain, sequence, await deploySafeContracts(sequence, "1.4.1"));
  }

  /** Addresses of the nodes. Accounts that sign are the chain's own, from the second on. */
  async deploy(graph: Graph): Promise<readonly Address[]> {
    const { from } = this.#sequence;
    const first = await this.#chain.provider.getTransactionCount(from);
    // Safes first; a SystemPause comes after everything that it may know, other ones included.
    const rank = ({ type }: GraphNode) => (type === "safe" ? 0 : type === "pause" ? 2 : 1);
    const order = [...graph.keys()]
      .filter((number) => graph[number]!.type !== "account")
      .sort((a, b) => {
        const [one, other] = [rank(graph[a]!), rank(graph[b]!)];
        return one - other || (one === 2 ? b - a : a - b);
      });
    const addresses = graph.map((node, number): Address => {
      if (node.type !== "account") return getCreateAddress({ from, nonce: first + order.indexOf(number) }) as Address;
      return node.signs ? (this.#chain.accounts[1 + number]!.address as Address) : unkeyed(number);
    });
    for (const number of order) {
      const node = graph[number]!;
      if (node.type === "safe") addresses[number] = await this.#safe(node, addresses);
      else await this.#create(node, addresses);
    }
    for (const [number, node] of graph.entries()) await this.#handOver(node, addresses[number]!, addresses);
    return addresses;
  }

  #safe(node: GraphNode & { type: "safe" }, at: readonly Address[]): Promise<Address> {
    const owners = node.owners.map((owner) => at[owner]!);
    return createSafe(this.#sequence, this.#contracts, {
      ...{ owners, threshold: node.threshold, fallbackHandler: false },
      saltNonce: this.#salt++,
    });
  }

  async #create(node: GraphNode, at: readonly Address[]): Promise<void> {
    const listed = (refs: readonly Ref[]) => refs.map((ref) => addressOf(at, ref));
    const create = async (name: string, ...args: readonly unknown[]) => {
      const artifact = this.#artifacts.get(name) ?? readArtifact(name);
      this.#artifacts.set(name, artifact);
      await this.#sequence.create(await artifact, args);
    };
    switch (node.type) {
      case "timelock":
        return create("ProtocolTimelock", DELAY, listed(node.proposers), listed(node.executors), ZeroAddress);
      case "configurator":
        return create("OwnerConfigurator", addressOf(at, node.owner));
      case "pause": {
        // It always knows eight; what stands in for the others is nobody's business.
        const known = listed(node.knows);
        const eight = [...known, ...Array<Address>(8).fill(known[0] ?? this.#contracts.singleton)].slice(0, 8);
        return create("SystemPause", ...eight, addressOf(at, node.owner));
      }
      case "module":
        return create("ArbitratorCommittee", ZeroAddress, ZeroAddress);
      default:
        return undefined;
    }
  }

  /** What no constructor takes: the owner of a module, its pauser, and that nobody owns something. */
  async #handOver(node: GraphNode, address: Address, at: readonly Address[]): Promise<void> {
    if (node.type === "configurator" && node.owner === "nobody") {
      await this.#sequence.call(address, "renounceOwnership()");
    }
    if (node.type !== "module") return;
    if (node.pauser !== "nobody") await this.#sequence.call(address, "setPauser(address)", at[node.pauser]);
    if (node.owner === "nobody") await this.#sequence.call(address, "renounceOwnership()");
    else await this.#sequence.call(address, "transferOwnership(address)", at[node.owner]);
  }
}

function addressOf(at: readonly Address[], ref: Ref): Address {
  return ref === "nobody" ? ZERO_ADDRESS : at[ref]!;
}

function unkeyed(number: number): Address {
  return `0x${String(7000 + number).padStart(40, "0")}`;
}
