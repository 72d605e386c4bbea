import { fields, id, list, MalformedAnswer, maybe, text, type Fields } from "./answer.ts";
import type { GitHub } from "./github.ts";
import type { Requirement } from "./model.ts";

/**
 * The checks that a branch requires, by its protection and by the rulesets that apply to it.
 * @throws OrdinanceError ORD209.
 */
export async function requiredOf(
  github: GitHub,
  branch: { readonly owner: string; readonly repo: string; readonly branch: string },
): Promise<readonly Requirement[]> {
  const byProtection = await github.read("/repos/{owner}/{repo}/branches/{branch}", branch, protection);
  const byRules = await github.pages("/repos/{owner}/{repo}/rules/branches/{branch}", branch, (data) => {
    return { items: list(data, "the answer") };
  });
  return [...byProtection, ...byRules.flatMap(rule)];
}

function protection(data: unknown): readonly Requirement[] {
  const shown = fields(data, "a branch");
  const protecting = maybe(shown["protection"], "protection", fields);
  if (!protecting) {
    if (shown["protected"] === false) return [];
    throw new MalformedAnswer("the branch is protected and its protection is not shown");
  }
  const checks = maybe(protecting["required_status_checks"], "required_status_checks", fields);
  if (!checks) return [];
  const named = list(checks["checks"], "checks").map((each) => requirement(fields(each, "a check"), "app_id"));
  const contexts = list(checks["contexts"], "contexts").map((each) => ({ name: text(each, "a context") }));
  // The older list has the same names without the apps.
  return [...named, ...contexts.filter(({ name }) => named.every((each) => each.name !== name))];
}

function rule(value: unknown): readonly Requirement[] {
  const { type, parameters } = fields(value, "a rule");
  if (type !== "required_status_checks") return [];
  const checks = list(fields(parameters, "parameters")["required_status_checks"], "required_status_checks");
  return checks.map((each) => requirement(fields(each, "a check"), "integration_id"));
}

/** -1 stands for any app, as does none. */
function requirement(check: Fields, app: "app_id" | "integration_id"): Requirement {
  const appId = maybe(check[app], app, id);
  return { name: text(check["context"], "context"), ...(appId !== undefined && appId !== "-1" && { appId }) };
}
