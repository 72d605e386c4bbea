import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Mode } from "../../src/chain/ask.ts";
import { takeSnapshot, type SnapshotRequest } from "../../src/chain/snapshot.ts";
import type { RpcAnswer, RpcRequest } from "../../src/chain/transport.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { directTransport, type Interference } from "../support/read-transport.ts";

const at = (low: number): Address => `0x${(0xc0de_0000 + low).toString(16).padStart(40, "0")}`;
/** Small contracts, written out: what they do is what the reads are about. */
const CODE = {
  // PUSH1 42, MSTORE, RETURN a word
  answers: "0x602a60005260206000f3",
  // REVERT with the word 42
  reverts: "0x602a60005260206000fd",
  // REVERT without data
  refuses: "0x60006000fd",
  // RETURN nothing
  silent: "0x60006000f3",
  // INVALID: takes all gas
  burns: "0xfe",
  // counts down from 30,000 before it answers: some 780,000 gas
  slow: "0x6175305b60019003806003576000602a60005260206000f3",
  // RETURN 100 bytes, of which the first is 42
  long: "0x602a60005360646000f3",
} as const satisfies Record<string, Hex>;
const names = Object.keys(CODE) as (keyof typeof CODE)[];
const target = Object.fromEntries(names.map((name, index) => [name, at(index + 1)])) as Record<
  keyof typeof CODE,
  Address
>;
const NOBODY = at(99);
const WORD = `0x${"2a".padStart(64, "0")}`;
const OK = { status: "ok", data: WORD };

let chain: InProcessChain;
beforeAll(async () => {
  chain = await inProcessChain();
  for (const name of names) await chain.request("hardhat_setCode", [target[name], CODE[name]]);
  await chain.request("hardhat_setStorageAt", [target.answers, "0x7", WORD]);
  await chain.request("hardhat_mine", ["0x5"]);
});
afterAll(() => chain.close());

const call = (to: Address) => ({ to, data: "0x" as Hex });
const request = (more: Partial<SnapshotRequest> = {}): SnapshotRequest => ({
  chainId: 31337n,
  calls: [],
  slots: [],
  codeOf: [],
  ...more,
});
const transport = (interfere?: Interference) =>
  directTransport((method, params) => chain.request(method, params), interfere);
const take = (more: Partial<SnapshotRequest>, interfere?: Interference) =>
  takeSnapshot(transport(interfere), request(more));

const refusal: RpcAnswer = { error: { code: -32602, message: "too many arguments, want at most 2" } };
const isOverride = ({ method, params }: RpcRequest) => method === "eth_call" && params.length > 2;
const isCreation = ({ method, params }: RpcRequest) =>
  method === "eth_call" && (params[0] as { to?: string }).to === undefined;
const WAYS: readonly [Mode, Interference][] = [
  ["override", () => undefined],
  ["creation", (item) => (isOverride(item) ? refusal : undefined)],
  ["plain", (item) => (isOverride(item) || isCreation(item) ? refusal : undefined)],
];

describe.each(WAYS)("reads by %s", (mode, interfere) => {
  const everything = {
    calls: [...names.map((name) => call(target[name])), call(NOBODY)],
    slots: [7n, 8n].map((slot) => ({ to: target.answers, slot })),
    codeOf: [target.answers, NOBODY],
  };

  it("tell every outcome from every other", async () => {
    const snapshot = await take(everything, interfere);
    expect(snapshot.mode).toBe(mode);
    expect(Object.fromEntries(names.map((name, index) => [name, snapshot.calls[index]]))).toEqual({
      answers: OK,
      reverts: { status: "reverted", data: WORD },
      refuses: { status: "reverted", data: "0x" },
      silent: { status: "ok", data: "0x" },
      burns: { status: "reverted", data: "0x" },
      slow: OK,
      long: { status: "ok", data: `0x2a${"00".repeat(99)}` },
    });
    expect(snapshot.calls.at(-1)).toEqual({ status: "no-code" });
    expect(snapshot.slots).toEqual([OK, { status: "ok", data: `0x${"0".repeat(64)}` }]);
    expect(snapshot.codeHashes.get(NOBODY)).toBeUndefined();
  });

  it("are the same as by override", async () => {
    const [one, other] = [await take(everything, interfere), await take(everything)];
    for (const key of ["block", "calls", "slots", "codeHashes"] as const) expect(one[key]).toEqual(other[key]);
  });

  it("are all of one block when blocks are mined between the requests", async () => {
    const counter = at(50);
    // RETURN the block's number
    await chain.request("hardhat_setCode", [counter, "0x4360005260206000f3"]);
    let blocks = 4;
    const moving: Interference = async (item, post) => {
      if (item.method === "eth_call" && blocks > 0) {
        blocks--;
        await chain.request("hardhat_mine", ["0x1"]);
      }
      return interfere(item, post);
    };
    const { calls, block } = await take({ calls: Array.from({ length: 5 }, () => call(counter)) }, moving);
    expect(blocks).toBeLessThan(4);
    expect(calls).toEqual(
      calls.map(() => ({ status: "ok", data: `0x${block.number.toString(16).padStart(64, "0")}` })),
    );
  });
});

describe("the reader", () => {
  it.each([1, 40, 80, 600])("answers beside %i contracts that take all their gas", async (burners) => {
    const calls = [...Array<Address>(burners).fill(target.burns), ...Array<Address>(20).fill(target.answers)].map(call);
    const snapshot = await take({ calls });
    expect(snapshot.calls.slice(burners)).toEqual(Array(20).fill(OK));
    expect(new Set(snapshot.calls.slice(0, burners).map(({ status }) => status))).toEqual(new Set(["reverted"]));
    expect(snapshot.mode).toBe("override");
  });

  it("gives a call that needs more than its share all there is", async () => {
    const { calls, posts } = await take({ calls: [call(target.slow), call(target.answers), call(target.slow)] });
    expect(calls).toEqual([OK, OK, OK]);
    expect(posts).toBe(2);
  });

  it("does not take a proxy's revert for want of gas as an answer", async () => {
    const proxy = at(51);
    // DELEGATECALL to `slow`, and REVERT without data if it fails: what is left of the share suffices for that.
    const implementation = target.slow.slice(2);
    await chain.request("hardhat_setCode", [
      proxy,
      `0x602060006000600073${implementation}5af4602657600080fd5b60206000f3`,
    ]);
    expect((await take({ calls: [call(proxy)] })).calls).toEqual([OK]);
    expect((await take({ calls: [call(target.answers), call(proxy)] })).calls).toEqual([OK, OK]);
  });

  it("certifies the block with the numbers of an Arbitrum chain where there are any", async () => {
    const system = "0x0000000000000000000000000000000000000064";
    const { block } = await take({});
    // arbBlockNumber() answers a number, arbBlockHash(uint256) the hash of the block before.
    const own = block.number.toString(16).padStart(64, "0");
    const code = `0x60003560e01c63a3b1b31d146038577f${block.parentHash.slice(2)}60005260206000f35b7f${own}60005260206000f3`;
    const l1 = "0x0000000000000000000000000000000000000000000000000000000000000001";
    await chain.request("hardhat_setCode", [system, code]);
    try {
      const again = await take({ calls: [call(target.answers)], slots: [{ to: target.answers, slot: 7n }] });
      expect(again.block).toEqual(block);
      expect(again.mode).toBe("override");
      // With other numbers there, nothing is read: they would be of another block.
      await chain.request("hardhat_setCode", [system, code.replace(own, l1.slice(2))]);
      await expect(take({})).rejects.toThrow(/ORD204.*a call saw block 1 /);
    } finally {
      await chain.request("hardhat_setCode", [system, "0x"]);
    }
  });
});
