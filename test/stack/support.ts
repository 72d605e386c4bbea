import { OrdinanceError, type Problem } from "../../src/errors.ts";
import { defineKind, type Kind } from "../../src/kinds/kind.ts";
import { addressSet, scalar } from "../../src/kinds/make.ts";
import { owner } from "../../src/kinds/ownable.ts";
import { pausableProperties } from "../../src/kinds/pausable.ts";
import type { Binding } from "../../src/kinds/property.ts";
import { thermostat } from "../../src/kinds/thermostat.ts";
import type { Desired, DesiredWant } from "../../src/stack/desired.ts";
import { interpret } from "../../src/stack/interpret.ts";
import { count, duration, percent, text, token, word } from "../../src/stack/units.ts";

export const A = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
export const B = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";
export const C = "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0";

const properties: Record<string, Binding> = {
  owner,
  ...pausableProperties,
  fees: {
    type: "group",
    members: {
      fee: scalar("feePct()", percent, "FeeSplit"),
      burn: scalar("burnPct()", percent, "FeeSplit"),
      validatorReward: scalar("validatorRewardPct()", percent, "FeeSplit"),
    },
  },
  treasury: scalar("treasury()", owner.unit, "Parameters"),
  treasuryAllowlist: addressSet("treasuryAllowlist(address)", "TreasuryAllowlistUpdated(address,bool)"),
  weights: {
    ...addressSet("weights(address)", "WeightSet(address,uint96)"),
    unit: count,
    absent: 0n,
    returns: "uint96",
  },
  minStake: scalar("minStake()", token, "Parameters"),
  unbondingPeriod: scalar("unbondingPeriod()", duration, "Parameters"),
  label: scalar("label()", text, "Parameters"),
  root: scalar("root()", word, "Parameters"),
};

/** A kind with every form of value, under the name of one with cross-value checks. */
const vault = defineKind<Record<string, never>>({
  name: "StakeManager",
  properties: properties as never,
  writes: [],
  errors: [],
});
const KINDS = new Map<string, Kind>([vault, thermostat].map((kind) => [kind.name, kind]));

export function load(stackText: string, env: NodeJS.ProcessEnv = {}, halt = false): Desired {
  return interpret({ text: stackText, file: "stacks/test.yaml", stack: "test", env, kinds: KINDS, halt });
}

/** The problems of a text that must not load. */
export function problemsOf(stackText: string, env: NodeJS.ProcessEnv = {}): readonly Problem[] {
  return thrownBy(() => load(stackText, env)).problems;
}

export function thrownBy(act: () => unknown): OrdinanceError {
  try {
    act();
  } catch (error) {
    if (error instanceof OrdinanceError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** `ORD104 9:5` */
export function places(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

/** Lines 1 to 6, then the body from line 7: a module `vault` with its properties indented by four spaces. */
export function vaultStack(body: string): string {
  return `network: { chainId: 31337, rpc: "http://127.0.0.1:8545" }
addresses: { treasury: "${B}", council: "${C}" }
modules:
  vault:
    kind: StakeManager
    address: "${A}"
${body}`;
}

export function wantOf(desired: Desired, path: string, module = desired.modules[0]!.name): DesiredWant {
  const want = desired.modules.find(({ name }) => name === module)?.wants.find((each) => each.path === path);
  if (!want) throw new Error(`${module}.${path} is not wanted`);
  return want;
}
