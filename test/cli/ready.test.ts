import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ordinance, type CommandRun } from "../support/command.ts";
import { PATHS, recorded, REPO, SHA, startGitHub, type GitHubDouble } from "../wall/server.ts";

const TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
const PINNED = ["--repo", REPO, "--sha", SHA];

let server: GitHubDouble;
let folder: string;
beforeAll(async () => {
  server = await startGitHub();
  folder = mkdtempSync(join(tmpdir(), "ready-"));
});
beforeEach(() => {
  server.reset();
  vi.stubEnv("GITHUB_API_URL", server.url);
  vi.stubEnv("GITHUB_TOKEN", TOKEN);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.stop();
});

async function ready(...args: readonly string[]): Promise<CommandRun> {
  const run = await ordinance("ready", ...args);
  expect(run.out + run.err).not.toContain(TOKEN);
  return run;
}

describe("ordinance ready --status-wall", () => {
  it("ends with 0 where all is green, with what that rests on", async () => {
    const { code, out } = await ready("--status-wall", ...PINNED, "--required", "build", "coverage/project");
    expect([code, out]).toEqual([
      0,
      `${REPO}@${SHA}: 2 of 2 required checks are green
  green  build
           check run of github-actions: success at 2026-01-20T13:42:13Z, https://github.com/octo-org/lattice/actions/runs/9001/job/51001
  green  coverage/project
           status: success at 2026-01-20T13:43:02Z, https://coverage.example.com/lattice/1
The status wall is green.
`,
    ]);
    expect(server.asked[0]!.headers.authorization).toBe(`token ${TOKEN}`);
  });

  it("needs no token", async () => {
    vi.stubEnv("GITHUB_TOKEN", "");
    expect((await ready("--status-wall", ...PINNED, "--required", "build")).code).toBe(0);
    expect(server.asked[0]!.headers.authorization).toBeUndefined();
  });

  it("ends with 2 where a check is not green, for people and for machines", async () => {
    const args = ["--status-wall", ...PINNED, "--required", "build", "--required", "e2e"];
    const { code, out } = await ready(...args);
    expect(code).toBe(2);
    expect(out).toContain("  missing  e2e: no check run and no status of this name on this commit\n");
    expect(out).toContain("The status wall is not green.");
    const json = await ready(...args, "--json");
    expect(json.code).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: "differs",
      green: false,
      sections: [
        {
          commit: { owner: "octo-org", repo: "lattice", sha: SHA },
          findings: [
            { name: "build", state: "green", evidence: [{ sha: SHA, outcome: "success" }] },
            { name: "e2e", state: "missing", evidence: [] },
          ],
        },
      ],
    });
  });

  it("takes what is required from files and from the branch, together", async () => {
    const file = join(folder, "required.json");
    writeFileSync(file, '["ci (v2) / build", "style / lint"]');
    const { code, out } = await ready("--status-wall", ...PINNED, "--required-file", file, "--branch", "main");
    expect(out).toContain("6 of 6 required checks are green");
    expect(code).toBe(0);
  });

  it("includes companions", async () => {
    const other = "0".repeat(40);
    const runs = recorded("check-runs");
    for (const each of runs.body.check_runs) each.head_sha = other;
    server.answers.set(`/repos/octo-org/tools/commits/${other}/check-runs`, runs);
    server.answers.set(`/repos/octo-org/tools/commits/${other}/status`, recorded("status"));
    const companion = (name: string) => `octo-org/tools@${other}:${name}`;
    const args = ["--status-wall", ...PINNED, "--required", "build", "--companion", companion("test (ubuntu, 24)")];
    expect((await ready(...args)).code).toBe(0);
    const { code, out } = await ready(...args, companion("docs: links"));
    expect(code).toBe(2);
    expect(out).toContain(`octo-org/tools@${other}: 1 of 2 required checks are green`);
    expect(out).toContain("missing  docs: links");
  });

  it("shows whatever others wrote on one line, with everything in it that can be seen", async () => {
    const name = "build\u001b[2J\nThe status wall is green.\u202e";
    const runs = recorded("check-runs");
    Object.assign(runs.body.check_runs[0], { name, html_url: `https://x/${name}` });
    server.answers.set(PATHS.runs, runs);
    const args = ["--status-wall", ...PINNED, "--required", name, `${name}2`];
    const { out } = await ready(...args);
    expect(out.trimEnd().split("\n")).toHaveLength(5);
    expect(out).toContain("green    build\\u{1b}[2J\\nThe status wall is green.\\u{202e}\n");
    expect(out).toContain("missing  build\\u{1b}[2J\\nThe status wall is green.\\u{202e}2: no check run");
    const { out: json } = await ready(...args, "--json");
    expect(json).not.toMatch(/[\u001b\u202e]/);
    expect(JSON.parse(json)).toMatchObject({ sections: [{ findings: [{ name }, { name: `${name}2` }] }] });
  });

  it("ends with 3 where GitHub cannot be read", async () => {
    server.answers.set(PATHS.runs, recorded("rate-limit"));
    const limited = await ready("--status-wall", ...PINNED, "--required", "build");
    expect([limited.code, limited.out]).toEqual([3, ""]);
    expect(limited.err).toContain("ORD209");
    expect(limited.err).toContain("expected a request not before 2026-01-20T14:20:00.000Z (run again then)");
    const json = await ready("--status-wall", ...PINNED, "--required", "build", "--json");
    expect([json.code, JSON.parse(json.out)]).toMatchObject([3, { verdict: "unread", problems: [{ code: "ORD209" }] }]);
    server.answers.set(PATHS.runs, recorded("bad-credentials"));
    expect((await ready("--status-wall", ...PINNED, "--required", "build")).err).toContain(
      "a token that is refused (401)",
    );
    const stopped = await startGitHub();
    await stopped.stop();
    vi.stubEnv("GITHUB_API_URL", stopped.url);
    expect((await ready("--status-wall", ...PINNED, "--required", "build")).code).toBe(3);
  });

  it("ends with 4 where the commit does not exist or the branch requires nothing", async () => {
    server.answers.set(PATHS.runs, recorded("no-commit"));
    const unknown = await ready("--status-wall", ...PINNED, "--required", "build");
    expect([unknown.code, unknown.err]).toEqual([4, expect.stringContaining("ORD125")]);
    server.answers.set(PATHS.branch, {
      status: 200,
      headers: { "content-type": "application/json" },
      body: { protected: false },
    });
    server.answers.set(PATHS.rules, { status: 200, headers: { "content-type": "application/json" }, body: [] });
    const free = await ready("--status-wall", ...PINNED, "--branch", "main");
    expect([free.code, free.err]).toEqual([4, expect.stringContaining('--branch: "main", which requires no checks')]);
  });

  it("refuses what does not pin a commit, and everything else that it cannot use, at once", async () => {
    for (const sha of ["main", SHA.slice(0, 7), SHA.toUpperCase()]) {
      const { code, err } = await ready("--status-wall", "--repo", REPO, "--sha", sha, "--required", "build");
      expect([code, err]).toEqual([
        4,
        `ordinance ready ORD125 --sha: "${sha}"; expected a commit's 40 hexadecimal digits\n`,
      ]);
    }
    const { code, err } = await ready(
      ...["--status-wall", "--repo", "lattice", "--sha", "HEAD", "--companion", "a/b", "a/b@main:x"],
    );
    expect(code).toBe(4);
    expect(err.trimEnd().split("\n")).toEqual([
      'ordinance ready ORD125 --repo: "lattice"; expected owner/name',
      `ordinance ready ORD125 --sha: "HEAD"; expected a commit's 40 hexadecimal digits`,
      'ordinance ready ORD125 --companion: "a/b"; expected owner/name@sha:check',
      `ordinance ready ORD125 --companion: "main"; expected a commit's 40 hexadecimal digits`,
      "ordinance ready ORD125 --required: nothing; expected checks, or --required-file or --branch",
    ]);
    expect(server.asked).toEqual([]);
  });

  it.each([
    ["none.json", undefined, "ORD125 no such file"],
    ["bad.json", "[", "ORD125 Unexpected end of JSON input; expected a JSON list of names of checks"],
    ["empty.json", "[]", "ORD125 something else; expected a JSON list of names of checks"],
    ["numbers.json", "[1]", "ORD125 something else; expected a JSON list of names of checks"],
  ])("refuses a list of checks in %s", async (name, text, message) => {
    const file = join(folder, name);
    if (text !== undefined) writeFileSync(file, text);
    const { code, err } = await ready("--status-wall", ...PINNED, "--required-file", file);
    expect([code, err]).toEqual([4, expect.stringContaining(message)]);
  });

  it("takes no option that is about a stack", async () => {
    const { code, out, err } = await ready(...["--status-wall", ...PINNED, "--required", "build", "--out", folder]);
    expect([code, out, err]).toEqual([4, "", "ordinance ready ORD125 --out: no stack; expected --stack with it\n"]);
    const skipping = await ready("--status-wall", ...PINNED, "--required", "build", "--skip", "rehearse");
    expect(skipping.err).toContain("--skip: no stack");
    expect(server.asked).toEqual([]);
  });

  it("wants to be asked for", async () => {
    expect(await ready(...PINNED, "--required", "build")).toMatchObject({ code: 4, out: "" });
  });
});
