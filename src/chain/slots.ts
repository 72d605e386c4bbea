import type { Address, Hex } from "../kinds/value.ts";
import type { Certificate, Outcome } from "./codec.ts";
import { postAll } from "./post.ts";
import { SLOT_READER_CODE } from "./reader-code.ts";
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
  for (const { to, slot } of items) groups.set(to, [...(groups.get(to) ?? []), slot]);
  return [...groups].map(([to, words]) => ({ to, words }));
}

export function slotRequest(to: Address, words: readonly bigint[], tag: string): RpcRequest {
  const data = `0x${words.map((slot) => slot.toString(16).padStart(64, "0")).join("")}`;
  return { method: "eth_call", params: [{ to, data }, tag, { [to]: { code: SLOT_READER_CODE } }] };
}

/** Words in the order of `items`; read one by one where the endpoint knows no state override. */
export async function askSlots(
  transport: ReadTransport,
  items: readonly SlotItem[],
  groups: readonly SlotGroup[],
  answers: readonly RpcAnswer[],
  tag: string,
): Promise<{ certificates: readonly Pick<Certificate, "number" | "parentHash">[]; outcomes: readonly Outcome[] }> {
  const certificates: Pick<Certificate, "number" | "parentHash">[] = [];
  const found = new Map<string, Outcome>();
  const plain: SlotItem[] = [];
  groups.forEach(({ to, words }, index) => {
    const answer = answers[index]!;
    const hex = "ok" in answer ? String(answer.ok).slice(2) : "";
    if (hex.length !== 64 * (words.length + 2)) {
      plain.push(...words.map((slot) => ({ to, slot })));
      return;
    }
    const word = (at: number) => `0x${hex.slice(at * 64, (at + 1) * 64)}` as Hex;
    certificates.push({ number: BigInt(word(0)), parentHash: word(1) });
    words.forEach((slot, at) => found.set(keyOf({ to, slot }), { status: "ok", data: word(at + 2) }));
  });
  const again = await postAll(
    transport,
    plain.map(({ to, slot }) => ({
      method: "eth_getStorageAt",
      params: [to, `0x${slot.toString(16).padStart(64, "0")}`, tag],
    })),
  );
  plain.forEach((item, index) => found.set(keyOf(item), wordOf(again[index]!)));
  return { certificates, outcomes: items.map((item) => found.get(keyOf(item))!) };
}

function wordOf(answer: RpcAnswer): Outcome {
  if ("ok" in answer) return { status: "ok", data: `0x${String(answer.ok).slice(2).padStart(64, "0")}` };
  return { status: "unreachable", reason: "error" in answer ? answer.error.message : answer.unreachable };
}

const keyOf = ({ to, slot }: SlotItem) => `${to}:${slot}`;
