import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builderFile, checksum, serialise, type BuilderFile } from "../../src/safe/builder-file.ts";

const fixture = (name: string): BuilderFile =>
  JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", `${name}.json`), "utf8"));

describe("a file of the application itself", () => {
  const file = fixture("builder-1.13.1");
  const expected = "0x783b24b06f925df195ac0e0103507caf6520cff278555c11e9b8edb43bc2a196";
  it("has the checksum it states", () => {
    expect(file.meta.checksum).toBe(expected);
    expect(checksum(file)).toBe(expected);
  });
  it("keeps it under another name or checksum", () => {
    expect(checksum({ ...file, meta: { ...file.meta, name: "other", checksum: "0x" } })).toBe(expected);
  });
  it("loses it with one character anywhere else", () => {
    const text = JSON.stringify(file);
    let changed = 0;
    for (const [whole] of text.matchAll(/(?<=:)("[^"]+"|\d+|false|true|null)/g)) {
      if (whole.includes(expected) || whole === JSON.stringify(file.meta.name)) continue;
      const other = whole.startsWith('"') ? `${whole.slice(0, -2)}~"` : whole === "null" ? "0" : "7";
      expect(checksum(JSON.parse(text.replace(whole, other)))).not.toBe(expected);
      changed++;
    }
    expect(changed).toBeGreaterThan(10);
  });
});

describe("a file that is made here", () => {
  const input = {
    chainId: 31337n,
    safe: "0x00000000000000000000000000000000000000AA",
    name: "Fees",
    description: "Lower the fee",
    createdAt: 1_700_000_000_000,
    transactions: [
      { to: "0x0000000000000000000000000000000000001001", value: 0n, data: "0x1234" },
      { to: "0x0000000000000000000000000000000000001002", value: 10n ** 21n, data: "0x" },
    ],
  } as const;

  it("has the shape of the application's", () => {
    const file = builderFile(input);
    const { checksum: sum, ...meta } = file.meta;
    expect(sum).toBe(checksum(file));
    expect({ ...file, meta }).toEqual({
      version: "1.0",
      chainId: "31337",
      createdAt: 1_700_000_000_000,
      meta: {
        name: "Fees",
        description: "Lower the fee",
        txBuilderVersion: "1.18.0",
        createdFromSafeAddress: input.safe,
        createdFromOwnerAddress: "",
      },
      transactions: [
        { to: input.transactions[0].to, value: "0", data: "0x1234", contractMethod: null, contractInputsValues: null },
        {
          to: input.transactions[1].to,
          value: "1000000000000000000000",
          data: "0x",
          contractMethod: null,
          contractInputsValues: null,
        },
      ],
    });
    const official = fixture("builder-1.13.1");
    expect(Object.keys(file)).toEqual(Object.keys(official));
    expect(Object.keys(file.meta)).toEqual(Object.keys(official.meta));
    expect(Object.keys(file.transactions[0]!)).toEqual(Object.keys(official.transactions[0]!));
  });
  it("is the same text every time, and is read back with its checksum", () => {
    const text = serialise(builderFile(input));
    expect(text).toBe(serialise(builderFile(input)));
    expect(text.endsWith("}\n")).toBe(true);
    const back: BuilderFile = JSON.parse(text);
    expect(checksum(back)).toBe(back.meta.checksum);
  });
});
