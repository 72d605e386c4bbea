import { OrdinanceError } from "../errors.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Scalar } from "../kinds/property.ts";
import { withEndpoints, type Desired, type DesiredModule, type DesiredWant } from "./desired.ts";

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

/** What tells whether a contract of this kind is paused; `undefined` if it cannot be. */
export function pauseFlagOf(kind: Kind): Scalar | undefined {
  const leaf = kind.properties.members["paused"];
  return leaf?.type === "scalar" && leaf.unit.name === "flag" ? leaf : undefined;
}

/** Names of what a halt pauses: everything that can be paused and is not only observed. */
export function pausableIn({ modules }: Desired): readonly string[] {
  const isKept = ({ observed, wants }: DesiredModule) =>
    observed === true || wants.some(({ path, observe }) => path === "paused" && observe);
  return modules.filter((module) => pauseFlagOf(module.kind) && !isKept(module)).map(({ name }) => name);
}

/**
 * What pauses, and nothing else is even looked at.
 * @throws OrdinanceError ORD131 if that is nothing: nobody should believe then that all is paused.
 */
export function onlyPausing(desired: Desired): Desired {
  const pausing = withWants(desired, ({ wants }) => wants.filter(pauses));
  if (pausing.modules.some(({ wants }) => wants.length > 0)) return withoutServices(pausing);
  const observed = keptFromHalt(pausing);
  throw new OrdinanceError([
    {
      code: "ORD131",
      file: desired.file,
      path: "modules",
      found: observed.length > 0 ? `only what is observed: ${observed.join(", ")}` : "no contract that can be paused",
      expected: "at least one contract that a halt pauses",
      remedy: "make sure that this is the file of the network that is meant",
    },
  ]);
}

/** Contracts that can be paused, and that are only observed: in what only pauses, nothing is wanted of them. */
export function keptFromHalt({ modules }: Desired): readonly string[] {
  return modules.filter(({ kind, wants }) => pauseFlagOf(kind) && wants.length === 0).map(({ name }) => name);
}

/** For people; nothing where there are none. */
export function keptText(pausing: Desired): readonly string[] {
  const kept = keptFromHalt(pausing);
  return kept.length === 0 ? [] : [`only observed, so that a halt leaves them as they are: ${kept.join(", ")}`];
}

/** What pauses; everything else is only observed: penalties, which nobody can tell without logs, are not read. */
export function observingTheRest(desired: Desired): Desired {
  const modules = desired.modules.map((module) => {
    const wants = observedUnless(pauses, module.wants);
    const unread = wants.filter(isPenalty);
    return { ...module, wants: wants.filter((want) => !isPenalty(want)), ...(unread.length > 0 && { unread }) };
  });
  return withoutServices({ ...desired, modules });
}

function isPenalty({ leaf }: DesiredWant): boolean {
  return leaf.type === "scalar" && "enacted" in leaf.read;
}

/**
 * Everything runs that is neither written as paused nor only observed: also what a halt has paused although the file does not
 * mention it.
 */
export function wantingAllToRun(desired: Desired): Desired {
  return withWants(desired, ({ kind, wants, observed, at }) => {
    const leaf = pauseFlagOf(kind);
    if (!leaf || observed || wants.some(({ path }) => path === "paused")) return wants;
    return [{ path: "paused", leaf, want: { exact: false }, observe: false, at }, ...wants];
  });
}

/** All but some modules. */
export function withoutModules(desired: Desired, names: ReadonlySet<string>): Desired {
  return withWants(desired, ({ name, wants }) => (names.has(name) ? [] : wants));
}

/** What unpauses; everything else is still looked at, and only observed. */
export function onlyUnpausing(desired: Desired): Desired {
  return withWants(desired, ({ wants }) => observedUnless(unpauses, wants));
}

function observedUnless(acts: (want: DesiredWant) => boolean, wants: readonly DesiredWant[]): readonly DesiredWant[] {
  return wants.map((want) => (acts(want) ? want : { ...want, observe: true }));
}

function withWants(desired: Desired, chosen: (module: DesiredModule) => readonly DesiredWant[]): Desired {
  return { ...desired, modules: desired.modules.map((module) => ({ ...module, wants: chosen(module) })) };
}

/** Neither logs nor a transaction service are needed to pause, and nothing that is queued is in its way. */
function withoutServices(desired: Desired): Desired {
  const { network } = desired;
  const approvals = { cancelsNothing: true } as const;
  return { ...desired, network: withEndpoints({ ...network, scan: "best-effort" }, network.rpc), approvals };
}

function pauses({ path, observe }: DesiredWant): boolean {
  return path === "paused" && !observe;
}

function unpauses(want: DesiredWant): boolean {
  return pauses(want) && "want" in want && "exact" in want.want && want.want.exact === false;
}
