import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuthorityMatrix } from "../../src/matrix/authority.ts";
import { ordinance } from "../support/command.ts";
import { expectGoldenFile } from "../support/golden.ts";
import { readingBench, type ReadingBench } from "../support/reading-bench.ts";

const golden = (name: string) => resolve(import.meta.dirname, "golden", name);

describe("ordinance authority", () => {
  let bench: ReadingBench;
  beforeAll(async () => {
    bench = await readingBench({ drifted: true });
  });
  afterAll(() => bench.stop());
  const authority = (...args: readonly string[]) => ordinance("authority", "-s", bench.stack(), ...args);
  const written = async (name: string) => {
    const file = join(bench.folder, name);
    expect(await authority("--out", file)).toEqual({ code: 0, out: "", err: "" });
    return file;
  };

  it("is the same to the byte for the same rights, in every form, also blocks later", async () => {
    const files = await Promise.all(["authority.md", "authority.json", "authority.csv"].map(written));
    for (const file of files) expectGoldenFile(golden(file.slice(bench.folder.length + 1)), readFileSync(file, "utf8"));
    await bench.chain.pass(60, 3);
    for (const file of files) {
      expect(await authority("--check", file)).toEqual({
        code: 0,
        out: `${file} says what the chain says.\n`,
        err: "",
      });
    }
    // A checkout with other line ends is no other matrix.
    writeFileSync(files[0]!, readFileSync(files[0]!, "utf8").replaceAll("\n", "\r\n"));
    expect((await authority("--check", files[0]!)).code).toBe(0);
  });

  it("fails with a unified diff where the committed matrix is stale", async () => {
    const file = await written("stale.csv");
    const mark = await bench.chain.snapshot();
    await bench.chain.send("reputationEngine", "transferOwnership(address)", [bench.chain.guardian.address]);
    const { code, out } = await authority("--check", file);
    await bench.chain.revert(mark);
    expect(code).toBe(2);
    expect(out).toMatch(/^-reputationEngine,.*,owner,.*0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266/m);
    expect(out).toMatch(/^\+reputationEngine,.*,owner,.*guardian/m);
    expect(out).toContain(`ordinance authority --stack local --out ${file}`);
    expect((await authority("--check", file)).code).toBe(0);
  });

  it("reads the chain with one request when the scan is cached, and loads no key", async () => {
    process.env["ORDINANCE_PRIVATE_KEY"] = "no key at all";
    try {
      await authority();
      const before = bench.proxy.posts;
      expect((await authority()).code).toBe(0);
      expect(bench.proxy.posts - before).toBe(1);
    } finally {
      delete process.env["ORDINANCE_PRIVATE_KEY"];
    }
  });

  it("knows the members of lists that the file does not mention", async () => {
    const without = bench.stack(bench.chain.stackText.replace("    rewarders: [rewardEngine]\n", ""));
    const { out } = await ordinance("authority", "-s", without, "--json");
    const { contracts } = JSON.parse(out) as AuthorityMatrix;
    const feePool = contracts.find(({ contract }) => contract.name === "feePool")!;
    expect(feePool.rights.find(({ right }) => right === "rewarders")?.holders).toMatchObject([
      { holder: { name: "rewardEngine" }, standing: "unmanaged" },
      { holder: { address: "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720" }, standing: "unmanaged" },
    ]);
  });

  it("leaves out contracts that were met in other readings and govern nothing here", async () => {
    const { stackText, council } = bench.chain;
    const modules = `modules:\n  council: { kind: Safe, address: "${council}" }\n`;
    const file = bench.stack(stackText.slice(0, stackText.indexOf("modules:\n")) + modules);
    const { out } = await ordinance("authority", "-s", file, "--json");
    const { contracts } = JSON.parse(out) as AuthorityMatrix;
    expect(contracts.map(({ contract }) => contract.name)).toEqual(["council"]);
  });

  it("follows rights to contracts that no file declares, and to all who hold rights over those", async () => {
    const undeclared = bench.chain.stackText.replace(/\n {2}timelock:\n {4}kind[^]*?\n\n/, "\n");
    const at = bench.chain.addresses.timelock;
    const file = bench.stack(undeclared.replaceAll("owner: timelock", `owner: "${at}"`));
    const { out, err } = await ordinance("authority", "-s", file, "--json");
    expect(err).toBe("");
    const { contracts } = JSON.parse(out) as AuthorityMatrix;
    const timelock = contracts.at(-1)!;
    expect(timelock).toMatchObject({ contract: { address: at }, declared: false });
    const cancellers = timelock.rights.find(({ right }) => right === "roles.CANCELLER_ROLE")!.holders;
    expect(cancellers.map(({ holder }) => holder.name ?? holder.address)).toEqual([
      "council",
      "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
    ]);
  });

  it("says in plain text who acts in the end, through whom and when", async () => {
    const { out } = await authority();
    expect(out).toContain("    systemPause: alice, bob, carol (2 of 3 as council) through timelock after 2 days\n");
    expect(out).toContain("    guardian (declared, but does not hold it)\n");
    expect(out).toContain("    0xa0Ee7A142d267C1f36714E4a8F75612F20a79720 (not declared)\n");
    expect(out).not.toContain("\u001b");
  });

  it("refuses a form that there is not and a file that is not there, before it asks the chain", async () => {
    const before = bench.proxy.posts;
    const refused = async (...args: readonly string[]) => {
      const { code, err } = await authority(...args);
      return [code, err];
    };
    expect(await refused("--out", "a.pdf")).toEqual([4, expect.stringContaining("a.pdf ORD126 the ending .pdf")]);
    expect(await refused("--check", "none.md")).toEqual([4, expect.stringContaining("none.md ORD126 no such file")]);
    expect(bench.proxy.posts).toBe(before);
  });

  it("never takes an endpoint that does not answer for a chain without holders", async () => {
    const file = await written("before.md");
    process.env["ORDINANCE_RPC_URL"] = "http://127.0.0.1:1";
    const { code, out, err } = await authority("--check", file);
    process.env["ORDINANCE_RPC_URL"] = bench.proxy.url;
    expect([code, out, err]).toEqual([3, "", expect.stringContaining("ORD201")]);
  });
});
