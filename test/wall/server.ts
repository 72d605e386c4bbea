import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

// What a test changes of an answer has no type.
type Json = ReturnType<typeof JSON.parse>;

/** An answer as the fixtures keep it. */
export interface Recorded {
  status: number;
  headers: Record<string, string>;
  body: Json;
}

/** The commit of the fixtures. */
export const SHA = "ce587453ced02b1526dfb4cb910479d431683101";
export const REPO = "octo-org/lattice";

export function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", `${name}.json`), "utf8"));
}

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server that answers as GitHub's REST API does, page by page; answers are changed and put back by tests. */
export interface GitHubDouble {
  readonly url: string;
  /** By path; what is "silent" never gets an answer. */
  readonly answers: Map<string, Recorded | "silent">;
  /** Since the last reset. */
  readonly asked: Asked[];
  reset(): void;
  stop(): Promise<void>;
}

const commit = `/repos/${REPO}/commits/${SHA}`;
export const PATHS = {
  runs: `${commit}/check-runs`,
  statuses: `${commit}/status`,
  workflows: `/repos/${REPO}/actions/runs`,
  branch: `/repos/${REPO}/branches/main`,
  rules: `/repos/${REPO}/rules/branches/main`,
} as const;

export async function startGitHub(): Promise<GitHubDouble> {
  const answers = new Map<string, Recorded | "silent">();
  const asked: Asked[] = [];
  const reset = () => {
    answers.clear();
    asked.length = 0;
    answers.set(PATHS.runs, recorded("check-runs"));
    answers.set(PATHS.statuses, recorded("status"));
    answers.set(PATHS.workflows, recorded("workflow-runs"));
    answers.set(PATHS.branch, recorded("branch"));
    answers.set(PATHS.rules, recorded("rules"));
  };
  reset();
  const server = createServer((request, response) => {
    const url = new URL(request.url!, "http://localhost");
    asked.push({ path: request.url!, headers: request.headers });
    const answer = answers.get(decodeURIComponent(url.pathname)) ?? recorded("not-found");
    if (answer === "silent") return;
    const { status, headers, body } = answer;
    const { shown, link } = status === 200 ? page(url, body) : { shown: body, link: undefined };
    response.writeHead(status, { ...headers, ...(link !== undefined && { link }) });
    response.end(typeof shown === "string" ? shown : JSON.stringify(shown));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answers,
    asked,
    reset,
    stop: () => {
      server.closeAllConnections();
      return new Promise((done, fail) => server.close((error) => (error ? fail(error) : done())));
    },
  };
}

/** One page of the list in an answer, with the header that tells of more. */
function page(url: URL, body: Json): { readonly shown: unknown; readonly link?: string } {
  const key = ["check_runs", "statuses", "workflow_runs"].find((each) => Array.isArray(body[each]));
  if (key === undefined && !Array.isArray(body)) return { shown: body };
  const all: unknown[] = key === undefined ? body : body[key];
  const [size, number] = [Number(url.searchParams.get("per_page") ?? 30), Number(url.searchParams.get("page") ?? 1)];
  const some = all.slice(size * (number - 1), size * number);
  const last = Math.ceil(all.length / size);
  const to = (n: number) => `<https://api.github.com/repositories/1296269${url.pathname}?per_page=${size}&page=${n}>`;
  const link = number < last ? { link: `${to(number + 1)}; rel="next", ${to(last)}; rel="last"` } : {};
  return { shown: key === undefined ? some : { ...body, [key]: some }, ...link };
}
