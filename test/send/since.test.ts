import { expect, it } from "vitest";
import type { Hex } from "../../src/kinds/value.ts";
import { call, counted, counter } from "./support/contracts.ts";
import { failure, sending } from "./support/sending.ts";

const on = sending();

async function latest(): Promise<{ number: bigint; hash: Hex }> {
  const block = (await on.chain.request("eth_getBlockByNumber", ["latest", false])) as { number: Hex; hash: Hex };
  return { number: BigInt(block.number), hash: block.hash };
}

it("sends what was decided when the account has sent nothing since, whatever others did", async () => {
  const at = await counter(on.chain);
  const since = await latest();
  await on.chain.request("hardhat_mine", ["0x3"]);
  expect(await on.batch({ calls: [call(at, "one"), call(at, "two")], since })).toMatchObject({ remaining: 0 });
  expect(await counted(on.chain, at)).toBe(2);
});

it("refuses what was decided before the account sent something else", async () => {
  const at = await counter(on.chain);
  const since = await latest();
  await on.batch({ calls: [call(at, "one")] });
  const error = await failure(on.batch({ calls: [call(at, "one")], since }));
  expect(error.message).toContain(
    `ORD404 the next nonce of ${on.signer.address} is 1, and was 0 in block ${since.number}, which was read`,
  );
  expect(await counted(on.chain, at)).toBe(1);
});

it("refuses what was decided in a block that has been replaced", async () => {
  const at = await counter(on.chain);
  const { number } = await latest();
  const error = await failure(on.batch({ calls: [call(at, "one")], since: { number, hash: `0x${"1".repeat(64)}` } }));
  expect(error.message).toContain(`ORD404 another block ${number} than the one that was read`);
  expect(await counted(on.chain, at)).toBe(0);
});
