import type { LiveModule } from "../../src/diff/live.ts";
import type { Examined } from "../../src/examine.ts";
import { kinds } from "../../src/kinds/index.ts";
import type { Key, Members, Scalar } from "../../src/kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import { plan } from "../../src/plan/plan.ts";
import { leavesOf } from "../../src/plan/world.ts";
import type { DesiredModule, DesiredWant } from "../../src/stack/desired.ts";
import { desiredOf, plainAddress } from "../support/graph-plan.ts";
import { quietLive } from "../support/graph-live.ts";

const OWNER = plainAddress(7);
const AT = { line: 1, column: 1 };

/** Values of one module that differ: fees that must fall before others rise, windows, stakes. */
const CHANGED: Readonly<Record<string, readonly [bigint, bigint]>> = {
  "fees.fee": [40n, 60n],
  "fees.validatorReward": [59n, 39n],
  "fees.burn": [1n, 0n],
  minStake: [1n, 2n],
  unbondingPeriod: [1n, 2n],
};

/** A stack with `modules` times twenty differences, five values and fifteen members that are to go. */
export function largeExamined(modules: number): Examined {
  const kind = kinds.StakeManager;
  const desired: DesiredModule[] = [];
  const states = new Map<string, LiveModule>();
  for (let index = 0; index < modules; index++) {
    const values = new Map<Key, Value>();
    const wants: DesiredWant[] = [];
    for (const [path, leaf] of leavesOf(kind)) {
      if (leaf.type === "members") continue;
      const [before, after] = CHANGED[path] ?? [path === "owner" ? OWNER : initial(leaf)];
      values.set(path, before);
      if (after !== undefined) wants.push({ path, leaf, want: { exact: after }, observe: false, at: AT });
    }
    const path = "treasuryAllowlist";
    const leaf = leavesOf(kind).get(path) as Members;
    for (let member = 0; member < 15; member++) values.set(`${path}[${plainAddress(9000 + member)}]`, true);
    wants.push({ path, leaf, members: new Map<Address, Value>(), observe: false, at: AT });
    const [name, address] = [`module${index}`, plainAddress(1000 + index)];
    desired.push({ name, kind, address, wants, at: AT });
    states.set(name, { name, kind, address, values, unreadable: new Map(), codeHash: "0x" });
  }
  const stack = desiredOf(desired, [OWNER]);
  const live = quietLive({ modules: states });
  return { desired: stack, live, plan: plan(stack, live) };
}

function initial({ unit }: Scalar): Value {
  if (unit.name === "flag") return false;
  return unit.name === "address" ? ZERO_ADDRESS : 0n;
}
