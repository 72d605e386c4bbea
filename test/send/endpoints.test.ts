import { afterEach, expect, it } from "vitest";
import { rpcOver } from "../../src/send/endpoints.ts";
import { UnreachableError } from "../../src/send/rpc.ts";
import { fakeServer, RawAnswer, type FakeServer } from "./support/rpcs.ts";

const open: FakeServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function over(...answers: readonly ((method: string) => unknown)[]) {
  const servers = await Promise.all(answers.map(fakeServer));
  open.push(...servers);
  const named = servers.map(({ port }, index) => ({
    url: `http://127.0.0.1:${port}`,
    name: `endpoint ${index + 1} of ${servers.length}`,
  }));
  const [first, ...others] = named;
  const asked = (index: number) => servers[index]!.requests.map(({ method }) => method);
  return { rpc: rpcOver({ rpc: [first!, ...others] }), servers, asked };
}

const down = () => new RawAnswer(503, "down");
const SEND = "eth_sendRawTransaction";

it("gives the same bytes to the next endpoint when the first does not answer, and stays there", async () => {
  const { rpc, servers, asked } = await over(down, (method) => (method === SEND ? "0xhash" : "0x1"));
  expect(await rpc.request(SEND, ["0x02signed"])).toBe("0xhash");
  expect(servers.map(({ requests }) => requests.map(({ params }) => params))).toEqual([
    [["0x02signed"]],
    [["0x02signed"]],
  ]);
  expect(await rpc.request("eth_blockNumber")).toBe("0x1");
  expect([asked(0), asked(1)]).toEqual([[SEND], [SEND, "eth_blockNumber"]]);
});

it("asks one endpoint only for what it would sign itself", async () => {
  const { rpc, asked } = await over(down, () => "0x1");
  await expect(rpc.request("eth_sendTransaction", [{}])).rejects.toThrow(UnreachableError);
  expect([asked(0), asked(1)]).toEqual([["eth_sendTransaction"], []]);
});

it("does not take an error that was answered for silence", async () => {
  const refuse = () => Promise.reject(Object.assign(new Error("nonce too low"), { code: -32000 }));
  const { rpc, asked } = await over(refuse, () => "0x1");
  await expect(rpc.request(SEND, ["0x"])).rejects.toThrow("nonce too low");
  expect(asked(1)).toEqual([]);
});

it("waits two seconds for one that hangs", async () => {
  const { rpc } = await over(
    () => new Promise(() => undefined),
    () => "0x7",
  );
  const start = performance.now();
  expect(await rpc.request("eth_chainId")).toBe("0x7");
  expect(performance.now() - start).toBeLessThan(4_000);
});

it("names no address when all are silent", async () => {
  const { rpc } = await over(down, down);
  const error = await rpc.request("eth_chainId").then(
    () => expect.unreachable(),
    (reason: unknown) => reason as Error,
  );
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toMatch(/endpoint \d of 2 answered with status 503/);
  expect(error.message).not.toContain("127.0.0.1");
});
