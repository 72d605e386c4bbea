import { encodeValues } from "./encode.ts";
import type { Address } from "../kinds/value.ts";
import { TOO_LARGE } from "./answers.ts";
import { decodeItems, encodeItems, type Answered, type Certificate, type Outcome, type ReaderItem } from "./codec.ts";
import { isBlockMissing, type BlockTag } from "./header.ts";
import { plainOutcomes, plainRequest } from "./plain.ts";
import { postAll } from "./post.ts";
import { ASKING_CREATION, READER_CODE, READER_CREATION } from "./reader-code.ts";
import type { ReadTransport, RpcAnswer, RpcRequest } from "./transport.ts";

/** How the reader's code gets to the endpoint: by state override, by a creation call, or not at all. */
export type Mode = "override" | "creation" | "plain";

/** An address that nobody holds: the reader's code is there for the time of a call. */
const READER: Address = "0x00000000000000000000000000004f7264696E61";

/** Items of one question. A creation call answers with no more than the largest contract (24,576 bytes). */
export const CHUNKS: Readonly<Record<Mode, number>> = { override: 1_000, creation: 250, plain: 1_000 };

/** So many items that lacked gas are asked again one by one, each with all the gas there is; more, in halves first. */
const FEW = 16;

export interface Read {
  readonly certificates: readonly Certificate[];
  readonly outcomes: readonly Outcome[];
}

/** `mode`: the endpoint does not know this way of asking. `missing`: it does not have the block that was named. */
export type Asked = Read | "mode" | "missing";

export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const found: T[][] = [];
  for (let at = 0; at < items.length; at += size) found.push(items.slice(at, at + size));
  // Even without a value to read, the block has to be certified.
  return found.length > 0 ? found : [[]];
}

/** One request for a chunk; without the reader, one for each item. */
export function readerRequests(items: readonly ReaderItem[], mode: Mode, tag: BlockTag): readonly RpcRequest[] {
  switch (mode) {
    case "override": {
      const data = encodeItems(items);
      return [{ method: "eth_call", params: [{ to: READER, data }, tag, { [READER]: { code: READER_CODE } }] }];
    }
    case "creation": {
      const args = encodeValues(["bytes", "bytes"], [READER_CREATION, encodeItems(items)]);
      return [{ method: "eth_call", params: [{ data: ASKING_CREATION + args.slice(2) }, tag] }];
    }
    case "plain":
      return items.map((item) => plainRequest(item, tag));
  }
}

/**
 * Outcomes of all questions, in order. Questions that ran out of gas or were too large are asked again in halves.
 * @param later names the block of the answers, for what has to be asked again.
 */
export async function askReader(
  transport: ReadTransport,
  questions: readonly (readonly ReaderItem[])[],
  answers: readonly RpcAnswer[],
  mode: Mode,
  later: BlockTag,
): Promise<Asked> {
  const certificates: Certificate[] = [];
  const outcomes: Outcome[] = [];
  let at = 0;
  for (const question of questions) {
    const count = mode === "plain" ? question.length : 1;
    const own = answers.slice(at, at + count);
    at += count;
    const read =
      mode === "plain"
        ? await plainly(transport, question, own, later)
        : await answered(transport, question, own[0]!, mode, later);
    if (typeof read === "string") return read;
    certificates.push(...read.certificates);
    outcomes.push(...read.outcomes);
  }
  return { certificates, outcomes };
}

async function plainly(
  transport: ReadTransport,
  items: readonly ReaderItem[],
  answers: readonly RpcAnswer[],
  later: BlockTag,
): Promise<Asked> {
  if (answers.some((answer) => "error" in answer && isBlockMissing(answer.error.message))) return "missing";
  return { certificates: [], outcomes: await plainOutcomes(transport, items, answers, later) };
}

async function answered(
  transport: ReadTransport,
  items: readonly ReaderItem[],
  answer: RpcAnswer,
  mode: Mode,
  later: BlockTag,
): Promise<Asked> {
  if ("ok" in answer) {
    const decoded = decodeItems(String(answer.ok), items.length);
    if (decoded) return unspent(transport, items, decoded.outcomes, decoded.certificate, mode, later);
    // An endpoint that ignores overrides calls an address without code; one that cuts answers short cuts smaller ones less.
    if (answer.ok === "0x" || items.length <= 1) return "mode";
  } else if ("error" in answer) {
    if (isBlockMissing(answer.error.message)) return "missing";
    const tooMuch = /gas|size|large|limit|timeout|timed out|memory|exceed/i.test(answer.error.message);
    if (!tooMuch || items.length <= 1) return "mode";
  } else if (answer.unreachable !== TOO_LARGE || items.length <= 1) {
    return { certificates: [], outcomes: items.map(() => ({ status: "unreachable", reason: answer.unreachable })) };
  }
  return again(transport, chunks(items, Math.ceil(items.length / 2)), mode, later);
}

function again(
  transport: ReadTransport,
  questions: readonly (readonly ReaderItem[])[],
  mode: Mode,
  later: BlockTag,
): Promise<Asked> {
  const requests = questions.flatMap((question) => readerRequests(question, mode, later));
  return postAll(transport, requests).then((answers) => askReader(transport, questions, answers, mode, later));
}

/** Asks again what lacked gas in company: want of gas says nothing about a contract. */
async function unspent(
  transport: ReadTransport,
  items: readonly ReaderItem[],
  outcomes: readonly Answered[],
  certificate: Certificate,
  mode: Mode,
  later: BlockTag,
): Promise<Asked> {
  const final = (outcome: Answered): Outcome =>
    outcome.status === "spent" ? { status: "unreachable", reason: "the endpoint allows too little gas" } : outcome;
  const spent = outcomes.flatMap(({ status }, index) => (status === "spent" ? [index] : []));
  if (spent.length === 0 || items.length === 1) return { certificates: [certificate], outcomes: outcomes.map(final) };
  const size = spent.length <= FEW ? 1 : Math.ceil(items.length / 2);
  const questions = chunks(
    spent.map((index) => items[index]!),
    size,
  );
  const read = await again(transport, questions, mode, later);
  if (typeof read === "string") return read;
  const merged = [...outcomes];
  spent.forEach((index, at) => (merged[index] = read.outcomes[at]!));
  return { certificates: [certificate, ...read.certificates], outcomes: merged.map(final) };
}
