import { OrdinanceError, type Problem } from "../errors.ts";
import type { Examined } from "../examine.ts";
import type { Plan } from "./plan.ts";

/** Names of the modules that a plan brings nothing about in. */
export function refusedIn({ refusals }: Pick<Plan, "refusals">): ReadonlySet<string> {
  return new Set(refusals.map(({ module }) => module));
}

/** Refuses a plan that could not be enacted as a whole, with every reason at once. */
export function requirePlannable({ desired, plan }: Examined): void {
  const problems: Problem[] = [
    ...plan.unreadable.map(({ module, path, reason }) => ({
      code: "ORD206" as const,
      file: desired.file,
      path: `modules.${module}.${path}`,
      ...position(module, path),
      found: reason,
      expected: "a contract with this getter",
      remedy: "check the kind and the address of the module, or remove the property from the file",
    })),
    ...plan.refusals.map(({ module, keys, rule, lockOut }) => ({
      code: lockOut ? ("ORD302" as const) : ("ORD301" as const),
      file: desired.file,
      path: `modules.${module}.${keys.join(", ")}`,
      ...position(module, keys[0] ?? ""),
      found: lockOut ? rule : `no order of calls brings this about: ${rule}`,
      expected: lockOut ? "a declared holder who can act" : "values that the contract's rules let the calls reach",
      remedy: lockOut
        ? "declare somebody who can use the right"
        : "change the desired values, or remove what stands in the way first",
    })),
  ];
  if (problems.length > 0) throw new OrdinanceError(problems);

  function position(name: string, key: string) {
    const module = desired.modules.find((each) => each.name === name);
    const want = module?.wants.find(({ path }) => key === path || key.startsWith(`${path}[`));
    const at = want?.at ?? module?.at;
    return at ? { line: at.line, column: at.column } : {};
  }
}
