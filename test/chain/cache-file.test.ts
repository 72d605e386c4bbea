import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fromCache, intoCache } from "../../src/chain/cache-file.ts";
import { fileLogCache } from "../../src/chain/log-cache.ts";
import type { Hex } from "../../src/kinds/value.ts";

const HASH: Hex = `0x${"ab".repeat(32)}`;
const FILTER = { addresses: [], topics: [], fromBlock: 0n };

const refused = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

describe("files of a cache", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "cache-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each(["", '{"to":"7","ha', "null", "[]", '{"to":"x","hash":"0x","logs":[]}', '{"to":"7","hash":"0xab"}'])(
    "are as good as none with the text %j, and written anew",
    (text) => {
      const cache = fileLogCache(root, 1n);
      cache.save(FILTER, { to: 7n, hash: HASH, logs: [] });
      const folder = join(root, ".cache", "logs");
      writeFileSync(join(folder, readdirSync(folder)[0]!), text);
      expect(cache.load(FILTER)).toBeUndefined();
      cache.save(FILTER, { to: 8n, hash: HASH, logs: [] });
      expect(cache.load(FILTER)).toEqual({ to: 8n, hash: HASH, logs: [] });
    },
  );

  it.each(["EACCES", "EROFS", "ENOSPC"])("stop nothing where the file system says %s", (code) => {
    expect(fromCache(refused(code))).toBeUndefined();
    expect(() => intoCache(refused(code))).not.toThrow();
  });

  it("hide no other error", () => {
    expect(() => fromCache(refused("EISDIR"))).toThrow("EISDIR");
    expect(() => intoCache(refused("ENOTDIR"))).toThrow("ENOTDIR");
  });
});
