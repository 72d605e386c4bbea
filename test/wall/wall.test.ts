import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGitHub, PAGE } from "../../src/wall/github.ts";
import { requiredOf } from "../../src/wall/required.ts";
import { statusWall } from "../../src/wall/wall.ts";
import { OrdinanceError } from "../../src/errors.ts";
import { PATHS, recorded, SHA, startGitHub, type GitHubDouble, type Recorded } from "./server.ts";

const OTHER = "0".repeat(40);
const TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
const COMMIT = { owner: "octo-org", repo: "lattice", sha: SHA };

let server: GitHubDouble;
beforeAll(async () => (server = await startGitHub()));
beforeEach(() => server.reset());
afterAll(() => server.stop());

const open = (token?: string, timeoutMs?: number) =>
  openGitHub({ url: `${server.url}/`, ...(token && { token }), ...(timeoutMs && { timeoutMs }) });
const wall = (...names: readonly string[]) =>
  statusWall(open(), [{ commit: COMMIT, required: names.map((name) => ({ name })) }]);
async function states(...names: readonly string[]): Promise<readonly string[]> {
  return (await wall(...names)).sections[0]!.findings.map(({ state }) => state);
}
async function problemOf(reading: Promise<unknown>) {
  const error: unknown = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OrdinanceError)) throw new Error("it was not refused", { cause: error });
  expect(error.problems).toHaveLength(1);
  return error.problems[0]!;
}
function answerOf(path: string): Recorded {
  const answer = server.answers.get(path);
  if (answer === undefined || answer === "silent") throw new Error(`no answer of ${path}`);
  return answer;
}
const change = (path: string, key: string, name: string, fields: object) => {
  const list = answerOf(path).body[key] as { name?: string; context?: string }[];
  Object.assign(
    list.find((each) => (each.name ?? each.context) === name)!,
    fields,
  );
};

describe("a status wall", () => {
  it("is green where every required check run and status succeeded, and keeps what that rests on", async () => {
    const report = await wall("build", "coverage/project");
    expect(report.green).toBe(true);
    expect(report.sections[0]!.findings).toMatchObject([
      {
        name: "build",
        state: "green",
        evidence: [
          {
            kind: "check run",
            outcome: "success",
            sha: SHA,
            app: { id: "15368", slug: "github-actions" },
            url: "https://github.com/octo-org/lattice/actions/runs/9001/job/51001",
            at: "2026-01-20T13:42:13Z",
          },
        ],
      },
      { name: "coverage/project", state: "green", evidence: [{ kind: "status", outcome: "success", sha: SHA }] },
    ]);
  });

  it("asks for the pinned commit, the latest runs, and nothing that it does not need", async () => {
    await wall("build");
    expect(server.asked.map(({ path }) => path)).toEqual([
      `${PATHS.runs}?filter=latest&per_page=${PAGE}&page=1`,
      `${PATHS.statuses}?per_page=${PAGE}&page=1`,
    ]);
    expect(server.asked[0]!.headers).toMatchObject({ "x-github-api-version": "2022-11-28" });
    expect(server.asked[0]!.headers.authorization).toBeUndefined();
  });

  it("is not green where a check is missing", async () => {
    expect(await states("build", "e2e")).toEqual(["green", "missing"]);
    expect((await wall("build", "e2e")).green).toBe(false);
  });

  it("is not green where a check was skipped", async () => {
    change(PATHS.runs, "check_runs", "lint", { conclusion: "skipped" });
    expect(await states("build", "lint")).toEqual(["green", "skipped"]);
  });

  it("is not green by an older run on another commit", async () => {
    change(PATHS.runs, "check_runs", "build", { head_sha: OTHER });
    answerOf(PATHS.statuses).body.sha = OTHER;
    const report = await wall("build", "coverage/project");
    expect(report.sections[0]!.findings.map(({ state, why }) => [state, why])).toEqual([
      ["stale", `success on ${OTHER}, which is another commit`],
      ["stale", `success on ${OTHER}, which is another commit`],
    ]);
  });

  it("is not green where a run has not ended, whatever the one before it concluded", async () => {
    change(PATHS.runs, "check_runs", "build", { status: "in_progress", conclusion: "success", completed_at: null });
    expect(await states("build")).toEqual(["pending"]);
  });

  it("is not green where a status failed", async () => {
    change(PATHS.statuses, "statuses", "coverage/project", { state: "failure" });
    expect(await states("coverage/project")).toEqual(["failed"]);
  });

  it("reads two pages of checks and of statuses", async () => {
    const runs = answerOf(PATHS.runs).body;
    const [first] = runs.check_runs;
    runs.check_runs = Array.from({ length: PAGE + 30 }, (_, n) => ({ ...first, id: n, name: `job ${n}` }));
    runs.check_runs[PAGE + 29].conclusion = "failure";
    runs.total_count = PAGE + 30;
    const statuses = answerOf(PATHS.statuses).body;
    const [one] = statuses.statuses;
    statuses.statuses = Array.from({ length: PAGE + 1 }, (_, n) => ({ ...one, id: n, context: `status ${n}` }));
    statuses.total_count = PAGE + 1;
    expect(await states("job 0", `job ${PAGE}`, `job ${PAGE + 29}`, `status ${PAGE}`)).toEqual([
      ...["green", "green", "failed", "green"],
    ]);
    expect(server.asked).toHaveLength(4);
  });

  it("is unknown where the list changed between two pages", async () => {
    const runs = answerOf(PATHS.runs).body;
    const [first] = runs.check_runs;
    runs.check_runs = Array.from({ length: PAGE + 1 }, (_, n) => ({ ...first, id: n % PAGE }));
    runs.total_count = PAGE + 1;
    expect((await problemOf(wall("build"))).found).toContain(`${PAGE} entries where it counts ${PAGE + 1}`);
  });

  it("finds checks by workflow and name, as pages of GitHub show them", async () => {
    expect(await states("ci (v2) / build", "style / lint", "style / build")).toEqual(["green", "green", "missing"]);
    expect(server.asked.at(-1)!.path).toBe(`${PATHS.workflows}?head_sha=${SHA}&per_page=${PAGE}&page=1`);
  });

  it("is not green by a status that is called as a workflow's check that failed", async () => {
    change(PATHS.statuses, "statuses", "coverage/project", { context: "ci (v2) / build" });
    change(PATHS.runs, "check_runs", "build", { conclusion: "failure" });
    expect(await states("ci (v2) / build")).toEqual(["failed"]);
  });

  it("includes companions, each commit asked once", async () => {
    const companion = { owner: "octo-org", repo: "tools", sha: OTHER };
    const path = `/repos/octo-org/tools/commits/${OTHER}`;
    const runs = recorded("check-runs");
    for (const each of runs.body.check_runs) each.head_sha = OTHER;
    runs.body.check_runs[2].conclusion = "failure";
    server.answers.set(`${path}/check-runs`, runs);
    server.answers.set(`${path}/status`, recorded("status"));
    const required = (name: string) => ({ commit: companion, required: [{ name }] });
    const own = { commit: COMMIT, required: [{ name: "build" }] };
    expect((await statusWall(open(), [own, required("build")])).green).toBe(true);
    server.asked.length = 0;
    const report = await statusWall(open(), [own, required("build"), required("lint")]);
    expect(report.green).toBe(false);
    expect(report.sections.map(({ findings }) => findings.map(({ state }) => state))).toEqual([
      ["green"],
      ["green", "failed"],
    ]);
    expect(server.asked).toHaveLength(4);
  });

  it("must require something", async () => {
    await expect(wall()).rejects.toThrow(RangeError);
  });
});

describe("what a branch requires", () => {
  const branch = { owner: "octo-org", repo: "lattice", branch: "main" };

  it("comes from its protection and its rulesets, with the apps that have to answer", async () => {
    expect(await requiredOf(open(), branch)).toEqual([
      { name: "build", appId: "15368" },
      { name: "coverage/project" },
      { name: "lint", appId: "15368" },
      { name: "test (ubuntu, 24)" },
    ]);
  });

  it("is nothing where neither has checks, and unknown where the protection is not shown", async () => {
    const { body } = answerOf(PATHS.branch)!;
    delete body.protection.required_status_checks;
    answerOf(PATHS.rules).body = [];
    expect(await requiredOf(open(), branch)).toEqual([]);
    delete body.protection;
    expect((await problemOf(requiredOf(open(), branch))).found).toContain("its protection is not shown");
    body.protected = false;
    expect(await requiredOf(open(), branch)).toEqual([]);
  });

  it("is unknown where the branch does not exist", async () => {
    const problem = await problemOf(requiredOf(open(), { ...branch, branch: "a/b" }));
    expect(problem).toMatchObject({
      code: "ORD209",
      path: "/repos/octo-org/lattice/branches/a/b",
      found: "nothing of this name (404)",
    });
  });
});

describe("GitHub that cannot be read", () => {
  const reading = (token?: string) =>
    problemOf(statusWall(open(token), [{ commit: COMMIT, required: [{ name: "build" }] }]));

  it("has reached its rate limit, and says until when", async () => {
    server.answers.set(PATHS.runs, recorded("rate-limit"));
    expect(await reading()).toEqual({
      code: "ORD209",
      file: new URL(server.url).host,
      path: PATHS.runs,
      found: "the rate limit of the API is reached (403)",
      expected: "a request not before 2026-01-20T14:20:00.000Z",
      remedy: "run again then; with GITHUB_TOKEN the limit is higher",
    });
    server.answers.set(PATHS.runs, recorded("secondary-limit"));
    expect(await reading(TOKEN)).toMatchObject({
      found: "the rate limit of the API is reached (429)",
      expected: "a request not before 60 s have passed",
      remedy: "run again then",
    });
    answerOf(PATHS.runs).headers["x-ratelimit-remaining"] = "0";
    answerOf(PATHS.runs).headers["x-ratelimit-reset"] = "soon";
    delete answerOf(PATHS.runs).headers["retry-after"];
    expect((await reading(TOKEN)).expected).toBe("a request after a while");
    answerOf(PATHS.runs).headers["x-ratelimit-remaining"] = "4999";
    expect((await reading(TOKEN)).expected).toBe("a request not before a minute has passed");
  });

  it("refuses the token, which no message shows", async () => {
    server.answers.set(PATHS.runs, recorded("bad-credentials"));
    const problem = await reading(TOKEN);
    expect(server.asked[0]!.headers.authorization).toBe(`token ${TOKEN}`);
    expect(problem).toMatchObject({ code: "ORD209", found: "a token that is refused (401)" });
    expect(JSON.stringify(problem)).not.toContain(TOKEN);
  });

  it.each([
    ["forbidden", "ORD209", "no right to read this (403)"],
    ["not-found", "ORD209", "nothing of this name (404)"],
    ["no-commit", "ORD125", "a commit that the repository does not have (422)"],
  ])("answers %s", async (fixture, code, found) => {
    server.answers.set(PATHS.statuses, recorded(fixture));
    expect(await reading()).toMatchObject({ code, found, path: PATHS.statuses });
  });

  it.each([
    ["an error", { status: 502, body: "<html>Bad Gateway</html>" }, "the status 502"],
    ["a conflict", { status: 409, body: { message: "Git Repository is empty." } }, "the status 409"],
    ["a page", { status: 200, body: "<html>" }, "an answer that cannot be used: the answer is not an object"],
    ["no list", { status: 200, body: { total_count: 0 } }, "an answer that cannot be used: check_runs is not a list"],
    [
      "no count",
      { status: 200, body: { check_runs: [] } },
      "an answer that cannot be used: total_count is not a whole number",
    ],
    ["part of a list", { status: 200, body: { total_count: 2, check_runs: [] } }, "0 entries where it counts 2"],
    [
      "a run without a name",
      { status: 200, body: { total_count: 1, check_runs: [{ id: 1, status: "queued" }] } },
      "an answer that cannot be used: name is not a text",
    ],
  ])("answers with %s", async (_, answer, found) => {
    server.answers.set(PATHS.runs, { headers: { "content-type": "application/json" }, ...answer });
    const problem = await reading();
    expect(problem.code).toBe("ORD209");
    expect(problem.found).toContain(found);
  });

  it("does not answer", async () => {
    const stopped = await startGitHub();
    await stopped.stop();
    const gone = openGitHub({ url: stopped.url });
    const problem = await problemOf(statusWall(gone, [{ commit: COMMIT, required: [{ name: "build" }] }]));
    expect(problem).toMatchObject({ code: "ORD209", file: new URL(stopped.url).host });
    expect(problem.found).toMatch(/^no answer \(.*ECONNREFUSED/);
    server.answers.set(PATHS.runs, "silent");
    const late = await problemOf(statusWall(open(undefined, 50), [{ commit: COMMIT, required: [{ name: "build" }] }]));
    expect(late).toMatchObject({ code: "ORD209", found: "no answer (The operation was aborted due to timeout)" });
  });
});

describe("the way to GitHub", () => {
  it.each([
    [{ url: "nonsense" }, "GITHUB_API_URL ORD125 no https:// address"],
    [{ url: "ftp://api.github.com" }, "GITHUB_API_URL ORD125 no https:// address"],
    [{ url: "http://github.example.com", token: TOKEN }, "an http:// address, over which the token could be read"],
    [{ token: `${TOKEN}\n` }, "GITHUB_TOKEN ORD125 a space, a line break or the like in it"],
  ])("cannot be %j", (options, message) => {
    expect(() => openGitHub(options)).toThrow(message);
    expect(() => openGitHub(options)).not.toThrow(TOKEN);
  });
});
