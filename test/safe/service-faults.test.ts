import { beforeEach, describe, expect, it } from "vitest";
import { ServiceLied, ServiceRefused, ServiceUnreachable } from "../../src/safe/errors.ts";
import { asked } from "../../src/safe/service-calls.ts";
import { preValidated } from "../../src/safe/signatures.ts";
import { call, failure, RECEIVER, serviceBench } from "./support/service-bench.ts";

const bench = serviceBench();

describe("a service that lies", () => {
  beforeEach(() => bench.propose(call(5n)));
  const signed = (entry: Record<string, unknown>) => (entry["confirmations"] as Record<string, unknown>[])[0]!;

  it.each<[string, (entry: Record<string, unknown>) => Record<string, unknown>]>([
    ["about the value", (entry) => ({ ...entry, value: "1" })],
    ["about the call", (entry) => ({ ...entry, data: "0xdead" })],
    ["about the operation", (entry) => ({ ...entry, operation: 1 })],
    ["about the hash", (entry) => ({ ...entry, safeTxHash: `0x${"11".repeat(32)}` })],
    ["by giving no hash", ({ safeTxHash: _, ...entry }) => entry],
    ["about the Safe", (entry) => ({ ...entry, safe: RECEIVER })],
    ["about a refund", (entry) => ({ ...entry, gasPrice: "1", refundReceiver: RECEIVER })],
    ["with a number that is none", (entry) => ({ ...entry, value: "-1" })],
    ["with a number too large", (entry) => ({ ...entry, nonce: (2n ** 256n).toString() })],
    ["with an address that is none", (entry) => ({ ...entry, to: "0x12" })],
    ["about who confirmed", (entry) => ({ ...entry, confirmations: [{ ...signed(entry), owner: RECEIVER }] })],
    [
      "with a signature that is none",
      (entry) => ({ ...entry, confirmations: [{ ...signed(entry), signature: "0x" }] }),
    ],
    ["by counting a signature twice", (entry) => ({ ...entry, confirmations: [signed(entry), signed(entry)] })],
    ["with a list that is none", (entry) => ({ ...entry, confirmations: "all of them" })],
    ["about how many have to confirm", (entry) => ({ ...entry, confirmationsRequired: "0" })],
    ["with nothing at all", () => ({})],
  ])("%s is found out", async (_, distort) => {
    bench.server.distort = distort;
    await failure(bench.service.pending(bench.real.safe), ServiceLied);
  });

  it("is not needed for what it may leave out", async () => {
    bench.server.distort = (entry) => ({ ...entry, data: null, gasToken: null, refundReceiver: null, proposer: null });
    const [pending] = await bench.service.pending(bench.real.safe);
    expect(pending?.tx).toEqual(call(5n));
    expect(pending).not.toHaveProperty("proposer");
  });
});

describe("a service that is not there", () => {
  it.each([500, 502, 429])("answers %d", async (status) => {
    bench.server.status = status;
    const error = await failure(bench.service.pending(bench.real.safe), ServiceUnreachable);
    expect(error.message).toContain(`status ${status}`);
    await failure(bench.service.confirm(`0x${"11".repeat(32)}`, preValidated(RECEIVER).signature), ServiceUnreachable);
    await failure(bench.open(), ServiceUnreachable);
  });
  it("repeats the key when it refuses, and the error does not", async () => {
    bench.server.status = 403;
    expect((await failure(bench.service.pending(bench.real.safe), ServiceRefused)).message).toContain("[redacted]");
    await failure(bench.open(), ServiceRefused);
  });
  it("repeats its address when it refuses, and the error has no token of it", async () => {
    const token = "t0ken-of-the-gateway";
    const data = { detail: `no route for /${token}/v1/safes` };
    const service = { base: `https://gateway.example/${token}`, host: "gateway.example", timeoutMs: 1_000 };
    const refuses = () => Promise.reject(Object.assign(new Error("no"), { statusCode: 403, data }));
    const { message } = await failure(asked(service, "the Safe", refuses), ServiceRefused);
    expect(message).toContain("no route for /[redacted]/v1/safes");
  });
  it("answers with a page, or another shape", async () => {
    for (const text of ["<html>", "null", "[]", '{"nonce":"0"}', '{"nonce":"0","count":0}']) {
      bench.server.text = text;
      await failure(bench.service.pending(bench.real.safe), ServiceUnreachable);
      await failure(bench.open(), ServiceUnreachable);
    }
  });
  it("does not answer in time", async () => {
    const patient = await bench.open({ timeoutMs: 300 });
    bench.server.silent = true;
    await failure(patient.pending(bench.real.safe), ServiceUnreachable);
    await failure(bench.open({ timeoutMs: 300 }), ServiceUnreachable);
  });
  it("has gone", async () => {
    await bench.server.close();
    const error = await failure(bench.service.pending(bench.real.safe), ServiceUnreachable);
    expect(error.message).toContain("ECONNREFUSED");
    expect((await failure(bench.open(), ServiceUnreachable)).message).toContain("ECONNREFUSED");
  });
  it("does not know the Safe, which is not the same as nothing pending", async () => {
    expect((await failure(bench.service.pending(RECEIVER), ServiceRefused)).status).toBe(404);
  });
});
