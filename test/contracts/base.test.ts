import { expect, it } from "vitest";
import { inProcessChain } from "../support/inprocess.ts";
it("starts a chain", async () => {
  const chain = await inProcessChain();
  expect(await chain.provider.getBlockNumber()).toBe(0);
  expect(chain.accounts.length).toBe(10);
  await chain.close();
});
