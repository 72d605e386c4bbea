import { OrdinanceError, type Problem } from "../errors.ts";
import { withoutUrls } from "../stack/units/quoted.ts";

export interface Asked {
  readonly host: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** Whether a token was sent. */
  readonly token: boolean;
}

/** What the client throws: the status is 500 as well where nothing answered at all, and then there is no response. */
interface Thrown {
  readonly name: "HttpError";
  readonly message: string;
  readonly status: number;
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
}

type Refused = Pick<Problem, "found" | "expected" | "remedy"> & Partial<Pick<Problem, "code">>;

/** Turns what reading GitHub threw into an error of this project, which quotes no address and no token. */
export function refusal(error: Error, asked: Asked): OrdinanceError {
  const told =
    error.name === "HttpError"
      ? httpRefusal(error as unknown as Thrown, asked)
      : { found: `an answer that cannot be used: ${error.message}`, expected: "GitHub's answer", remedy: "run again" };
  const subject = asked.path.replace(/\{(\w+)\}/g, (_, name: string) => asked.params[name] ?? name);
  return new OrdinanceError([{ code: "ORD209", file: asked.host, path: subject, ...told }]);
}

function httpRefusal({ status, message, response }: Thrown, { params, token }: Asked): Refused {
  if (!response) return { found: `no answer (${withoutUrls(message)})`, expected: "GitHub's API", remedy: "run again" };
  const limit = status === 403 || status === 429 ? limitOf(response.headers, message) : undefined;
  if (limit !== undefined) {
    const remedy = token ? "run again then" : "run again then; with GITHUB_TOKEN the limit is higher";
    return { found: `the rate limit of the API is reached (${status})`, expected: `a request ${limit}`, remedy };
  }
  switch (status) {
    case 401:
      return {
        found: "a token that is refused (401)",
        expected: "a valid GITHUB_TOKEN, or none for a public repository",
      };
    case 403:
      return {
        found: "no right to read this (403)",
        expected: "a GITHUB_TOKEN that may read checks, statuses and metadata",
      };
    case 404: {
      const expected = "a repository (and branch) that exists";
      const remedy = token ? "may GITHUB_TOKEN read it?" : "a private one needs GITHUB_TOKEN";
      return { found: "nothing of this name (404)", expected, remedy };
    }
    case 422:
      // A list of checks is refused in this way for one reason: the commit.
      if (params["ref"] !== undefined || params["head_sha"] !== undefined)
        return {
          code: "ORD125",
          found: "a commit that the repository does not have (422)",
          expected: "one that was pushed",
        };
  }
  return { found: `the status ${status}`, expected: "an answer", remedy: "run again" };
}

/** When the next request is allowed; undefined if the answer is not about a limit. */
function limitOf(headers: Readonly<Record<string, string | number | undefined>>, message: string): string | undefined {
  const wait = Number(headers["retry-after"]);
  if (Number.isFinite(wait)) return `not before ${wait} s have passed`;
  const reset = new Date(1000 * Number(headers["x-ratelimit-reset"]));
  if (String(headers["x-ratelimit-remaining"]) === "0")
    return Number.isNaN(reset.getTime()) ? "after a while" : `not before ${reset.toISOString()}`;
  return /rate limit/i.test(message) ? "not before a minute has passed" : undefined;
}
