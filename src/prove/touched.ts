import type { RpcAnswer, RpcRequest } from "../chain/transport.ts";
import type { Address, Hex } from "../kinds/value.ts";

/** A call that is looked at for what it touches. Without `to`, a creation. */
export interface Probe {
  readonly from?: Address;
  readonly to?: Address;
  readonly data: Hex;
}

/** @param tag of the block, as a quantity. */
export function listRequest(probe: Probe, tag: Hex): RpcRequest {
  return { method: "eth_createAccessList", params: [probe, tag] };
}

/** Accounts and words of storage that something is going to need. */
export class Touched {
  /** Slots by address, as a copy writes them: lower case, and no zeros in front. */
  readonly #slots = new Map<string, Set<Hex>>();

  account(address: string): void {
    this.#of(address);
  }

  word(address: string, slot: string): void {
    this.#of(address).add(`0x${BigInt(slot).toString(16)}`);
  }

  /** What an access list names; it may be one of a call that failed half-way, or none at all. */
  list(answer: RpcAnswer): void {
    const result = "ok" in answer ? (answer.ok as { accessList?: unknown } | null) : undefined;
    if (!Array.isArray(result?.accessList)) return;
    for (const { address, storageKeys } of (result.accessList as readonly unknown[]).filter(isEntry)) {
      this.account(address);
      for (const slot of storageKeys) if (isHex(slot)) this.word(address, slot);
    }
  }

  /** In the words of the copy, so that it finds its own questions answered. */
  questions(tag: Hex): readonly RpcRequest[] {
    return [...this.#slots].flatMap(([address, slots]): RpcRequest[] => [
      { method: "eth_getCode", params: [address, tag] },
      { method: "eth_getBalance", params: [address, tag] },
      { method: "eth_getTransactionCount", params: [address, tag] },
      ...[...slots].map((slot): RpcRequest => ({ method: "eth_getStorageAt", params: [address, slot, tag] })),
    ]);
  }

  #of(address: string): Set<Hex> {
    const key = address.toLowerCase();
    let slots = this.#slots.get(key);
    if (!slots) this.#slots.set(key, (slots = new Set()));
    return slots;
  }
}

function isEntry(found: unknown): found is { readonly address: string; readonly storageKeys: readonly unknown[] } {
  const { address, storageKeys } = (found ?? {}) as { address?: unknown; storageKeys?: unknown };
  return typeof address === "string" && /^0x[0-9a-f]{40}$/i.test(address) && Array.isArray(storageKeys);
}

function isHex(found: unknown): found is string {
  return typeof found === "string" && /^0x[0-9a-f]{1,64}$/i.test(found);
}
