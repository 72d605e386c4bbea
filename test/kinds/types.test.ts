import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { defineKind } from "../../src/kinds/kind.ts";
import { addressSet, group, reference, scalar } from "../../src/kinds/make.ts";
import type { BindingsFor } from "../../src/kinds/property.ts";
import type { AddressList, Address, Percent, Weights } from "../../src/stack/types.ts";
import { percent } from "../../src/stack/units.ts";

interface Example {
  kind: "Example";
  address: string;
  observe?: boolean;
  owner?: Address;
  callers?: AddressList;
  moderators?: Weights;
  fees?: { fee?: Percent; observe?: boolean };
}

const owner = reference("owner()");
const callers = addressSet("callers(address)", "CallerUpdated(address,bool)");
const fees = group({ fee: scalar("feePct()", percent, "FeeSplit") });
const whole: BindingsFor<Example> = { owner, callers, moderators: callers, fees };

/** Checked by the compiler: each of these lines must be an error. */
export const wrong: readonly BindingsFor<Example>[] = [
  // @ts-expect-error A key without a binding.
  { owner, callers, fees },
  // @ts-expect-error A binding without a key.
  { ...whole, other: owner },
  // @ts-expect-error A list that is bound as one value.
  { ...whole, callers: owner },
  // @ts-expect-error A mapping that is bound as a group.
  { ...whole, moderators: fees },
  // @ts-expect-error One value that is bound as a set.
  { ...whole, owner: callers },
  // @ts-expect-error A group without one of its values.
  { ...whole, fees: group({}) },
];

it("binds values, sets, mappings and groups by the types of their keys", () => {
  const kind = defineKind<Example>({ name: "Example", properties: whole, writes: [], errors: [] });
  expect(Object.keys(kind.properties.members)).toEqual(["owner", "callers", "moderators", "fees"]);
});

it("the generated types are what the schemas say", () => {
  const root = resolve(import.meta.dirname, "../..");
  const { status, stderr } = spawnSync(process.execPath, ["tools/generate-types.ts", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
