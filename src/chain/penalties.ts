import { getAddress } from "../checksum.ts";
import { decodeValues } from "./decode.ts";
import { id as topicOf } from "../keccak.ts";
import { OrdinanceError, type ErrorCode } from "../errors.ts";
import { stakeKey, type Penalty } from "../kinds/penalty.ts";
import { splitKey, type Key } from "../kinds/property.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import type { Desired, DesiredWant } from "../stack/desired.ts";
import { bps, choice } from "../stack/units.ts";
import { ROLES } from "../kinds/stake-manager-stakes.ts";
import { attribute, type Slash } from "./evidence.ts";
import type { LogFilter, RawLog } from "./logs.ts";
import { executedIn } from "./operations.ts";
import type { Question } from "./question.ts";
import type { Draft } from "./read-contract.ts";
import { reasonIn } from "./refuse.ts";
import type { Position, RpcAnswer } from "./transport.ts";

const EVENT = topicOf("GovernanceSlash(address,uint8,address,uint256,uint256,address)");
/** Its constructor hands it from the zero address to its first owner; nobody else can (Governable.transferOwnership). */
const HANDED = topicOf("OwnershipTransferred(address,address)");
/** Values that the rules of the call look at, beside the stakes. */
const NEEDED = ["paused", "treasury", "treasuryAllowlist"];
const role = choice("role", Object.keys(ROLES));

interface Entry {
  readonly penalty: Penalty;
  readonly key: Key;
  readonly at: DesiredWant["at"];
}

/** The penalties of one contract while it is being read: which of them its past says are enacted. */
export class Penalties {
  readonly #desired: Desired;
  readonly #draft: Draft;
  readonly #entries: readonly Entry[];
  readonly #slashes: RawLog[] = [];
  readonly #others: RawLog[] = [];
  readonly #transactions = new Map<string, { readonly to: string; readonly input: Hex }>();
  #asked: readonly RawLog[] = [];
  /** Whether the logs begin before the contract: no slash can be older then. */
  #born: boolean;

  constructor(desired: Desired, draft: Draft, entries: readonly Entry[]) {
    this.#desired = desired;
    this.#draft = draft;
    this.#entries = entries;
    this.#born = desired.network.startBlock === 0n;
  }

  /** What a plan needs to know of those who are to be punished. */
  questions(): Question[] {
    return this.#entries.flatMap(({ penalty }) => {
      const { path, member } = splitKey(stakeKey(penalty));
      return this.#members(path, member as Address);
    });
  }

  /** Whether the treasury may be paid: known to be needed when the treasury is known. */
  dependent(): Question[] {
    const treasury = this.#draft.values.get("treasury");
    return typeof treasury === "string" ? this.#members("treasuryAllowlist", treasury as Address) : [];
  }

  filter(fromBlock: bigint): LogFilter {
    return { addresses: [this.#draft.address], topics: [[EVENT, HANDED]], fromBlock };
  }

  /** How many transactions the last `read` asked for. */
  get asked(): number {
    return this.#asked.length;
  }

  /** Takes in further logs. @returns the transactions that have to be looked at for them. */
  read(logs: readonly RawLog[]): readonly Position[] {
    const own = this.#draft.address.toLowerCase();
    const isOwn = ({ address, topics }: RawLog, event: Hex) => address.toLowerCase() === own && topics[0] === event;
    const isSlash = (log: RawLog) => isOwn(log, EVENT);
    this.#born ||= logs.some((log) => isOwn(log, HANDED) && BigInt(log.topics[1]!) === 0n);
    this.#asked = logs.filter(isSlash);
    this.#slashes.push(...this.#asked);
    this.#others.push(...logs.filter((log) => !isSlash(log)));
    return this.#asked.map((log) => this.#positionOf(log));
  }

  /** Takes in the answers to what the last `read` asked for. @throws OrdinanceError ORD201, ORD205. */
  take(answers: readonly RpcAnswer[]): void {
    answers.forEach((answer, index) => {
      const { transactionHash, blockNumber } = this.#asked[index]!;
      if (!("ok" in answer)) {
        const found = `no answer to the transaction ${transactionHash}: ${reasonIn(answer)}`;
        throw this.#error("ORD201", found, "what the slash in it was for", "run again, or use another endpoint");
      }
      const { hash, to, input } = (answer.ok ?? {}) as Readonly<Record<string, unknown>>;
      if (hash !== transactionHash || typeof input !== "string") {
        const found = `a slash in block ${BigInt(blockNumber)}, but not its transaction ${transactionHash}`;
        const remedy = "use an endpoint that keeps its blocks; what a slash was for is never guessed";
        throw this.#error("ORD205", found, "every transaction that slashed", remedy);
      }
      this.#transactions.set(transactionHash!, { to: String(to), input: input as Hex });
    });
  }

  /**
   * Writes down which penalties are enacted, when everything has been read.
   * @param known contracts whose calls mean what they say: others may have been given anything besides.
   * @throws OrdinanceError ORD205 where earlier slashes may have been overlooked, ORD305 for an incident whose call took something
   * else.
   */
  settle(known: ReadonlySet<string>): void {
    if (!this.#born) throw this.#late();
    const { values, unreadable, enactments } = this.#draft;
    const slashes = this.#slashes.map((log) => this.#slashOf(log, known));
    const verdicts = attribute(
      this.#entries.map(({ penalty }) => penalty),
      slashes,
    );
    const contradictions: OrdinanceError[] = [];
    for (const entry of this.#entries) {
      const verdict = verdicts.get(entry.penalty.incident);
      const hole = [splitKey(stakeKey(entry.penalty)).path, ...NEEDED].find((path) => unreadable.has(path));
      if (hole !== undefined) unreadable.set(entry.key, unreadable.get(hole)!);
      else if (verdict && !("enacted" in verdict)) contradictions.push(this.#contradiction(entry, verdict));
      else {
        values.set(entry.key, verdict !== undefined);
        if (verdict) enactments.set(entry.key, verdict.enacted);
      }
    }
    if (contradictions.length > 0) throw new OrdinanceError(contradictions.flatMap(({ problems }) => problems));
  }

  #late(): OrdinanceError {
    const { name } = this.#draft;
    const found = `no log of the deployment of ${name} from block ${this.#desired.network.startBlock} on`;
    const expected = "logs from its deployment on: a penalty that was enacted before them would be enacted twice";
    const remedy = "set network.startBlock to the block of its deployment, or to one before";
    return this.#error("ORD205", found, expected, remedy, { path: "network.startBlock" });
  }

  #members(path: Key, member: Address): Question[] {
    const leaf = leavesOf(this.#draft.kind).get(path);
    return leaf?.type === "members" ? this.#draft.membership(path, leaf, [member]) : [];
  }

  #positionOf({ blockHash, transactionIndex, transactionHash }: RawLog): Position {
    if (blockHash === undefined || transactionIndex === undefined || transactionHash === undefined) {
      const found = "a log that does not say where it is";
      throw this.#error("ORD205", found, "block hash, transaction hash and index", "use another endpoint");
    }
    return { blockHash, index: transactionIndex };
  }

  #slashOf(log: RawLog, known: ReadonlySet<string>): Slash {
    const [, user, as, beneficiary] = log.topics as [Hex, Hex, Hex, Hex];
    const [amount, share] = decodeValues(["uint256", "uint256", "address"], log.data);
    const transaction = log.transactionHash!;
    const { to, input } = this.#transactions.get(transaction)!;
    const logged = executedIn(this.#others, transaction);
    return {
      user: accountIn(user),
      role: BigInt(as),
      share: share as bigint,
      beneficiary: accountIn(beneficiary),
      amount: amount as bigint,
      block: BigInt(log.blockNumber),
      transaction,
      executed: logged.length > 0 ? logged : known.has(to.toLowerCase()) ? [input] : [],
    };
  }

  #contradiction({ penalty, key, at }: Entry, verdict: { readonly other: Slash } | { readonly unclear: Slash }) {
    const { incident } = penalty;
    const slash = "other" in verdict ? verdict.other : verdict.unclear;
    const where = `in block ${slash.block}, transaction ${slash.transaction}`;
    const path = `modules.${this.#draft.name}.${key}`;
    const remedy = "nothing is sent: give a new penalty an incident of its own, or write the entry as it was enacted";
    if ("unclear" in verdict) {
      const found = `${where} names ${incident} among more incidents than it slashed`;
      return this.#error("ORD305", found, "a transaction that names each incident once", remedy, { path, ...at });
    }
    const [was, is] = [this.#text(slash), this.#text({ ...penalty, role: ROLES[penalty.role] })];
    return this.#error("ORD305", `${incident} took ${was} ${where}`, is, remedy, { path, ...at });
  }

  /** `12.5 % of mallory as validator, for carol` */
  #text({ user, role: as, share, beneficiary }: Pick<Slash, "user" | "role" | "share" | "beneficiary">): string {
    const name = (account: Address) => this.#desired.nameOf(account) ?? account;
    return `${bps.format(share)} of ${name(user)} as ${role.format(as)}, for ${name(beneficiary)}`;
  }

  #error(code: ErrorCode, found: string, expected: string, remedy: string, at: object = {}): OrdinanceError {
    return new OrdinanceError([{ code, file: this.#desired.file, path: "penalties", found, expected, remedy, ...at }]);
  }
}

/** The readers of all penalties that the file lists. */
export function penaltiesIn(desired: Desired, drafts: readonly Draft[]): readonly Penalties[] {
  return desired.modules.flatMap(({ wants }, index) => {
    const entries = wants.flatMap(({ path, leaf, at }): Entry[] =>
      leaf.type === "scalar" && "enacted" in leaf.read ? [{ penalty: leaf.read.enacted, key: path, at }] : [],
    );
    return entries.length > 0 ? [new Penalties(desired, drafts[index]!, entries)] : [];
  });
}

function accountIn(topic: Hex): Address {
  return getAddress(`0x${topic.slice(-40)}`);
}
