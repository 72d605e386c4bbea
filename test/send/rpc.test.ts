import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, expect, it } from "vitest";
import { httpRpc, quantity, RpcError, UnreachableError } from "../../src/send/rpc.ts";
import { fakeServer, RawAnswer, type FakeServer } from "./support/rpcs.ts";

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const token = "t0ps3cret";

async function endpoint(answer: (method: string) => unknown, options = {}) {
  server = await fakeServer(answer);
  const rpc = httpRpc(`http://127.0.0.1:${server.port}/v3/${token}`, options);
  return {
    rpc,
    failure: (method: string) =>
      rpc.request(method).then(
        () => expect.unreachable(),
        (error: unknown) => error as Error,
      ),
  };
}

it("returns results, null as well", async () => {
  const { rpc } = await endpoint((method) => (method === "eth_chainId" ? "0x1" : null));
  expect(await rpc.request("eth_chainId")).toBe("0x1");
  expect(await rpc.request("eth_getTransactionReceipt", ["0x00"])).toBeNull();
  expect(server!.requests[1]!.params).toEqual(["0x00"]);
});

it("tries reads three times and sends once", async () => {
  let left = 2;
  const { rpc, failure } = await endpoint((method) =>
    method === "eth_blockNumber" && left-- === 0 ? "0x1" : new RawAnswer(503, "busy"),
  );
  expect(await rpc.request("eth_blockNumber")).toBe("0x1");
  expect(server!.requests).toHaveLength(3);
  for (const method of ["eth_sendRawTransaction", "eth_sendTransaction", "account_signTransaction"]) {
    const before = server!.requests.length;
    expect(await failure(method)).toBeInstanceOf(UnreachableError);
    expect(server!.requests.length - before).toBe(1);
  }
});

it("names the host and nothing else of the address", async () => {
  const { failure } = await endpoint(() => new RawAnswer(200, `<html>${token}</html>`));
  const error = await failure("eth_sendRawTransaction");
  expect(error.message).toBe(
    `eth_sendRawTransaction: 127.0.0.1:${server!.port} answered with status 200 and no JSON-RPC result`,
  );
  const refused = await httpRpc(`http://127.0.0.1:1/${token}`)
    .request("eth_sendRawTransaction")
    .then(
      () => expect.unreachable(),
      (each: unknown) => each,
    );
  const invalid = (() => {
    try {
      return httpRpc(`ftp://${token}.example/`);
    } catch (each) {
      return each;
    }
  })();
  for (const each of [error, refused, invalid]) {
    expect(each).toBeInstanceOf(UnreachableError);
    expect(inspect(each, { showHidden: true, depth: 20 })).not.toContain(token);
  }
});

it("follows no redirection, which would carry the request elsewhere", async () => {
  const { failure } = await endpoint(() => new RawAnswer(307, ""));
  expect((await failure("eth_sendRawTransaction")).message).toMatch(/no JSON-RPC result|did not answer/);
  expect(server!.requests).toHaveLength(1);
});

it("gives up in time", async () => {
  const { failure } = await endpoint(() => new Promise(() => {}), { sendTimeoutMs: 50 });
  expect((await failure("eth_sendTransaction")).message).toMatch(/did not answer \(timed out\)/);
});

it("tells an answered error from silence, takes the token out of it and finds revert data", async () => {
  const shapes = ["0x1234", { data: "0x1234" }, { originalError: { data: "0x1234" } }, "Reverted 0x1234"];
  for (const data of shapes) {
    const { failure } = await endpoint(() =>
      Promise.reject(Object.assign(new Error(`reverted for ${token}`), { code: 3, data })),
    );
    const error = await failure("eth_call");
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ code: 3, data: "0x1234", message: "eth_call: reverted for [redacted]" });
    await server!.close();
  }
});

it("finds no revert data where there is none", () => {
  for (const data of [undefined, null, "reverted", { message: "0x12" }, 5])
    expect(new RpcError("eth_call", { code: 3, message: "m", data }).data).toBeUndefined();
});

it("refuses a quantity that is none", () => {
  expect(quantity("0x10", "x")).toBe(16n);
  for (const value of [undefined, null, "", "0x", "16", 16, "0xzz"])
    expect(() => quantity(value, "eth_x")).toThrow(UnreachableError);
});

it("asks in one POST for what is asked at the same time, and one by one where the endpoint takes no batches", async () => {
  let posts = 0;
  const answers = (body: string) => {
    posts++;
    const asked = JSON.parse(body) as { id: number; method: string } | { id: number; method: string }[];
    const answer = ({ id, method }: { id: number; method: string }) =>
      method === "eth_call" ? { id, error: { code: 3, message: "no", data: "0x12" } } : { id, result: method };
    // In another order than they were asked.
    return JSON.stringify(Array.isArray(asked) ? asked.map(answer).reverse() : answer(asked));
  };
  const batching = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => response.end(answers(body)));
  });
  await new Promise<void>((done) => batching.listen(0, "127.0.0.1", done));
  const rpc = httpRpc(`http://127.0.0.1:${(batching.address() as AddressInfo).port}`);
  const ask = (of: typeof rpc) =>
    Promise.allSettled(["eth_chainId", "eth_call", "eth_blockNumber"].map((method) => of.request(method)));
  const expected = [
    { status: "fulfilled", value: "eth_chainId" },
    { status: "rejected", reason: { code: 3, data: "0x12" } },
    { status: "fulfilled", value: "eth_blockNumber" },
  ];
  expect(await ask(rpc)).toMatchObject(expected);
  expect(posts).toBe(1);
  batching.closeAllConnections();
  batching.close();

  const { rpc: single } = await endpoint((method) =>
    method === "eth_call" ? Promise.reject(Object.assign(new Error("no"), { code: 3, data: "0x12" })) : method,
  );
  expect(await ask(single)).toMatchObject(expected);
  expect(server!.requests.map(({ method }) => method)).toEqual(["eth_chainId", "eth_call", "eth_blockNumber"]);
});
