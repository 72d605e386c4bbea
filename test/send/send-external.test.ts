import { expect, it } from "vitest";
import { RpcError } from "../../src/send/rpc.ts";
import { resumeInFlight } from "../../src/send/resume.ts";
import { plainAddress } from "../support/doubles.ts";
import { call, counted, counter } from "./support/contracts.ts";
import { failure, sending } from "./support/sending.ts";

const on = sending();

it("lets an external signer send, and notices when it sends something else", async () => {
  const at = await counter(on.chain);
  let edit: object = {};
  const node = (method: string, params: readonly unknown[]) =>
    on.chain.request(method, method === "eth_sendTransaction" ? [{ ...(params[0] as object), ...edit }] : params);
  await on.externally(node, async (signer) => {
    const result = await on.batch({ calls: [call(at, "one"), call(at, "two")], signer });
    expect(result).toMatchObject({ remaining: 0, sent: [{ nonce: 0 }, { nonce: 1 }] });
    expect(await counted(on.chain, at)).toBe(2);
    edit = { to: plainAddress(5) };
    const { failed } = await on.batch({ calls: [call(at, "three")], signer });
    expect(failed?.code).toBe("ORD407");
    expect(failed?.reason).toMatch(/sent another transaction \(to differ\)/);
    expect(on.journal().open()).toEqual([]);
  });
});

it("goes on from the nonce that an external signer chose", async () => {
  const at = await counter(on.chain);
  let first = true;
  const node = async (method: string, params: readonly unknown[]) => {
    if (method !== "eth_sendTransaction" || !first) return on.chain.request(method, params);
    first = false;
    // Its owner sends something else first, and the signer moves on.
    await on.chain.request("eth_sendTransaction", [{ from: on.signer.address, to: plainAddress(6) }]);
    return on.chain.request(method, [{ ...(params[0] as object), nonce: "0x1" }]);
  };
  await on.externally(node, async (signer) => {
    const result = await on.batch({ calls: [call(at, "one"), call(at, "two")], signer });
    expect(result).toMatchObject({ remaining: 0, sent: [{ nonce: 1 }, { nonce: 2 }] });
  });
});

it("throws when the external signer declines the first call, and reports it later", async () => {
  const at = await counter(on.chain);
  let approvals = 0;
  const node = (method: string, params: readonly unknown[]) => {
    if (method !== "eth_sendTransaction" || approvals-- > 0) return on.chain.request(method, params);
    return Promise.reject(new RpcError(method, { code: 4001 }, "user rejected the request"));
  };
  await on.externally(node, async (signer) => {
    const declined = await failure(on.batch({ calls: [call(at, "one")], signer }));
    expect(declined.message).toMatch(/ORD407 one: the signer did not sign: .*user rejected the request/);
    approvals = 1;
    const result = await on.batch({ calls: [call(at, "one"), call(at, "two")], signer });
    expect(result).toMatchObject({ sent: [{}], failed: { index: 1, code: "ORD407" } });
    expect(on.journal().open()).toEqual([]);
  });
});

it("does not claim that nothing was sent when the error of an external signer hides a transaction", async () => {
  const at = await counter(on.chain);
  const node = async (method: string, params: readonly unknown[]) => {
    const answer = await on.chain.request(method, params);
    if (method === "eth_sendTransaction") throw new RpcError(method, { code: -32000 }, "internal error");
    return answer;
  };
  await on.externally(node, async (signer) => {
    const result = await on.batch({ calls: [call(at, "one"), call(at, "two")], signer });
    expect(result).toMatchObject({ sent: [], remaining: 2, failed: { index: 0, code: "ORD407" } });
  });
  expect(on.journal().open()).toMatchObject([{ nonce: 0, text: "one" }]);
  expect(await resumeInFlight({ journal: on.journal(), rpc: on.rpc })).toBeDefined();
  expect([await counted(on.chain, at), on.journal().open()]).toEqual([1, []]);
});
