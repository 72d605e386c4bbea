import { OrdinanceError } from "../errors.ts";
import { withEndpoints, type Desired, type DesiredWant } from "./desired.ts";

/** `halt`: an update through the engine pauses and does nothing else that the file wants. */
export const SCOPE_VARIABLE = "ORDINANCE_SCOPE";

/** Whether the environment narrows an update to pausing. @throws OrdinanceError ORD109 for any other scope. */
export function isHalting(env: NodeJS.ProcessEnv): boolean {
  const scope = env[SCOPE_VARIABLE];
  if (!scope) return false;
  if (scope === "halt") return true;
  const found = "another scope";
  throw new OrdinanceError([{ code: "ORD109", file: SCOPE_VARIABLE, found, expected: "halt, or no such variable" }]);
}

/** What pauses, and nothing else is even looked at. */
export function onlyPausing(desired: Desired): Desired {
  return withWants(desired, (wants) => wants.filter(pauses));
}

/** What pauses; everything else is still shown, and only observed. */
export function observingTheRest(desired: Desired): Desired {
  return withWants(desired, (wants) => wants.map((want) => (pauses(want) ? want : { ...want, observe: true })));
}

/** Neither logs nor a transaction service are needed to pause. */
function withWants(desired: Desired, chosen: (wants: readonly DesiredWant[]) => readonly DesiredWant[]): Desired {
  const { network, modules } = desired;
  return {
    ...desired,
    network: withEndpoints({ ...network, scan: "best-effort" }, network.rpc),
    approvals: {},
    modules: modules.map((module) => ({ ...module, wants: chosen(module.wants) })),
  };
}

function pauses({ path, observe }: DesiredWant): boolean {
  return path === "paused" && !observe;
}
