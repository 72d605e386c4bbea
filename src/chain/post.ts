import { TOO_LARGE } from "./answers.ts";
import type { ReadTransport, RpcAnswer, RpcRequest } from "./transport.ts";

/**
 * Posts a batch, in halves where the endpoint finds it too large; a single request that is too large stays unanswered.
 * Halves go one after the other, so that the first request is answered first and the last one last.
 */
export async function postAll(transport: ReadTransport, batch: readonly RpcRequest[]): Promise<readonly RpcAnswer[]> {
  if (batch.length === 0) return [];
  const answers = await transport.post(batch);
  const refused = answers.every((answer) => "unreachable" in answer && answer.unreachable === TOO_LARGE);
  if (!refused || batch.length === 1) return answers;
  const half = Math.ceil(batch.length / 2);
  return [...(await postAll(transport, batch.slice(0, half))), ...(await postAll(transport, batch.slice(half)))];
}
