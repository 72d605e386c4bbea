import { postAll } from "../chain/post.ts";
import { quantity, reached } from "../chain/refuse.ts";
import type { ReadTransport } from "../chain/transport.ts";
import { OrdinanceError } from "../errors.ts";
import { leavesOf } from "../plan/world.ts";
import { inOwnWords } from "./ask.ts";
import type { Found } from "./walk.ts";

/**
 * Makes sure that no contract is older than the logs that were read: members that only earlier logs name would be missing without
 * a word.
 * @returns false where the endpoint says that it does not keep the state of that time, so that nobody knows.
 * @throws OrdinanceError ORD205 with every contract that is older; ORD201 where the endpoint does not answer.
 */
export async function requireEarlyStart(
  transport: ReadTransport,
  modules: readonly Found[],
  startBlock: bigint,
): Promise<boolean> {
  const logged = modules.filter(({ kind }) =>
    [...leavesOf(kind).values()].some((leaf) => leaf.type === "members" && !leaf.list),
  );
  if (startBlock === 0n || logged.length === 0) return true;
  const before = startBlock - 1n;
  const codes = await inOwnWords(codesIn(transport, logged, before));
  const older = logged.filter((_module, index) => codes[index] !== undefined && codes[index] !== "0x");
  if (older.length === 0) return !codes.includes(undefined);
  throw new OrdinanceError(
    older.map(({ address, kind }) => ({
      code: "ORD205" as const,
      file: transport.place,
      path: address,
      found: `a ${kind.name} in block ${before} already`,
      expected: `nothing before the start block ${startBlock}: who holds a role is known from logs alone`,
      remedy: "start at the block of its deployment or before",
    })),
  );
}

/** Code by module; `undefined` where the endpoint says that it does not know any more. */
async function codesIn(
  transport: ReadTransport,
  modules: readonly Found[],
  block: bigint,
): Promise<readonly unknown[]> {
  const answers = await postAll(
    transport,
    modules.map(({ address }) => ({ method: "eth_getCode", params: [address, quantity(block)] })),
  );
  return answers.map((answer) => ("error" in answer ? undefined : reached(transport, answer, "eth_getCode")));
}
