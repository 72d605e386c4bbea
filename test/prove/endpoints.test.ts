import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { httpTransport } from "../../src/chain/transport.ts";
import { proofOf } from "../../src/prove/examined.ts";
import { simulateInFork } from "../../src/prove/fork.ts";
import { prove, simulateOver } from "../../src/prove/prove.ts";
import { proofText, requireProven } from "../../src/prove/report.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";

const higher = (stack: string, percent = 6) => stack.replace("fee: 5 %, burn", `fee: ${percent} %, burn`);

describe("trying a plan out over an endpoint", () => {
  let chain: DeployedChain;
  let proxy: Proxy;
  let at: Operator;
  beforeAll(async () => {
    chain = await deployedChain("anvil");
    proxy = await startProxy(chain.url);
    at = operator(proxy.url);
  });
  afterEach(() => {
    for (const fault of Object.keys(proxy.faults)) delete proxy.faults[fault as keyof typeof proxy.faults];
  });
  afterAll(async () => {
    at.remove();
    await proxy.stop();
    await chain.stop();
  });

  it("takes one POST beside the one that reads, once names are known", async () => {
    await proofOf(at.root, await at.look(higher(chain.stackText)));
    const before = proxy.posts;
    const proof = (await proofOf(at.root, await at.look(higher(chain.stackText, 7))))!;
    expect(proof).toMatchObject({ method: "eth_simulateV1", converges: true });
    expect(proxy.posts - before).toBeLessThanOrEqual(2);
  });

  it("takes none where there is nothing to try", async () => {
    const examined = await at.look(chain.stackText);
    const before = proxy.posts;
    expect(await proofOf(at.root, examined)).toBeUndefined();
    expect(proxy.posts).toBe(before);
  });

  it("works with an endpoint that takes few requests at once", async () => {
    const examined = await at.look(higher(chain.stackText));
    proxy.faults.maxBatch = 1;
    const proof = await prove(examined, [simulateOver(httpTransport(proxy.url))]);
    expect(proof).toMatchObject({ method: "eth_simulateV1", converges: true });
  });

  it("says that nothing was simulated, and why, where nothing can be", async () => {
    const examined = await at.look(higher(chain.stackText));
    proxy.faults.refuseAfter = { method: "eth_simulateV1", times: 0 };
    const proof = await prove(examined, [simulateOver(httpTransport(proxy.url))]);
    expect(proof).toMatchObject({ method: "not simulated", why: "interrupted", failures: [], remaining: [] });
    expect(proof.converges).toBeUndefined();
    expect(proofText(proof, examined)).toBe("Not simulated: interrupted.");
    expect(() => requireProven(proof, examined)).not.toThrow();
    const turnedOff = await prove(examined, []);
    expect(turnedOff).toMatchObject({ method: "not simulated", why: "no way of simulating is configured" });
  });

  it("says why it took the slower way", async () => {
    const examined = await at.look(higher(chain.stackText));
    proxy.faults.refuseAfter = { method: "eth_simulateV1", times: 0 };
    const proof = (await proofOf(at.root, examined))!;
    expect(proof).toMatchObject({ method: "fork", why: "interrupted", converges: true });
  });

  it("is not tried out where the endpoint has gone", async () => {
    const gone = await startProxy(chain.url);
    const elsewhere = operator(gone.url);
    const examined = await elsewhere.look(higher(chain.stackText));
    await gone.stop();
    elsewhere.remove();
    const proof = await prove(examined, [simulateOver(httpTransport(gone.url))]);
    expect(proof.method).toBe("not simulated");
    expect(proof.why).toMatch(/did not answer: ECONNREFUSED/);
  });

  it("is not tried out by eth_simulateV1 on a Hardhat node, which does not know it", async () => {
    const other = await deployedChain("hardhat");
    const elsewhere = operator(other.url);
    try {
      const examined = await elsewhere.look(higher(other.stackText));
      const proof = await prove(examined, [simulateOver(httpTransport(other.url))]);
      expect(proof.method).toBe("not simulated");
      expect(proof.why).toMatch(/eth_simulateV1.*not supported/);
    } finally {
      elsewhere.remove();
      await other.stop();
    }
  });

  describe("that repeats its address in its errors", () => {
    const TOKEN = "8f14e45fceea167a5a36dedd4bea2543";
    /** How many requests are still answered, and which method never is. */
    let left = Infinity;
    let refused = "eth_simulateV1";
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        void (async () => {
          const body = Buffer.concat(parts).toString();
          response.setHeader("content-type", "application/json");
          if (--left >= 0 && !body.includes(`"${refused}"`)) {
            const headers = { "content-type": "application/json" };
            return response.end(await (await fetch(chain.url, { method: "POST", headers, body })).text());
          }
          const error = { code: -32000, message: `no quota left for ${request.url!}` };
          const items = JSON.parse(body) as { id: number } | { id: number }[];
          const answer = ({ id }: { id: number }) => ({ jsonrpc: "2.0", id, error });
          return response.end(JSON.stringify(Array.isArray(items) ? items.map(answer) : answer(items)));
        })();
      });
    });
    let examined: Awaited<ReturnType<Operator["look"]>>;
    let elsewhere: Operator;
    beforeAll(async () => {
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      const { port } = server.address() as AddressInfo;
      elsewhere = operator(`http://127.0.0.1:${port}/v2/${TOKEN}?key=${TOKEN}`);
      examined = await elsewhere.look(higher(chain.stackText));
    });
    afterAll(() => {
      elsewhere.remove();
      server.closeAllConnections();
      server.close();
    });

    it("does not get a token into the proof", async () => {
      const proof = await prove(examined, [simulateOver(httpTransport(examined.desired.network.rpc[0].url))]);
      expect(proof.why).toBe("no quota left for /v2/***?key=***");
      expect(proofText(proof, examined)).not.toContain(TOKEN);
      const forked = (await proofOf(elsewhere.root, examined))!;
      expect(forked).toMatchObject({ method: "fork", converges: true });
      expect(JSON.stringify(forked, (_, value: unknown) => (typeof value === "bigint" ? "" : value))).not.toContain(
        TOKEN,
      );
    });

    it.each(["", "eth_createAccessList"])(
      "says of a fork only that it lost the endpoint, and blames no call, whenever that happens (without %j)",
      async (method) => {
        refused = method;
        const ENOUGH = 1_000_000;
        left = ENOUGH;
        expect(await prove(examined, [simulateInFork])).toMatchObject({ method: "fork", converges: true });
        const needed = ENOUGH - left;
        const whys = new Set<string>();
        const each = Math.ceil(needed / (method ? 3 : 6));
        for (let answered = 0; answered < needed; answered += each) {
          left = answered;
          const proof = await prove(examined, [simulateInFork]);
          left = Infinity;
          expect(proof, `${answered} of ${needed}`).toMatchObject({
            method: "not simulated",
            failures: [],
            remaining: [],
          });
          whys.add(proof.why!);
        }
        expect([...whys]).toEqual(["a fork cannot be made (UnknownError)", "the endpoint stopped answering the fork"]);
      },
    );
  });
});
