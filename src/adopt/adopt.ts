import type { ReadTransport } from "../chain/transport.ts";
import { OrdinanceError } from "../errors.ts";
import type { Address } from "../kinds/value.ts";
import { requireFaithful } from "./faithful.ts";
import { namesIn, type Given } from "./given.ts";
import { usesOf } from "./mentions.ts";
import { namesFor } from "./names.ts";
import { reportOf, type AdoptReport } from "./report.ts";
import { requireEarlyStart } from "./start-block.ts";
import { walk, type Walked } from "./walk.ts";
import { inOrder, writeStack, type Contents } from "./write.ts";

export interface AdoptOptions {
  readonly transport: ReadTransport;
  readonly chainId: bigint;
  /** Where to start, see `parseGiven`: two or three contracts are enough for a protocol. Names that are given win. */
  readonly addresses: readonly Given[];
  /** The block of the first deployment, or an earlier one: logs before it are not read. */
  readonly startBlock: bigint;
  /** The variable of the environment that `network.rpc` of the file names. */
  readonly variable: string;
  /** So many addresses are looked at, 300 unless told: protocols have some dozens. */
  readonly most?: number;
}

/**
 * Writes the stack file of contracts that are there already: recognises them, follows those who govern them and what they
 * refer to, and writes down every value as it is. Reads only.
 * @throws OrdinanceError ORD201, ORD202, ORD204, ORD205 if the chain cannot be read; ORD203 if there is no contract, ORD206 if none
 *   of them is of a known kind; ORD124 if the text would not say what was read.
 */
export async function adopt(options: AdoptOptions): Promise<{ readonly text: string; readonly report: AdoptReport }> {
  const { transport, chainId, startBlock, variable, most = 300 } = options;
  const before = transport.posts;
  const addresses = [...new Set(options.addresses.map(({ address }) => address))];
  const walked = await walk(transport, { chainId, addresses, startBlock, most });
  requireContracts(addresses, walked, chainId);
  const startChecked = await requireEarlyStart(transport, walked.modules, startBlock);
  const { block, codes, unknown } = walked;
  const modules = inOrder(walked.modules);
  // Nobody knows what is at an address that was not looked at: it gets no name.
  const uses = new Map([...usesOf(modules)].filter(([address]) => !walked.beyond.has(address)));
  const names = namesFor({ modules, uses, codes, given: namesIn(options.addresses), besides: addresses });
  const contents: Contents = { chainId, startBlock, variable, block, modules, uses, codes, unknown, names };
  const { text, leftOut } = writeStack(contents);
  requireFaithful(text, contents);
  const posts = transport.posts - before;
  return { text, report: { ...reportOf(contents, walked.beyond, leftOut), startChecked, posts } };
}

function requireContracts(
  given: readonly Address[],
  { codes, unknown, modules, block }: Walked,
  chainId: bigint,
): void {
  if (modules.length > 0) return;
  const contracts = given.filter((address) => codes.get(address) !== undefined);
  throw new OrdinanceError(
    contracts.length === 0
      ? given.map((address) => ({
          code: "ORD203" as const,
          file: address,
          found: `no code in block ${block.number} of chain ${chainId}`,
          expected: "at least one contract to start from",
          remedy: "check the addresses and that the endpoint serves the chain that they are on",
        }))
      : contracts.map((address) => ({
          code: "ORD206" as const,
          file: address,
          found: `a contract of no known kind: ${unknown.get(address) ?? "it was not looked at"}`,
          expected: "at least one contract of a known kind",
          remedy: "start from another contract of the protocol, or write the module by hand",
        })),
  );
}
