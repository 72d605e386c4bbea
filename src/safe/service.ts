import type { Address, Hex } from "../kinds/value.ts";
import { ServiceOfOtherChain, ServiceRefused, ServiceUnreachable, SignatureError } from "./errors.ts";
import { asked, chainOf, type ServiceAddress } from "./service-calls.ts";
import { checkedEntry, type PendingSafeTransaction } from "./service-entry.ts";
import { recoverOwner } from "./signatures.ts";
import { safeTxHash, type SafeTransaction } from "./transaction.ts";

export type { PendingSafeTransaction } from "./service-entry.ts";

export interface Proposal {
  readonly safe: Address;
  readonly tx: SafeTransaction;
  readonly hash: Hex;
  /** An owner, or whom an owner named to the service as a delegate. */
  readonly sender: Address;
  /** Of the sender, for the hash. */
  readonly signature: Hex;
}

/** Where the owners of a Safe collect signatures: a Safe Transaction Service. */
export interface SafeService {
  chainId(): Promise<bigint>;
  /**
   * Everything that waits, by nonce. The service follows the chain with a delay: what was carried out a moment ago may still
   * be here, below the nonce that the chain tells.
   * @throws ServiceLied if one of them does not match its hash or signatures; ServiceUnreachable if the list is not whole.
   */
  pending(safe: Address): Promise<readonly PendingSafeTransaction[]>;
  /** @throws SignatureError, before anything is sent, if hash or signature does not fit; ServiceRefused. */
  propose(proposal: Proposal): Promise<void>;
  /** @throws SignatureError, before anything is sent, for what is no signature; ServiceRefused. */
  confirm(hash: Hex, signature: Hex): Promise<void>;
}

export interface ServiceOptions {
  readonly chainId: bigint;
  /** Usually ends in `/api`. */
  readonly url: string;
  readonly apiKey?: string;
  /** Milliseconds until a request is given up; 30 s unless told. */
  readonly timeoutMs?: number;
}

/** What is used of the client. Answers are examined here, so they have no type. */
interface Client {
  getSafeInfo(safe: string): Promise<unknown>;
  getMultisigTransactions(safe: string, filter: Readonly<Record<string, string | number>>): Promise<unknown>;
  proposeTransaction(proposal: object): Promise<unknown>;
  confirmTransaction(hash: string, signature: string): Promise<unknown>;
}

type ClientClass = new (config: { chainId: bigint; txServiceUrl: string; apiKey?: string }) => Client;

const PAGE = 100;
/** Readings of a list that others change meanwhile. */
const READINGS = 4;

/**
 * @throws ServiceOfOtherChain if it serves another chain, ServiceUnreachable if it does not answer, ServiceRefused if it wants
 * an API key.
 */
export async function openSafeService(options: ServiceOptions): Promise<SafeService> {
  const { chainId, url, apiKey, timeoutMs = 30_000 } = options;
  const { host, protocol } = parsed(url);
  if (protocol !== "http:" && protocol !== "https:")
    throw new ServiceRefused("the address of a service starts with https");
  const service = { base: url.replace(/\/+$/, ""), host, ...(apiKey === undefined ? {} : { apiKey }), timeoutMs };
  const found = await chainOf(service);
  if (found !== chainId) throw new ServiceOfOtherChain(host, found, chainId);
  // Loading it takes longer than most commands; what its types describe is not the module that gets loaded.
  const { default: Kit } = (await import("@safe-global/api-kit")) as unknown as { default: ClientClass };
  return new TransactionService(service, chainId, client(Kit, service, chainId));
}

function parsed(url: string): URL {
  if (URL.canParse(url)) return new URL(url);
  // Without the text: it may hold a key.
  throw new ServiceRefused("the address of the service is no URL");
}

function client(Kit: ClientClass, { base, host, apiKey }: ServiceAddress, chainId: bigint): Client {
  try {
    return new Kit({ chainId, txServiceUrl: base, ...(apiKey === undefined ? {} : { apiKey }) });
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith("apiKey"))) throw error;
    throw new ServiceRefused(`${host} wants an API key`);
  }
}

class TransactionService implements SafeService {
  readonly #service: ServiceAddress;
  readonly #chainId: bigint;
  readonly #client: Client;

  constructor(service: ServiceAddress, chainId: bigint, client: Client) {
    this.#service = service;
    this.#chainId = chainId;
    this.#client = client;
  }

  chainId(): Promise<bigint> {
    return chainOf(this.#service);
  }

  async pending(safe: Address): Promise<readonly PendingSafeTransaction[]> {
    const info = await asked(this.#service, "the Safe", () => this.#client.getSafeInfo(safe));
    const nonce = (info as { nonce?: unknown } | null)?.nonce;
    if (!/^\d+$/.test(String(nonce))) throw this.#unusable("the Safe has no nonce");
    const from = BigInt(String(nonce));
    const entries = await this.#whole(safe, from);
    const checked = entries.map((entry) => checkedEntry(this.#chainId, safe, entry));
    return checked
      .filter(({ tx }) => tx.nonce >= from)
      .toSorted((a, b) => (a.tx.nonce === b.tx.nonce ? 0 : a.tx.nonce < b.tx.nonce ? -1 : 1));
  }

  /** Pages are cut by position: whatever comes or goes meanwhile moves the rest, so only a reading that adds up counts. */
  async #whole(safe: Address, from: bigint): Promise<readonly unknown[]> {
    for (let reading = 1; reading <= READINGS; reading++) {
      const found = new Map<unknown, unknown>();
      let taken = 0;
      let first: number | undefined;
      for (;;) {
        const { count, more, results } = await this.#page(safe, from, taken);
        first ??= count;
        for (const entry of results) found.set((entry as { safeTxHash?: unknown } | null)?.safeTxHash, entry);
        taken += results.length;
        if (count !== first || (more && results.length === 0)) break;
        if (more) continue;
        if (found.size === count && taken === count) return [...found.values()];
        break;
      }
    }
    throw this.#unusable("the list of transactions never added up");
  }

  async #page(safe: Address, from: bigint, offset: number) {
    const filter = { executed: "false", nonce__gte: from.toString(), ordering: "nonce,created", limit: PAGE, offset };
    const page = await asked(this.#service, "pending transactions", () =>
      this.#client.getMultisigTransactions(safe, filter),
    );
    const { count, next, results } = (page ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof count !== "number" || !Array.isArray(results)) throw this.#unusable("the list is no list");
    return { count, more: (next ?? null) !== null, results: results as readonly unknown[] };
  }

  async propose({ safe, tx, hash, sender, signature }: Proposal): Promise<void> {
    const computed = safeTxHash(this.#chainId, safe, tx);
    if (computed !== hash) throw new SignatureError(`the transaction has the hash ${computed}, not ${hash}`);
    const signer = recoverOwner(hash, signature);
    if (signer !== sender) throw new SignatureError(`the signature said to be of ${sender} is of ${signer}`);
    const { to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, nonce } = tx;
    const numbers = Object.entries({ value, safeTxGas, baseGas, gasPrice }).map(([name, each]) => [name, String(each)]);
    await asked(this.#service, "proposal", () =>
      this.#client.proposeTransaction({
        safeAddress: safe,
        safeTransactionData: {
          ...{ to, data, operation, gasToken, refundReceiver, nonce: Number(nonce) },
          ...(Object.fromEntries(numbers) as Record<string, string>),
        },
        safeTxHash: hash,
        senderAddress: sender,
        senderSignature: signature,
        origin: "Ordinance",
      }),
    );
  }

  async confirm(hash: Hex, signature: Hex): Promise<void> {
    recoverOwner(hash, signature);
    await asked(this.#service, "confirmation", () => this.#client.confirmTransaction(hash, signature));
  }

  #unusable(what: string): ServiceUnreachable {
    return new ServiceUnreachable(`${this.#service.host}: ${what}`);
  }
}
