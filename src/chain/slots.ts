import type { Address, Hex } from "../kinds/value.ts";
import type { Certificate, Outcome } from "./codec.ts";
import type { BlockTag } from "./header.ts";
import { postAll } from "./post.ts";
import { SLOT_READER_CODE } from "./reader-code.ts";
import { isQuantity, quantity, reasonIn } from "./refuse.ts";
import type { ReadTransport, RpcAnswer, RpcRequest } from "./transport.ts";

export interface SlotItem {
  readonly to: Address;
  readonly slot: bigint;
}

export interface SlotGroup {
  readonly to: Address;
  readonly words: readonly bigint[];
}

/** One call reads any number of words of one contract. */
export function bySlots(items: readonly SlotItem[]): readonly SlotGroup[] {
  const groups = new Map<Address, bigint[]>();
  for (const { to, slot } of items) {
    const words = groups.get(to);
    if (words) words.push(slot);
    else groups.set(to, [slot]);
  }
  return [...groups].map(([to, words]) => ({ to, words }));
}

export function slotRequest(to: Address, words: readonly bigint[], tag: BlockTag): RpcRequest {
  const data = `0x${words.map((slot) => slot.toString(16).padStart(64, "0")).join("")}`;
  return { method: "eth_call", params: [{ to, data }, tag, { [to]: { code: SLOT_READER_CODE } }] };
}

/**
 * Words in the order of `items`; read one by one where the endpoint knows no state override.
 * @param number of the block to read those in.
 */
export async function askSlots(
  transport: ReadTransport,
  items: readonly SlotItem[],
  groups: readonly SlotGroup[],
  answers: readonly RpcAnswer[],
  number: bigint,
): Promise<{
  readonly certificates: readonly Pick<Certificate, "number" | "parentHash">[];
  readonly outcomes: readonly Outcome[];
  /** Words were read without a certificate. */
  readonly plain: boolean;
}> {
  const certificates: Pick<Certificate, "number" | "parentHash">[] = [];
  const found = new Map<string, Outcome>();
  const plain: SlotItem[] = [];
  groups.forEach(({ to, words }, index) => {
    const hex = wordsIn(answers[index]!, words.length + 2);
    if (hex === undefined) {
      plain.push(...words.map((slot) => ({ to, slot })));
      return;
    }
    const word = (at: number): Hex => `0x${hex.slice(at * 64, (at + 1) * 64)}`;
    certificates.push({ number: BigInt(word(0)), parentHash: word(1) });
    words.forEach((slot, at) => found.set(keyOf({ to, slot }), { status: "ok", data: word(at + 2) }));
  });
  const again = await postAll(
    transport,
    plain.map(({ to, slot }) => ({
      method: "eth_getStorageAt",
      params: [to, `0x${slot.toString(16).padStart(64, "0")}`, quantity(number)],
    })),
  );
  plain.forEach((item, index) => found.set(keyOf(item), wordOf(again[index]!)));
  return { certificates, outcomes: items.map((item) => found.get(keyOf(item))!), plain: plain.length > 0 };
}

function wordsIn(answer: RpcAnswer, count: number): string | undefined {
  if (!("ok" in answer)) return undefined;
  const hex = String(answer.ok).slice(2);
  return hex.length === 64 * count && /^[0-9a-f]*$/i.test(hex) ? hex : undefined;
}

function wordOf(answer: RpcAnswer): Outcome {
  if (!("ok" in answer) || !isQuantity(answer.ok) || answer.ok.length > 66) {
    return { status: "unreachable", reason: reasonIn(answer) };
  }
  return { status: "ok", data: `0x${answer.ok.slice(2).padStart(64, "0")}` };
}

const keyOf = ({ to, slot }: SlotItem) => `${to}:${slot}`;
