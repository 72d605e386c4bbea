import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { readerCode } from "../../tools/generate-reader-code.ts";

it("is the code that the contracts compile to", async () => {
  const committed = readFileSync(resolve(import.meta.dirname, "../../src/chain/reader-code.ts"), "utf8");
  expect(committed).toBe(await readerCode());
});
