import { AbiCoder, keccak256 } from "ethers";
import type { Address, Hex } from "../kinds/value.ts";
import { decodeItems, encodeItems, type Certificate, type Outcome, type ReaderItem } from "./codec.ts";
import { postAll } from "./post.ts";
import { reached } from "./refuse.ts";
import { ASKING_CREATION, READER_CODE, READER_CREATION } from "./reader-code.ts";
import { TOO_LARGE, type ReadTransport, type RpcAnswer, type RpcRequest } from "./transport.ts";

/** How the reader's code gets to the endpoint: by state override, by a creation call, or not at all. */
export type Mode = "override" | "creation" | "plain";

/** An address that nobody holds: the reader's code is there for the time of a call. */
const READER: Address = "0x00000000000000000000000000004f7264696E61";

/** Items of one question. A creation call answers with no more than the largest contract (24,576 bytes). */
export const CHUNKS: Readonly<Record<Mode, number>> = { override: 1_000, creation: 250, plain: 1_000 };

export interface Read {
  readonly certificates: readonly Certificate[];
  readonly outcomes: readonly Outcome[];
}

export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const found: T[][] = [];
  for (let at = 0; at < items.length; at += size) found.push(items.slice(at, at + size));
  // Even without a value to read, the block has to be certified.
  return found.length > 0 ? found : [[]];
}

/** One request for a chunk; without the reader, one for each item and one for the block. */
export function readerRequests(items: readonly ReaderItem[], mode: Mode, tag: string): readonly RpcRequest[] {
  const data = encodeItems(items);
  switch (mode) {
    case "override":
      return [{ method: "eth_call", params: [{ to: READER, data }, tag, { [READER]: { code: READER_CODE } }] }];
    case "creation": {
      const args = AbiCoder.defaultAbiCoder().encode(["bytes", "bytes"], [READER_CREATION, data]);
      return [{ method: "eth_call", params: [{ data: ASKING_CREATION + args.slice(2) }, tag] }];
    }
    case "plain":
      return [
        { method: "eth_chainId", params: [] },
        { method: "eth_getBlockByNumber", params: [tag, false] },
        ...items.map((item): RpcRequest =>
          "codeOf" in item
            ? { method: "eth_getCode", params: [item.codeOf, tag] }
            : { method: "eth_call", params: [{ to: item.to, data: item.data }, tag] },
        ),
      ];
  }
}

/**
 * Outcomes of all questions, in order. Questions that ran out of gas or were too large are asked again in halves; `mode`
 * when the endpoint does not know this way of asking.
 */
export async function askReader(
  transport: ReadTransport,
  questions: readonly (readonly ReaderItem[])[],
  answers: readonly RpcAnswer[],
  mode: Mode,
  tag: string,
): Promise<Read | "mode"> {
  const certificates: Certificate[] = [];
  const outcomes: Outcome[] = [];
  let at = 0;
  for (const question of questions) {
    const count = mode === "plain" ? question.length + 2 : 1;
    const own = answers.slice(at, at + count);
    at += count;
    const read =
      mode === "plain" ? plainly(transport, question, own) : await answered(transport, question, own[0]!, mode, tag);
    if (read === "mode") return "mode";
    certificates.push(...read.certificates);
    outcomes.push(...read.outcomes);
  }
  return { certificates, outcomes };
}

async function answered(
  transport: ReadTransport,
  items: readonly ReaderItem[],
  answer: RpcAnswer,
  mode: Mode,
  tag: string,
): Promise<Read | "mode"> {
  if ("ok" in answer) {
    const decoded = decodeItems(String(answer.ok), items.length);
    if (decoded) return { certificates: [decoded.certificate], outcomes: decoded.outcomes };
    // An endpoint that ignores overrides calls an address without code; one that cuts answers short cuts smaller ones less.
    if (String(answer.ok) === "0x" || items.length <= 1) return "mode";
  } else if ("error" in answer) {
    if (!/gas|size|large|limit|timeout|memory/i.test(answer.error.message) || items.length <= 1) return "mode";
  } else if (answer.unreachable !== TOO_LARGE || items.length <= 1) {
    return { certificates: [], outcomes: items.map(() => ({ status: "unreachable", reason: answer.unreachable })) };
  }
  const half = Math.ceil(items.length / 2);
  const halves = [items.slice(0, half), items.slice(half)];
  const again = await postAll(
    transport,
    halves.flatMap((each) => readerRequests(each, mode, tag)),
  );
  return askReader(transport, halves, again, mode, tag);
}

interface Block {
  readonly number: string;
  readonly timestamp: string;
  readonly parentHash: Hex;
}

function plainly(transport: ReadTransport, items: readonly ReaderItem[], answers: readonly RpcAnswer[]): Read {
  const chainId = BigInt(reached(transport, answers[0], "eth_chainId") as string);
  const block = reached(transport, answers[1], "eth_getBlockByNumber") as Block;
  const certificate = {
    chainId,
    number: BigInt(block.number),
    timestamp: BigInt(block.timestamp),
    parentHash: block.parentHash,
  };
  return { certificates: [certificate], outcomes: items.map((item, index) => plainOutcome(item, answers[index + 2]!)) };
}

function plainOutcome(item: ReaderItem, answer: RpcAnswer): Outcome {
  if ("unreachable" in answer) return { status: "unreachable", reason: answer.unreachable };
  if ("error" in answer) {
    const { code, message, data } = answer.error;
    if (code === 3 || /revert/i.test(message))
      return { status: "reverted", data: typeof data === "string" ? (data as Hex) : "0x" };
    return { status: "unreachable", reason: message };
  }
  const data = String(answer.ok) as Hex;
  if ("codeOf" in item) return data === "0x" ? { status: "no-code" } : { status: "ok", data: keccak256(data) as Hex };
  // A getter always returns something; nothing at all is what an address without code answers.
  return data === "0x" ? { status: "no-code" } : { status: "ok", data };
}
