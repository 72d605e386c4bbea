import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { COUNCIL } from "../../src/local/council.ts";
import { PARTS, type Readiness } from "../../src/ready/model.ts";
import type { Rehearsal } from "../../src/rehearse/model.ts";
import { ordinance, type CommandRun } from "../support/command.ts";
import { operator } from "../support/operate.ts";
import { readingBench, type ReadingBench } from "../support/reading-bench.ts";
import { REPO, SHA, startGitHub, type GitHubDouble } from "../wall/server.ts";

const DAYS = 86_400;
const WALL = ["--repo", REPO, "--sha", SHA, "--required", "build"];
const EVIDENCE = {
  ...{ "status-wall": "status-wall.json", doctor: "doctor.json", plan: "plan.json" },
  ...{ authority: "authority.md", rehearse: "rehearsal.json", briefing: "briefing.md" },
};

describe("ordinance ready for a stack", () => {
  let bench: ReadingBench;
  let github: GitHubDouble;
  let folder: string;
  beforeAll(async () => {
    bench = await readingBench({ drifted: false });
    github = await startGitHub();
    folder = join(bench.folder, "ready");
    // What is offered to the timelock is taken first: the protocol is then as its file says.
    const at = operator(bench.chain.url);
    for (const days of [2, 0]) {
      await at.up(bench.chain.stackText, [COUNCIL.alice, COUNCIL.bob]);
      if (days > 0) await bench.chain.pass(days * DAYS);
    }
    at.remove();
  });
  beforeEach(() => {
    github.reset();
    vi.stubEnv("GITHUB_API_URL", github.url);
    vi.stubEnv("GITHUB_TOKEN", "");
    vi.stubEnv("ORDINANCE_PRIVATE_KEY", "no key at all");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  afterAll(async () => {
    await github.stop();
    await bench.stop();
  });

  const ready = (...args: readonly string[]): Promise<CommandRun> =>
    ordinance("ready", "-s", bench.stack(), "--out", folder, ...args);
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const verdict = () => JSON.parse(read("ready.json")) as Readiness;
  const states = () => Object.fromEntries(verdict().parts.map(({ part, state }) => [part, state]));

  it("is ready when every part is asked for and clean, and keeps what that rests on", async () => {
    const { code, out, err } = await ready(...WALL);
    expect(code, out + err).toBe(0);
    expect(out).toContain("status-wall: 1 of 1 required checks are green\n");
    expect(out).toContain(`local is ready. The evidence is in ${folder}.`);
    for (const part of PARTS) expect(err).toContain(`${part} ...\n`);
    const { verdict: said, parts, evidence, block } = verdict();
    expect(said).toBe("ready");
    expect(parts.map(({ part, state, evidence: file }) => [part, state, file])).toEqual(
      PARTS.map((part) => [part, "clean", EVIDENCE[part]]),
    );
    expect(readdirSync(folder).sort()).toEqual([...Object.values(EVIDENCE), "ready.json", "ready.md"].sort());
    for (const { file, sha256 } of evidence)
      expect(createHash("sha256").update(read(file)).digest("hex"), file).toBe(sha256);
    expect(evidence.map(({ file }) => file)).toEqual(Object.values(EVIDENCE));
    // All parts speak of one block.
    const { number } = block!;
    expect((JSON.parse(read("rehearsal.json")) as Rehearsal).block).toBe(number);
    expect((JSON.parse(read("doctor.json")) as { block: string }).block).toBe(number);
    expect((JSON.parse(read("plan.json")) as { block: string }).block).toBe(number);
    expect(read("briefing.md")).toContain(`as of block ${number} of`);
    const page = read("ready.md");
    expect(page).toMatch(/^# local: ready\n/);
    for (const { file, sha256 } of evidence) expect(page).toContain(`| \`${file}\` | \`${sha256}\` |`);
    expect(page).toContain("5 of 5 levers worked.");
    expect(out + err + page).not.toContain(bench.proxy.url);
  });

  it("names what is not asked for, which is not green, and reads the chain with one request", async () => {
    await ready("--skip", "rehearse");
    const before = bench.proxy.posts;
    const { code, out } = await ready("--skip", "rehearse,briefing");
    expect([code, bench.proxy.posts - before]).toEqual([0, 1]);
    expect(states()).toEqual({
      ...{ "status-wall": "not asked", rehearse: "not asked", briefing: "not asked" },
      ...{ doctor: "clean", plan: "clean", authority: "clean" },
    });
    expect(verdict().verdict).toBe("ready as far as asked");
    expect(out).toMatch(/not asked {2}status-wall: nothing is known of it/);
    // Nothing of the run before stands beside it.
    expect(readdirSync(folder).sort()).toEqual(["authority.md", "doctor.json", "plan.json", "ready.json", "ready.md"]);
    expect(github.asked).toEqual([]);
  });

  it("is not ready where one part is not clean: the worst decides", async () => {
    const differing = bench.chain.stackText.replace("fee: 5 %, burn", "fee: 6 %, burn");
    const args = ["--out", folder, "--skip", "rehearse", "--json"];
    const run = await ordinance("ready", "-s", bench.stack(differing), ...args);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toEqual(verdict());
    expect(verdict().verdict).toBe("not ready");
    expect(states()).toMatchObject({ doctor: "differs", plan: "differs", authority: "clean" });
    const summary = verdict().parts.find(({ part }) => part === "plan")!.summary;
    expect(summary).toMatch(/^1 difference, 1 call to send\. Simulated \(eth_simulateV1\): 2 of 2 steps work/);
    const red = await ready("--skip", "rehearse", "--repo", REPO, "--sha", SHA, "--required", "build", "e2e");
    expect([red.code, states()["status-wall"]]).toEqual([2, "differs"]);
    const refused = bench.chain.stackText
      .replace("emergency: none", "emergency: halt")
      .replace("disputeFee: 1 AGIALPHA", "disputeFee: 2 AGIALPHA");
    const no = await ordinance("ready", "-s", bench.stack(refused), "--out", folder, "--skip", "rehearse");
    expect([no.code, verdict().verdict]).toEqual([4, "refused"]);
  });

  it("does not know where the chain or GitHub is not read, and still says what it does know", async () => {
    const unread = await ready(...WALL, "--sha", SHA, "--skip", "rehearse,doctor");
    expect(unread.code).toBe(0);
    process.env["ORDINANCE_RPC_URL"] = "http://127.0.0.1:1/v2/secret-token-of-mine";
    const lost = await ready(...WALL);
    process.env["ORDINANCE_RPC_URL"] = bench.proxy.url;
    expect([lost.code, verdict().verdict]).toEqual([3, "not known"]);
    expect(states()).toMatchObject({
      "status-wall": "clean",
      doctor: "unread",
      rehearse: "unread",
      briefing: "unread",
    });
    expect(verdict().block).toBeUndefined();
    expect(lost.out + lost.err + read("ready.json") + read("ready.md")).not.toContain("secret-token-of-mine");
    // The terminal says which endpoint it was; what is kept and passed on does not.
    expect(lost.err).toContain("http://127.0.0.1:1 ORD201 no answer to eth_chainId");
    expect(lost.out).toContain("ORD201 no answer to eth_chainId");
    expect(lost.out + read("ready.json") + read("ready.md")).not.toContain("127.0.0.1:1");
    const stopped = await startGitHub();
    await stopped.stop();
    vi.stubEnv("GITHUB_API_URL", stopped.url);
    const blind = await ready(...WALL, "--skip", "rehearse");
    expect([blind.code, states()["status-wall"], states()["doctor"]]).toEqual([3, "unread", "clean"]);
  });

  it("refuses what it cannot be asked, before it reads anything", async () => {
    writeFileSync(join(folder, "ready.json"), "kept");
    const before = bench.proxy.posts;
    const expected: readonly (readonly [readonly string[], string])[] = [
      [["--skip", "rehearse,lunch"], '--skip: "lunch"; expected some of status-wall, doctor'],
      [["--skip", "doctor,plan,authority,rehearse,briefing"], "--skip: every part"],
      [["--repo", REPO, "--required", "build"], "--sha: nothing; expected a commit's 40 hexadecimal digits"],
      [["--status-wall"], "--repo: nothing; expected owner/name"],
      [["--required", "build"], "--repo: nothing; expected owner/name"],
      [["--required-file", join(folder, "names.json")], "no such file"],
      [["--branch", "main"], "--sha: nothing; expected a commit's 40 hexadecimal digits"],
      [["--companion", `${REPO}@${SHA}:build`], "--repo: nothing; expected owner/name"],
    ];
    for (const [args, message] of expected) {
      const { code, err } = await ready(...args);
      expect([code, err]).toEqual([4, expect.stringContaining(message)]);
    }
    const file = join(folder, "ready.json");
    const unwritable = await ready("--out", file);
    expect([unwritable.code, unwritable.err]).toEqual([
      4,
      `${file} ORD135 EEXIST; expected a folder that can be written to\n`,
    ]);
    const neither = await ordinance("ready", ...WALL);
    expect([neither.code, neither.err]).toEqual([4, expect.stringContaining("ORD125 --stack: nothing")]);
    expect([bench.proxy.posts - before, github.asked, read("ready.json")]).toEqual([0, [], "kept"]);
  });
});
