import { describe, expect, it } from "vitest";
import { listRequest, Touched } from "../../src/prove/touched.ts";

const ONE = "0x00000000000000000000000000000000000000Aa";
const OTHER = "0x00000000000000000000000000000000000000Bb";
const word = (value: number) => `0x${value.toString(16).padStart(64, "0")}`;

function asked(touched: Touched): readonly string[] {
  return touched.questions("0x5").map(({ method, params }) => [method, ...params].join(" "));
}

describe("what a copy is going to need", () => {
  it("is asked for in the words of the copy, each thing once", () => {
    const touched = new Touched();
    touched.word(ONE, word(0));
    touched.word(ONE.toLowerCase(), "0x1f");
    touched.list({ ok: { accessList: [{ address: ONE, storageKeys: [word(31), word(1)] }] } });
    const address = ONE.toLowerCase();
    expect(asked(touched)).toEqual([
      `eth_getCode ${address} 0x5`,
      `eth_getBalance ${address} 0x5`,
      `eth_getTransactionCount ${address} 0x5`,
      `eth_getStorageAt ${address} 0x0 0x5`,
      `eth_getStorageAt ${address} 0x1f 0x5`,
      `eth_getStorageAt ${address} 0x1 0x5`,
    ]);
  });

  it("is known from the list of a call that fails as well", () => {
    const touched = new Touched();
    const accessList = [{ address: OTHER, storageKeys: [] }];
    touched.list({ ok: { accessList, error: "execution reverted", gasUsed: "0x1" } });
    expect(asked(touched)).toHaveLength(3);
  });

  it.each([
    { error: { code: -32601, message: "unknown method" } },
    { unreachable: "no answer" },
    { ok: null },
    { ok: "0x" },
    { ok: { accessList: "0x" } },
    { ok: { accessList: [null, 5, { address: "0x1", storageKeys: [] }, { address: ONE }] } },
  ])("is nothing where the answer is %j", (answer) => {
    const touched = new Touched();
    touched.list(answer);
    expect(asked(touched)).toEqual([]);
  });

  it("leaves out what is no slot", () => {
    const touched = new Touched();
    touched.list({ ok: { accessList: [{ address: ONE, storageKeys: ["", 7, `${word(0)}00`, "0xzz", word(2)] }] } });
    expect(asked(touched).filter((each) => each.includes("Storage"))).toEqual([
      `eth_getStorageAt ${ONE.toLowerCase()} 0x2 0x5`,
    ]);
  });

  it("is asked for in the block that was read", () => {
    const probe = { from: ONE, to: OTHER, data: "0x01" } as const;
    expect(listRequest(probe, "0x5")).toEqual({ method: "eth_createAccessList", params: [probe, "0x5"] });
  });
});
