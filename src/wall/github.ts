import { Octokit } from "@octokit/core";
import { OrdinanceError } from "../errors.ts";
import { MalformedAnswer } from "./answer.ts";
import { refusal } from "./refuse.ts";

export interface GitHubOptions {
  /** As GitHub Actions sets it; `https://api.github.com` unless told. */
  readonly url?: string;
  /** Public repositories need none. */
  readonly token?: string;
  /** Milliseconds until a request is given up; 30 s unless told. */
  readonly timeoutMs?: number;
}

/** What is read of GitHub's REST API. Nothing is ever written. */
export interface GitHub {
  /**
   * The answer of a path such as `/repos/{owner}/{repo}/branches/{branch}`, whose braces `params` fill.
   * @throws OrdinanceError ORD209 if there is no usable answer, ORD125 if GitHub does not know the commit.
   */
  read<T>(path: string, params: Params, interpret: (data: unknown) => T): Promise<T>;
  /** The same over all pages of a list; `interpret` is given one page. */
  pages<T>(path: string, params: Params, interpret: (data: unknown) => Page<T>): Promise<readonly T[]>;
}

export type Params = Readonly<Record<string, string>>;

export interface Page<T> {
  readonly items: readonly T[];
  /** Where GitHub says how many there are on all pages: that number, and the ids of those on this one. */
  readonly counted?: { readonly total: number; readonly ids: readonly string[] };
}

export const PAGE = 100;
/** More is no repository's doing. */
const MAX_PAGES = 50;
/** Of the API whose answers are read here. */
const HEADERS = { "x-github-api-version": "2022-11-28" };

interface Answer {
  readonly data: unknown;
  readonly more: boolean;
}

/** @throws OrdinanceError ORD125 if the address cannot be one, or would show the token to the network, or if the token is none. */
export function openGitHub(options: GitHubOptions): GitHub {
  const { token, timeoutMs = 30_000 } = options;
  // A header cannot carry anything else, and the error that says so would quote it.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw unusable("GITHUB_TOKEN", "a space, a line break or the like in it", "the token alone");
  }
  const base = addressOf(options.url ?? "https://api.github.com", token !== undefined);
  const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const client = new Octokit({
    baseUrl: `${base.origin}${base.pathname.replace(/\/+$/, "")}`,
    userAgent: "ordinance",
    log: silent,
    request: {
      log: silent,
      fetch: (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    },
    ...(token !== undefined && { auth: token }),
  });

  async function ask<T>(path: string, params: Params, interpret: (answer: Answer) => T): Promise<T> {
    const asked = { host: base.host, path, params, token: token !== undefined };
    const response = await client.request(`GET ${path}`, { ...params, headers: HEADERS }).catch((error: unknown) => {
      throw error instanceof Error ? refusal(error, asked) : error;
    });
    try {
      return interpret({ data: response.data as unknown, more: /\brel="next"/.test(response.headers.link ?? "") });
    } catch (error) {
      throw error instanceof MalformedAnswer ? refusal(error, asked) : error;
    }
  }

  return {
    read: (path, params, interpret) => ask(path, params, ({ data }) => interpret(data)),
    async pages<T>(path: string, params: Params, interpret: (data: unknown) => Page<T>) {
      const items: T[] = [];
      const ids = new Set<string>();
      for (let page = 1; ; page++) {
        // Pages are asked for by number: an address in an answer would be sent the token.
        const more = await ask(path, { ...params, per_page: String(PAGE), page: String(page) }, (answer) => {
          const { items: some, counted } = interpret(answer.data);
          items.push(...some);
          for (const id of counted?.ids ?? []) ids.add(id);
          // A list that changes between two pages has an entry twice, and another one not at all.
          if (!answer.more && counted && (counted.total !== items.length || ids.size !== items.length))
            throw new MalformedAnswer(`${ids.size} entries where it counts ${counted.total}`);
          if (answer.more && page === MAX_PAGES) throw new MalformedAnswer(`more than ${MAX_PAGES} pages`);
          return answer.more;
        });
        if (!more) return items;
      }
    },
  };
}

const ignore = () => undefined;

function addressOf(url: string, secret: boolean): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const near = ["localhost", "127.0.0.1", "[::1]"].includes(parsed?.hostname ?? "");
  if (parsed?.protocol === "https:" || (parsed?.protocol === "http:" && (near || !secret))) return parsed;
  // Without the text: it may hold a secret.
  const found =
    parsed?.protocol === "http:" ? "an http:// address, over which the token could be read" : "no https:// address";
  throw unusable("GITHUB_API_URL", found, "https://api.github.com or the like");
}

function unusable(file: string, found: string, expected: string): OrdinanceError {
  return new OrdinanceError([{ code: "ORD125", file, found, expected }]);
}
