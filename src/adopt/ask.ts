import type { CallItem } from "../chain/codec.ts";
import type { Header } from "../chain/header.ts";
import type { LogFilter, RawLog } from "../chain/logs.ts";
import type { Question } from "../chain/question.ts";
import { numberIn } from "../chain/refuse.ts";
import type { SlotItem } from "../chain/slots.ts";
import { takeSnapshot, type Outcome } from "../chain/snapshot.ts";
import type { ReadTransport } from "../chain/transport.ts";
import { OrdinanceError, type Problem } from "../errors.ts";
import type { Address, Hex } from "../kinds/value.ts";

/** What one round asks: one block, one POST where the endpoint allows. */
export interface Asking {
  readonly chainId: bigint;
  readonly questions: readonly Question[];
  readonly codeOf: Iterable<Address>;
  readonly logs?: readonly LogFilter[];
  /** Not a block before this one. */
  readonly atLeast?: bigint;
}

export interface Heard {
  readonly block: Header;
  /** `undefined` where there is no code. */
  readonly codes: ReadonlyMap<Address, Hex | undefined>;
  readonly logs: readonly RawLog[];
}

/**
 * Asks everything and stores the answers. What several questions have in common is asked once.
 * @throws OrdinanceError ORD201 where the endpoint does not answer, ORD202 for another chain, ORD205 where it does not serve all logs.
 */
export async function askAll(transport: ReadTransport, asking: Asking): Promise<Heard> {
  const { calls, slots } = distinct(asking.questions);
  const snapshot = await inOwnWords(
    takeSnapshot(transport, {
      chainId: asking.chainId,
      calls: calls.map(({ ask }) => ask),
      slots: slots.map(({ ask }) => ask),
      codeOf: [...asking.codeOf],
      logs: asking.logs ?? [],
      ...(asking.atLeast === undefined ? {} : { atLeast: asking.atLeast }),
    }),
    { ORD202: { expected: `chain ${asking.chainId}, which was asked for` } },
  );
  requireLogs(transport, snapshot.scan);
  store(transport, calls, snapshot.calls);
  store(transport, slots, snapshot.slots);
  return { block: snapshot.block, codes: snapshot.codeHashes, logs: snapshot.logs };
}

/**
 * The chain that an endpoint serves, for somebody who has no stack file yet that says which one is meant.
 * @throws OrdinanceError ORD201 if the endpoint does not answer.
 */
export function chainIdOf(transport: ReadTransport): Promise<bigint> {
  const ask = async () => {
    const [answer] = await transport.post([{ method: "eth_chainId", params: [] }]);
    return numberIn(transport, answer, "eth_chainId");
  };
  return inOwnWords(ask());
}

/** Questions that have the same answer. */
interface Same<Ask> {
  readonly ask: Ask;
  readonly questions: Question[];
}

function distinct(questions: readonly Question[]) {
  const calls = new Map<string, Same<CallItem>>();
  const slots = new Map<string, Same<SlotItem>>();
  for (const question of questions) {
    const { ask } = question;
    if ("codeOf" in ask) throw new TypeError("codes are asked for by their addresses");
    if ("slot" in ask) put(slots, `${ask.to}:${ask.slot}`, ask, question);
    else put(calls, `${ask.to}:${ask.data}`, ask, question);
  }
  return { calls: [...calls.values()], slots: [...slots.values()] };
}

function put<Ask>(into: Map<string, Same<Ask>>, key: string, ask: Ask, question: Question): void {
  const same = into.get(key);
  if (same) same.questions.push(question);
  else into.set(key, { ask, questions: [question] });
}

function store(
  transport: ReadTransport,
  groups: readonly { readonly questions: readonly Question[] }[],
  outcomes: readonly Outcome[],
): void {
  groups.forEach(({ questions }, index) => {
    const outcome = outcomes[index]!;
    for (const question of questions) {
      if (outcome.status === "unreachable") throw unanswered(transport, question, outcome.reason);
      question.store(outcome);
    }
  });
}

function unanswered(transport: ReadTransport, { where, label }: Question, reason: string): OrdinanceError {
  return new OrdinanceError([
    {
      code: "ORD201",
      file: transport.place,
      path: where,
      found: `no answer to ${label}: ${reason}`,
      expected: "an answer from the endpoint",
      remedy: "run again; an endpoint that does not answer is never taken as an absent value",
    },
  ]);
}

function requireLogs(transport: ReadTransport, scan: { readonly complete: boolean; readonly gaps: readonly string[] }) {
  if (scan.complete) return;
  throw new OrdinanceError([
    {
      code: "ORD205",
      file: transport.place,
      found: `no logs of ${scan.gaps.join(", ")}`,
      expected: "all logs from the start block on: who holds a role is known from nothing else",
      remedy: "an endpoint that serves them, or the block of the first deployment as the start block",
    },
  ]);
}

/** No stack file names the endpoint or the chain yet: errors of a whole reading say what to do instead. */
export async function inOwnWords<T>(
  reading: Promise<T>,
  other: Partial<Record<Problem["code"], Pick<Problem, "expected">>> = {},
): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof OrdinanceError)) throw error;
    const remedy = "nothing was written; check the endpoint and run again";
    throw new OrdinanceError(error.problems.map((problem) => ({ ...problem, ...other[problem.code], remedy })));
  }
}
