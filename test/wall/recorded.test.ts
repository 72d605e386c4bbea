import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fields, id, list } from "../../src/wall/answer.ts";
import { openGitHub } from "../../src/wall/github.ts";
import { resultsOf } from "../../src/wall/results.ts";

/** What GitHub's own client keeps of real conversations with the API, and of real events. */
const load = createRequire(import.meta.url);
interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly response: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
const scenario = (name: string) =>
  load(`@octokit/fixtures/scenarios/api.github.com/${name}/normalized-fixture.json`) as readonly Exchange[];
const events = load("@octokit/webhooks-examples") as unknown as readonly {
  readonly name: string;
  readonly examples: readonly { readonly check_run?: CheckRun }[];
}[];

interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly head_sha: string;
}

const OWNER = "octokit-fixture-org";
const SHA = "0000000000000000000000000000000000000001";

describe("answers that GitHub has given", () => {
  const answers = new Map<string, Exchange>();
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const asked = new URL(request.url!, "http://localhost");
      const page = asked.searchParams.get("page") ?? "1";
      const answer = answers.get(`${asked.pathname} ${page}`) ?? answers.get(asked.pathname);
      response.writeHead(answer?.status ?? 404, { "content-type": "application/json", ...links(answer) });
      response.end(JSON.stringify(answer?.response ?? { message: "Not Found" }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise<void>((done) => server.close(() => done())));

  const checkRuns = (runs: readonly CheckRun[]) =>
    answers.set(`/repos/${OWNER}/create-status/commits/${SHA}/check-runs`, {
      ...{ method: "get", path: "", status: 200 },
      response: { total_count: runs.length, check_runs: runs },
    });
  const results = () => resultsOf(openGitHub({ url }), { owner: OWNER, repo: "create-status", sha: SHA });

  it("tell the latest status of each context of a commit", async () => {
    const combined = scenario("create-status").find(({ path }) => path.endsWith("/status"))!;
    answers.set(combined.path, combined);
    checkRuns([]);
    const { statuses } = combined.response as { statuses: { context: string; state: string }[] };
    expect(statuses.length).toBeGreaterThan(1);
    expect((await results()).map(({ kind, name, outcome, sha }) => [kind, name, outcome, sha])).toEqual(
      statuses.map(({ context, state }) => ["status", context, state, SHA]),
    );
  });

  it("tell check runs of every kind of app, done or not", async () => {
    const runs = events.flatMap(({ examples }) => examples.flatMap(({ check_run: run }) => (run ? [run] : [])));
    const each = [...new Map(runs.map((run) => [run.id, run])).values()];
    expect(each.length).toBeGreaterThan(2);
    checkRuns(each);
    const found = (await results()).filter(({ kind }) => kind === "check run");
    expect(found.map(({ name, outcome, sha }) => [name, outcome, sha])).toEqual(
      each.map(({ name, status, conclusion, head_sha: sha }) => [
        name,
        status === "completed" ? conclusion : status,
        sha,
      ]),
    );
  });

  it("are followed through all pages by the header that names the next one", async () => {
    const pages = scenario("paginate-issues");
    const path = "/repos/octokit-fixture-org/paginate-issues/issues";
    pages.forEach((page, index) => answers.set(`${path} ${index + 1}`, page));
    const found = await openGitHub({ url }).pages(
      "/repos/{owner}/{repo}/issues",
      { owner: OWNER, repo: "paginate-issues" },
      (data) => ({
        items: list(data, "issues").map((each) => id(fields(each, "an issue")["number"], "number")),
      }),
    );
    expect(found).toEqual(
      pages.flatMap(({ response }) => (response as { number: number }[]).map((each) => String(each.number))),
    );
    expect(found).toHaveLength(13);
  });

  it("refuse what is not there", async () => {
    const [refused] = scenario("branch-protection") as [Exchange];
    expect(refused.status).toBe(404);
    answers.set(refused.path, refused);
    await expect(
      openGitHub({ url }).read(
        "/repos/{owner}/{repo}/branches/main/protection",
        { owner: OWNER, repo: "branch-protection" },
        () => undefined,
      ),
    ).rejects.toThrow(/ORD209.*404/s);
  });
});

function links(answer: Exchange | undefined): Readonly<Record<string, string>> {
  const link = answer?.headers?.["link"];
  return link === undefined ? {} : { link };
}
