import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Manifest } from "../../src/archive/manifest.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { ordinance } from "../support/command.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";

const CACHE = resolve(import.meta.dirname, "../../.cache");
const TOKEN = "secret-token-of-the-endpoint";
const SERVICE_KEY = "key-of-the-transaction-service";
const GUARDIAN = localAccount(1);

describe("ordinance archive", () => {
  let chain: DeployedChain;
  let proxy: Proxy;
  let root: string;
  let file: string;
  let out: string;
  beforeAll(async () => {
    chain = await deployedChain("anvil", { council: true });
    proxy = await startProxy(chain.url);
    mkdirSync(CACHE, { recursive: true });
    root = mkdtempSync(join(CACHE, "archive-"));
    file = join(root, "local.yaml");
    writeFileSync(join(root, "Pulumi.yaml"), "");
  });
  beforeEach(async () => {
    vi.spyOn(process, "cwd").mockReturnValue(root);
    vi.stubEnv("ORDINANCE_RPC_URL", `${proxy.url}/${TOKEN}`);
    vi.stubEnv("ORDINANCE_PRIVATE_KEY", GUARDIAN.key);
    writeFileSync(file, `# ${proxy.url}/${TOKEN}\n${chain.stackText}`);
    out = join(root, "reports", "incidents", "INC-1");
    if (!existsSync(out)) {
      expect((await ordinance("halt", "-s", file, "--execute")).code).toBe(0);
      mkdirSync(join(root, ".cache", "plans"), { recursive: true });
      writeFileSync(join(root, ".cache", "plans", "0xab.json"), "{}");
      writeFileSync(join(root, "reports", "status-wall.json"), '{ "verdict": "clean" }');
      expect((await ordinance("ready", "-s", file, "--skip", "rehearse")).code).toBe(2);
      expect((await ordinance("mission", "-s", file)).code).toBe(2);
      const briefing = await ordinance("briefing", "-s", file, "--out", join(root, "reports", "briefing.html"));
      expect(briefing.code).toBe(2);
      writeFileSync(join(root, "reports", "notes.bin"), "no report");
      const made = await archive();
      expect(made.code, made.err).toBe(0);
    }
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });
  afterAll(async () => {
    rmSync(root, { recursive: true, force: true });
    await proxy.stop();
    await chain.stop();
  });
  const archive = (...args: readonly string[]) => ordinance("archive", "-i", "INC-1", "-s", file, ...args);
  const filesIn = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
  const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;

  it("holds what there is, of one block, and is as its manifest says", async () => {
    const { block, files, chainId } = manifestOf(out);
    expect(chainId).toBe("31337");
    expect(block.number).toBe(String(await chain.block()));
    const paths = files.map(({ path }) => path.replace(/0x[0-9a-fA-F]{40}(-[0-9a-f]{8})?/, "X"));
    for (const path of [
      ...["checks/plan.json", "checks/status-wall.json", "journal/31337-X.jsonl", "plans/0xab.json", "versions.json"],
      ...[
        "review/review.html",
        "review/review.json",
        "review/review.md",
        "stack/local.yaml",
        "retrospective.md",
        "retrospective.json",
        "checks/doctor.json",
        "stack/local.yaml.sha256",
      ],
    ])
      expect(paths).toContain(path);
    expect(paths.filter((path) => path.startsWith("receipts/"))).toHaveLength(1);
    expect(paths.filter((path) => /^(ready|reports)\//.test(path))).toEqual([
      ...["authority.md", "briefing.md", "doctor.json", "plan.json", "ready.json", "ready.md"].map((x) => `ready/${x}`),
      "reports/briefing.html",
    ]);
    for (const path of ["mission/SHA256SUMS", "mission/review.html"]) expect(paths).toContain(path);
    const { verdict } = JSON.parse(readFileSync(join(out, "checks/plan.json"), "utf8")) as { verdict: string };
    expect(verdict).toBe("differs");
    const verified = await ordinance("archive", "--verify", out, "--json");
    expect([verified.code, JSON.parse(verified.out)]).toMatchObject([0, { files: files.length, problems: [] }]);
  });

  it("holds no key, no endpoint and no signed bytes, searched byte for byte", () => {
    const journal = readdirSync(join(root, ".cache", "journal"))[0]!;
    const raw = /"raw":"0x([0-9a-f]+)"/.exec(readFileSync(join(root, ".cache", "journal", journal), "utf8"))![1]!;
    for (const path of filesIn(out)) {
      const text = readFileSync(path, "latin1").toLowerCase();
      for (const secret of [TOKEN, proxy.url, GUARDIAN.key.slice(2), raw, "127.0.0.1"])
        expect(text.includes(secret), `${path} holds ${secret}`).toBe(false);
    }
    expect(readFileSync(join(out, "stack/local.yaml"), "utf8")).toContain('rpc: "left out of the archive"');
  });

  it("tells what happened since the first receipt, and names what is no record", () => {
    const text = readFileSync(join(out, "retrospective.md"), "utf8");
    expect(text).toMatch(/\| 8 contract|Paused: 8 contracts/);
    expect(text).toMatch(
      /\*\*stakeManager\*\*: paused by systemPause .*\| guardian|\*\*stakeManager\*\*: paused by guardian/,
    );
    expect(text).toMatch(/sent from here: .*stakeManager\.pause/);
    expect(text).toContain("Status wall: clean");
    expect(text.split("## What could not be read")[1]).toContain("plans/0xab.json does not say what it should");
    const { timeline } = JSON.parse(readFileSync(join(out, "retrospective.json"), "utf8")) as { timeline: object[] };
    expect(timeline.length).toBeGreaterThan(8);
    // What was deployed before is none of it.
    expect(text).not.toContain("OwnershipTransferred");
  });

  it("begins where it is told, and names what an endpoint does not have", async () => {
    const folder = join(root, "whole");
    Object.assign(proxy.faults, { drop: "eth_getTransactionByBlockHashAndIndex" });
    const { code, err } = await archive("--out", folder, "--from-block", "0");
    delete proxy.faults.drop;
    expect(code, err).toBe(0);
    const text = readFileSync(join(folder, "retrospective.md"), "utf8");
    expect(text).toContain("owner: from ");
    expect(text).toMatch(/no transaction 0x\w{64}: who sent it is not known \(the endpoint\)/);
    expect(text).not.toMatch(/127\.0\.0\.1/);
    for (const number of ["x", "-1", "99999999"]) {
      const refused = await archive("--out", join(root, "none"), `--from-block=${number}`);
      expect([refused.code, refused.err]).toEqual([4, expect.stringContaining("ORD125 --from-block")]);
    }
  });

  it("gives the same bytes again for the same block, and loads no key for that", async () => {
    vi.stubEnv("ORDINANCE_PRIVATE_KEY", "no key at all");
    const again = join(root, "again");
    expect((await archive("--out", again)).code).toBe(0);
    expect(manifestOf(again)).toEqual(manifestOf(out));
  });

  it("is not made where one is already", async () => {
    const { code, err } = await archive();
    expect([code, err]).toEqual([4, expect.stringContaining("ORD122")]);
    expect((await ordinance("archive", "--verify", out)).code).toBe(0);
  });

  it("ends with 2 and the list where a byte was changed", async () => {
    const path = join(out, "versions.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace("{", "["));
    const { code, out: said } = await ordinance("archive", "--verify", out);
    writeFileSync(path, text);
    expect([code, said]).toEqual([2, expect.stringContaining("versions.json: SHA-256")]);
  });

  it("refuses to hold a secret that a file has come to hold, and writes nothing", async () => {
    const folder = join(root, "leaking");
    vi.stubEnv("ORDINANCE_SAFE_API_KEY", SERVICE_KEY);
    vi.stubEnv("ORDINANCE_SIGNER_URL", "https://signer:p%40ssw0rd-1@127.0.0.1:1/");
    for (const [from, name, secret] of [
      [join(root, ".cache", "plans", "0xcd.json"), "plans/0xcd.json", GUARDIAN.key.toUpperCase()],
      [join(root, "reports", "notes.md"), "reports/notes.md", GUARDIAN.key],
      [join(root, "reports", "local", "ready", "more.json"), "ready/more.json", SERVICE_KEY],
      [join(root, "reports", "more.md"), "reports/more.md", "p@ssw0rd-1"],
    ] as const) {
      writeFileSync(from, JSON.stringify({ calls: [secret] }));
      const { code, err } = await archive("--out", folder);
      rmSync(from);
      expect([code, err]).toEqual([4, expect.stringContaining(`${name} ORD129`)]);
      expect(err.toLowerCase()).not.toContain(GUARDIAN.key.slice(2));
      expect(err).not.toContain(SERVICE_KEY);
    }
    expect(readdirSync(root).filter((name) => name.startsWith("leaking"))).toEqual([]);
  });

  it("holds reports whatever people call them, and refuses names that cannot be seen", async () => {
    const reports = join(root, "reports");
    const folder = join(root, "named");
    const names = ["halt at 03:00 (2).md", "-first.md", "übersicht.md"];
    for (const name of names) writeFileSync(join(reports, name), name);
    const made = await archive("--out", folder);
    expect([made.code, made.err]).toEqual([0, ""]);
    for (const name of names) expect(readFileSync(join(folder, "reports", name), "utf8")).toBe(name);
    expect((await ordinance("archive", "--verify", folder)).code).toBe(0);
    rmSync(folder, { recursive: true });
    writeFileSync(join(reports, "a\u001b[2K.md"), "");
    const { code, err } = await archive("--out", folder);
    expect([code, err]).toEqual([4, expect.stringContaining('"reports/a\\u001b[2K.md" ORD140')]);
    expect(existsSync(folder)).toBe(false);
    for (const name of [...names, "a\u001b[2K.md"]) rmSync(join(reports, name));
  });

  it("is made with a journal that is damaged, and holds nothing of the damaged line", async () => {
    const name = readdirSync(join(root, ".cache", "journal"))[0]!;
    const file = join(root, ".cache", "journal", name);
    const before = readFileSync(file, "utf8");
    writeFileSync(file, `${before}{"event":"started","raw":"0x02f8dead\n`);
    const folder = join(root, "damaged");
    const { code, err } = await archive("--out", folder);
    writeFileSync(file, before);
    expect([code, err]).toEqual([0, ""]);
    const lines = readFileSync(join(folder, "journal", name), "utf8").split("\n");
    expect(lines.slice(-2)).toEqual(['{"damaged":"not JSON, left out"}', ""]);
    expect(lines).toHaveLength(before.split("\n").length + 1);
  });

  it("is not made of a chain that cannot be read", async () => {
    vi.stubEnv("ORDINANCE_RPC_URL", "http://127.0.0.1:1");
    const { code, err } = await archive("--out", join(root, "unread"));
    expect([code, err]).toEqual([3, expect.stringContaining("ORD201")]);
    expect(existsSync(join(root, "unread"))).toBe(false);
  });

  it.each(["..", "a/b", "", "INC 1", "-x/", "x".repeat(65)])("refuses the incident %j", async (incident) => {
    const { code, err } = await ordinance("archive", "-s", file, `--incident=${incident}`);
    expect([code, err]).toEqual([4, expect.stringContaining("ORD125 --incident")]);
  });
});
