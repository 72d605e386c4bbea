import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rememberedNames, rememberNames } from "../../src/chain/hints.ts";
import type { Hex } from "../../src/kinds/value.ts";

const ALICE: Hex = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const BOB: Hex = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const OPERATION: Hex = `0x${"ab".repeat(32)}`;

describe("remembered names", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "names-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const file = () => join(root, ".cache", "names", "1.txt");

  it("are those of the chain, addresses and operations apart", () => {
    rememberNames(root, 1n, [ALICE, OPERATION]);
    rememberNames(root, 2n, [BOB]);
    expect(rememberedNames(root, 1n)).toEqual({ addresses: [ALICE], operations: [OPERATION] });
    expect(rememberedNames(root, 3n)).toEqual({ addresses: [], operations: [] });
  });

  it("stay when somebody else adds others between a read and a write", () => {
    rememberNames(root, 1n, [ALICE]);
    appendFileSync(file(), `${BOB}\n`);
    rememberNames(root, 1n, [OPERATION]);
    expect(rememberedNames(root, 1n)).toEqual({ addresses: [ALICE, BOB], operations: [OPERATION] });
  });

  it("are written once, and read once although two wrote the same", () => {
    rememberNames(root, 1n, [ALICE]);
    const before = readFileSync(file(), "utf8");
    rememberNames(root, 1n, [ALICE]);
    expect(readFileSync(file(), "utf8")).toBe(before);
    appendFileSync(file(), `${ALICE}\n`);
    expect(rememberedNames(root, 1n).addresses).toEqual([ALICE]);
  });

  it("ignore a line that is only half written", () => {
    rememberNames(root, 1n, [ALICE]);
    appendFileSync(file(), BOB.slice(0, 20));
    expect(rememberedNames(root, 1n).addresses).toEqual([ALICE]);
  });
});
