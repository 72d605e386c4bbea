import { OrdinanceError } from "../errors.ts";
import { readText, shownPath } from "../stack/read.ts";
import { quoted } from "../stack/units/quoted.ts";
import { openGitHub } from "../wall/github.ts";
import type { Commit, Requirement, Section, WallReport } from "../wall/model.ts";
import { requiredOf } from "../wall/required.ts";
import { statusWall } from "../wall/wall.ts";
import { EXIT, verdictOf } from "./exit-codes.ts";
import { refuseOptions, type OptionProblem } from "./options.ts";

export interface WallOptions {
  readonly repo?: string;
  readonly sha?: string;
  readonly required?: readonly string[];
  readonly requiredFile?: readonly string[];
  readonly branch?: string;
  readonly companion?: readonly string[];
}

/** What is asked of GitHub. */
export interface WallRequest {
  readonly main: Section;
  readonly companions: readonly Section[];
  /** Its protection and its rulesets say what else is required. */
  readonly branch?: string;
}

const COMMAND = "ordinance ready";

/**
 * Whether the required checks of pinned commits are green. `GITHUB_TOKEN` is optional and never shown.
 * @throws OrdinanceError ORD209, or ORD125 for a commit that does not exist and a branch that requires nothing.
 */
export async function readWall({ main, companions, branch }: WallRequest, env: NodeJS.ProcessEnv): Promise<WallReport> {
  const url = env["GITHUB_API_URL"] || undefined;
  const token = env["GITHUB_TOKEN"] || undefined;
  const github = openGitHub({ ...(url !== undefined && { url }), ...(token !== undefined && { token }) });
  const { owner, repo } = main.commit;
  const byBranch = branch === undefined ? [] : await requiredOf(github, { owner, repo, branch });
  if (branch !== undefined && byBranch.length === 0) {
    const found = `${quoted(branch)}, which requires no checks`;
    refuseOptions(COMMAND, [
      { option: "--branch", found, expected: "a branch whose protection or rulesets require some" },
    ]);
  }
  return statusWall(github, [{ ...main, required: [...main.required, ...byBranch] }, ...companions]);
}

/** What `ordinance ready --status-wall --json` prints. */
export function wallJson(report: WallReport): object {
  return { verdict: verdictOf(wallCode(report)), ...report };
}

export function wallCode({ green }: WallReport): number {
  return green ? EXIT.clean : EXIT.differs;
}

/** @throws OrdinanceError ORD125 with every option that cannot be used. */
export function wallRequestOf(options: WallOptions): WallRequest {
  const { required: listed = [], requiredFile = [], companion = [], branch } = options;
  const problems: OptionProblem[] = [];
  const names = [...listed, ...requiredFile.flatMap(namesIn)];
  const main = commitOf(options.repo, options.sha, ["--repo", "--sha"], problems);
  const companions = companion.map((text): Section | undefined => {
    // One check for each option: names of checks may have commas and colons.
    const [, repo, sha, name] = /^([^@]*)@([^:]*):(.+)$/s.exec(text) ?? [];
    if (repo === undefined || sha === undefined || name === undefined) {
      problems.push({ option: "--companion", found: quoted(text), expected: "owner/name@sha:check" });
      return undefined;
    }
    const commit = commitOf(repo, sha, ["--companion", "--companion"], problems);
    return commit && { commit, required: [{ name }] };
  });
  if (names.length === 0 && branch === undefined)
    problems.push({ option: "--required", found: "nothing", expected: "checks, or --required-file or --branch" });
  if (names.some((name) => name.trim() === ""))
    problems.push({ option: "--required", found: "an empty name", expected: "names of checks" });
  refuseOptions(COMMAND, problems);
  const required = names.map((name): Requirement => ({ name }));
  return {
    main: { commit: main!, required },
    companions: companions.map((each) => each!),
    ...(branch !== undefined && { branch }),
  };
}

function commitOf(
  repo: string | undefined,
  sha: string | undefined,
  [repoOption, shaOption]: readonly [string, string],
  problems: OptionProblem[],
): Commit | undefined {
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(repo ?? "") ?? [];
  const pinned = sha !== undefined && /^[0-9a-f]{40}$/.test(sha);
  const written = (text: string | undefined) => (text === undefined ? "nothing" : quoted(text));
  if (owner === undefined || name === undefined)
    problems.push({ option: repoOption, found: written(repo), expected: "owner/name" });
  // A branch, a tag or a short hash may be another commit tomorrow.
  if (!pinned) problems.push({ option: shaOption, found: written(sha), expected: "a commit's 40 hexadecimal digits" });
  return owner !== undefined && name !== undefined && pinned ? { owner, repo: name, sha } : undefined;
}

/** The names in a JSON list. */
function namesIn(path: string): readonly string[] {
  const refuse = (found: string) =>
    new OrdinanceError([{ code: "ORD125", file: shownPath(path), found, expected: "a JSON list of names of checks" }]);
  const { text } = readText(path, { code: "ORD125", what: "a list of checks", content: "a JSON list of names" });
  let names: unknown;
  try {
    names = JSON.parse(text);
  } catch (error) {
    throw refuse(error instanceof SyntaxError ? error.message : String(error));
  }
  if (Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string")) return names;
  throw refuse("something else");
}
