import { STATES, type Finding, type Requirement, type Result, type State } from "./model.ts";

/**
 * Whether one required check is green on the commit `sha`: everything of its name that ran there has to have succeeded. What
 * ran on another commit proves nothing, nor does what was skipped; `neutral` is not a success either.
 * @param workflows the names of workflows by check suite; needed for names such as `ci / build` only.
 */
export function judge(
  requirement: Requirement,
  sha: string,
  results: readonly Result[],
  workflows: ReadonlyMap<string, string> = new Map(),
): Finding {
  const named = namesakes(requirement, results, workflows);
  const evidence = named.filter((each) => fromApp(requirement, each));
  const here = evidence.filter((each) => each.sha === sha);
  const found = (state: State, why: string, of: readonly Result[]): Finding => {
    return { ...requirement, state, why, evidence: of };
  };
  if (here.length > 0) {
    const [worst] = here
      .map((each) => ({ state: stateOf(each), each }))
      .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
    return found(worst!.state, worst!.each.outcome, here);
  }
  const [elsewhere] = evidence;
  if (elsewhere) return found("stale", `${elsewhere.outcome} on ${elsewhere.sha}, which is another commit`, evidence);
  if (named.length > 0) {
    const others = [...new Set(named.map(({ app }) => app?.slug ?? "a commit status"))].join(", ");
    return found("missing", `only from ${others}, not from the app ${requirement.appId}`, []);
  }
  return found("missing", "no check run and no status of this name on this commit", []);
}

/** By either name: a status that calls itself `ci / build` does not hide the run of that workflow. */
function namesakes(
  { name }: Requirement,
  results: readonly Result[],
  workflows: ReadonlyMap<string, string>,
): Result[] {
  return results.filter(({ suite, name: own }) => {
    const workflow = suite === undefined ? undefined : workflows.get(suite);
    return own === name || (workflow !== undefined && `${workflow} / ${own}` === name);
  });
}

/** Who set a status is not told by the list of statuses, so that none counts where one app is required. */
const fromApp = ({ appId }: Requirement, { app }: Result) => appId === undefined || app?.id === appId;

function stateOf({ kind, outcome }: Result): State {
  switch (outcome) {
    case "success":
      return "green";
    case "skipped":
    case "stale":
    case "pending":
      return outcome;
    case "queued":
    case "in_progress":
    case "waiting":
    case "requested":
      return kind === "check run" ? "pending" : "failed";
    default:
      return "failed";
  }
}
