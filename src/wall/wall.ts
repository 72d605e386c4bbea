import type { GitHub } from "./github.ts";
import { judge } from "./judge.ts";
import { commitText, type Requirement, type Section, type SectionReport, type WallReport } from "./model.ts";
import { resultsOf, workflowsOf } from "./results.ts";

/**
 * Whether every required check is green on its commit.
 * @param sections each with at least one requirement; those of one commit are joined.
 * @throws OrdinanceError ORD209 if one of them cannot be read whole, ORD125 if a repository does not have the commit.
 */
export async function statusWall(github: GitHub, sections: readonly Section[]): Promise<WallReport> {
  const reports: SectionReport[] = [];
  for (const section of joined(sections)) reports.push(await sectionReport(github, section));
  const green = reports.every(({ findings }) => findings.every(({ state }) => state === "green"));
  return { green, sections: reports };
}

async function sectionReport(github: GitHub, { commit, required }: Section): Promise<SectionReport> {
  if (required.length === 0) throw new RangeError(`nothing is required of ${commitText(commit)}`);
  const results = await resultsOf(github, commit);
  const workflows = required.some(({ name }) => name.includes(" / ")) ? await workflowsOf(github, commit) : undefined;
  return { commit, findings: required.map((each) => judge(each, commit.sha, results, workflows)) };
}

function joined(sections: readonly Section[]): readonly Section[] {
  const byCommit = Map.groupBy(sections, ({ commit }) => commitText(commit).toLowerCase());
  return [...byCommit.values()].map((same) => ({
    commit: same[0]!.commit,
    required: unique(same.flatMap(({ required }) => required)),
  }));
}

function unique(required: readonly Requirement[]): readonly Requirement[] {
  return [...new Map(required.map((each) => [`${each.appId ?? ""} ${each.name}`, each])).values()];
}
