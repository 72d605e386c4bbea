import { fields, id, list, maybe, text } from "./answer.ts";
import type { GitHub, Page } from "./github.ts";
import type { Commit, Result } from "./model.ts";

/**
 * Everything that GitHub tells about the checks of one commit: the latest check runs, and the latest status of each context.
 * @throws OrdinanceError ORD209, ORD125.
 */
export async function resultsOf(github: GitHub, { owner, repo, sha }: Commit): Promise<readonly Result[]> {
  const of = { owner, repo, ref: sha };
  const runs = await github.pages(
    "/repos/{owner}/{repo}/commits/{ref}/check-runs",
    { ...of, filter: "latest" },
    paged("check_runs", checkRun),
  );
  const statuses = await github.pages("/repos/{owner}/{repo}/commits/{ref}/status", of, (data) => {
    const ran = text(fields(data, "the answer")["sha"], "sha");
    return paged("statuses", (each) => status(each, ran))(data);
  });
  return [...runs, ...statuses];
}

/** The names of the workflows whose check suites ran on a commit, by the suites' ids. */
export async function workflowsOf(github: GitHub, { owner, repo, sha }: Commit): Promise<ReadonlyMap<string, string>> {
  const named = await github.pages(
    "/repos/{owner}/{repo}/actions/runs",
    { owner, repo, head_sha: sha },
    paged("workflow_runs", (each) => {
      const run = fields(each, "a workflow run");
      const name = maybe(run["name"], "name", text);
      return { suite: id(run["check_suite_id"], "check_suite_id"), name };
    }),
  );
  return new Map(named.flatMap(({ suite, name }) => (name === undefined ? [] : [[suite, name]])));
}

function paged<T>(key: string, item: (value: unknown) => T): (data: unknown) => Page<T> {
  return (data) => {
    const answer = fields(data, "the answer");
    const items = list(answer[key], key);
    const ids = items.map((each) => id(fields(each, "an entry")["id"], "id"));
    return { items: items.map(item), counted: { total: Number(id(answer["total_count"], "total_count")), ids } };
  };
}

function checkRun(value: unknown): Result {
  const run = fields(value, "a check run");
  const app = maybe(run["app"], "app", fields);
  const suite = maybe(run["check_suite"], "check_suite", fields);
  const progress = text(run["status"], "status");
  return {
    kind: "check run",
    name: text(run["name"], "name"),
    // Only what has ended has a conclusion; an older one beside another status means nothing.
    outcome: progress === "completed" ? text(run["conclusion"], "conclusion") : progress,
    sha: text(run["head_sha"], "head_sha"),
    ...(app && { app: { id: id(app["id"], "app.id"), slug: maybe(app["slug"], "app.slug", text) ?? "" } }),
    ...(suite && { suite: id(suite["id"], "check_suite.id") }),
    ...optional("url", maybe(run["html_url"], "html_url", text)),
    ...optional("at", maybe(run["completed_at"], "completed_at", text)),
  };
}

function status(value: unknown, sha: string): Result {
  const each = fields(value, "a status");
  return {
    kind: "status",
    name: text(each["context"], "context"),
    outcome: text(each["state"], "state"),
    sha,
    ...optional("url", maybe(each["target_url"], "target_url", text)),
    ...optional("at", maybe(each["updated_at"], "updated_at", text)),
  };
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}
