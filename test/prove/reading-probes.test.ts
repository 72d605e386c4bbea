import { describe, expect, it } from "vitest";
import { readerRequests, type Mode } from "../../src/chain/ask.ts";
import type { ReaderItem } from "../../src/chain/codec.ts";
import { slotRequest } from "../../src/chain/slots.ts";
import type { RpcRequest } from "../../src/chain/transport.ts";
import { probesOf, recording } from "../../src/prove/reading-probes.ts";
import { Touched } from "../../src/prove/touched.ts";
import { directTransport } from "../support/read-transport.ts";

const ONE = "0x00000000000000000000000000000000000000aa";
const OTHER = "0x00000000000000000000000000000000000000bb";
const ITEMS: readonly ReaderItem[] = [{ to: ONE, data: "0x8da5cb5b" }, { codeOf: OTHER }];

function probed(...asked: readonly RpcRequest[]) {
  const touched = new Touched();
  const probes = probesOf(asked, touched);
  const questions = touched.questions("0x5");
  const of = (name: string) => questions.filter(({ method }) => method === name);
  return {
    probes,
    accounts: of("eth_getCode").map(({ params }) => params[0]),
    words: of("eth_getStorageAt").map(({ params }) => params.slice(0, 2)),
  };
}

describe("what a reading is going to need", () => {
  it("follows from the reader's call, sent as a creation in the sizes that an endpoint takes", () => {
    const { probes, accounts } = probed(...readerRequests(ITEMS, "override", "latest"));
    const [creation] = readerRequests(ITEMS, "creation", "latest");
    expect(probes).toEqual([creation!.params[0]]);
    expect(accounts).toEqual(expect.arrayContaining([ONE, OTHER]));
    const many = Array.from({ length: 600 }, (): ReaderItem => ITEMS[0]!);
    const { probes: parts } = probed(...readerRequests(many, "override", "latest"));
    expect(parts).toHaveLength(3);
    // The most that a creation may bring along (EIP-3860).
    for (const { data } of parts) expect(data.length / 2).toBeLessThan(49_152);
  });

  it.each(["creation", "plain"] as Mode[])("follows from the calls of a reading that is made by %s", (mode) => {
    const asked = readerRequests(ITEMS, mode, "latest");
    const calls = asked.filter(({ method }) => method === "eth_call");
    expect(probed(...asked).probes).toEqual(calls.map(({ params }) => params[0]));
  });

  it("holds the words that are asked for by themselves", () => {
    const { probes, words } = probed(slotRequest(ONE, [0n, 7n, 2n ** 255n], "latest"), {
      method: "eth_getStorageAt",
      params: [OTHER, `0x${"0".repeat(63)}9`, "0x5"],
    });
    expect(probes).toEqual([]);
    expect(words).toEqual([
      [ONE, "0x0"],
      [ONE, "0x7"],
      [ONE, `0x8${"0".repeat(63)}`],
      [OTHER, "0x9"],
    ]);
  });

  it("is written down as it is asked, and the answers pass", async () => {
    const asked: RpcRequest[] = [];
    const inner = directTransport(() => Promise.resolve("0x1"));
    const transport = recording(inner, asked);
    const batch: readonly RpcRequest[] = [
      { method: "eth_chainId", params: [] },
      { method: "eth_blockNumber", params: [] },
    ];
    expect(await transport.post(batch)).toEqual([{ ok: "0x1" }, { ok: "0x1" }]);
    expect(asked).toEqual(batch);
    expect([transport.posts, transport.place]).toEqual([1, inner.place]);
  });
});
