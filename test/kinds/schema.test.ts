import { readFileSync, readdirSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { kinds, kindsByName, type KindName } from "../../src/kinds/index.ts";
import type { Kind } from "../../src/kinds/kind.ts";
import type { Binding, Group } from "../../src/kinds/property.ts";

interface Schema {
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly const?: unknown;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const FOLDER = new URL("../../schemas/", import.meta.url);
const load = (file: string) => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Schema;
const units = load("units.schema.json");
const META = ["kind", "address", "observe"];

/** Keys that shape a kind and are no values of the contract. */
const settingsOf = (kind: Kind) => Object.keys(kind.properties.settings ?? {});

function compiler(): Ajv {
  const ajv = new Ajv({ strict: true, allowUnionTypes: false, allErrors: true });
  ajv.addSchema(units);
  return ajv;
}

/** Every key of a schema, with its path: `fees.fee`. */
function keys(schema: Schema, prefix = ""): [string, Schema][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
    [prefix + name, property],
    ...keys(property, `${prefix}${name}.`),
  ]);
}

/** Every key of a binding, groups included. */
function bindings(group: Group, prefix = ""): [string, Binding][] {
  return Object.entries(group.members).flatMap(([name, binding]): [string, Binding][] => [
    [prefix + name, binding],
    ...(binding.type === "group" ? bindings(binding, `${prefix}${name}.`) : []),
  ]);
}

/** The texts in an example that stand for one value of a scalar. */
function textsOf(example: unknown): string[] {
  if (typeof example !== "object" || example === null) return [String(example)];
  const { value, within } = example as { value?: unknown; within?: unknown };
  if (Array.isArray(within)) return within.map(String);
  return value === undefined ? [] : [String(value as string | number | boolean)];
}

describe.each(Object.entries(kinds) as [KindName, Kind][])("schema of %s", (name, kind) => {
  const schema = load(`${name}.schema.json`);
  const all = keys(schema);

  it("is a strict schema that takes its own examples", () => {
    const validate = compiler().compile(schema);
    for (const example of schema.examples ?? []) {
      expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(schema.examples).not.toHaveLength(0);
    expect(schema.properties?.["kind"]?.const).toBe(name);
    expect(kindsByName.get(name)).toBe(kind);
  });

  it("refuses unknown keys, in groups as well", () => {
    const open = [["", schema] as const, ...all].filter(
      ([, each]) => each.properties && each.additionalProperties !== false,
    );
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it("explains every key and gives examples that it takes", () => {
    const ajv = compiler();
    ajv.addSchema(schema);
    for (const [path, { title, description, examples }] of all) {
      expect(title, `title of ${path}`).toMatch(/^[A-Z]/);
      expect(description, `description of ${path}`).toMatch(/\S\.$|\)$/);
      expect(examples, `examples of ${path}`).not.toHaveLength(0);
      const pointer = path
        .split(".")
        .map((part) => `properties/${part}`)
        .join("/");
      const validate = ajv.compile({ $ref: `${name}.schema.json#/${pointer}` });
      for (const example of examples ?? []) expect(validate(example), `example of ${path}`).toBe(true);
    }
  });

  it("has a key for every binding and a binding for every key", () => {
    const none = [...META, ...settingsOf(kind)];
    const own = all.map(([path]) => path).filter((path) => !none.includes(path) && !path.endsWith(".observe"));
    expect(own.sort()).toEqual(
      bindings(kind.properties)
        .map(([path]) => path)
        .sort(),
    );
  });

  it("gives examples that the units of the bindings understand", () => {
    const examples = new Map(all.map(([path, property]) => [path, property.examples ?? []]));
    for (const [path, binding] of bindings(kind.properties)) {
      // Names become addresses before a unit sees them.
      if (binding.type !== "scalar" || binding.unit.name === "address") continue;
      for (const text of examples.get(path)!.flatMap(textsOf)) {
        expect(binding.unit.parse(text), `${path}: ${text}`).toHaveProperty("ok");
      }
    }
  });
});

describe("shared units", () => {
  it("are strict schemas that take their own examples", () => {
    const ajv = compiler();
    for (const [name, { title, description, examples = [] }] of Object.entries(units.$defs ?? {})) {
      expect(title, name).toBeTruthy();
      expect(description, name).toBeTruthy();
      const validate = ajv.compile({ $ref: `units.schema.json#/$defs/${name}` });
      for (const example of examples) expect(validate(example), `${name}: ${JSON.stringify(example)}`).toBe(true);
    }
  });

  it.each([
    [
      "percent",
      ["5 %", { value: "5 %", observe: true }, { within: ["1 %", "2 %"] }],
      [5, "5", "-5 %", { value: "5 %", within: ["1 %", "2 %"] }],
    ],
    ["token", ["100 AGIALPHA", "1_000 wei", "0.5 AGIALPHA"], [100, "100", "100 ETH", "100 AGIALPHA "]],
    ["duration", ["7 days", "1 day 12 hours", 0, "1800 s"], [7, "7", "days", "7 fortnights"]],
    ["wad", [1.8, "1.8", -0.5, { within: [0.1, 5] }], ["unset", "1,8", { within: [1] }, { within: "band" }]],
    ["wadOrUnset", ["unset", 1.8], ["off"]],
    ["flag", [true, { value: false }], ["true", 1]],
    ["address", ["council", "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0"], ["0x12", 12, ["council"]]],
    [
      "addressList",
      [[], ["council"], { value: ["council"], observe: true }],
      ["council", ["council", "council"], { value: "council" }],
    ],
    ["weights", [{}, { council: 1 }, { value: { council: 2 }, observe: true }], [["council"], { council: -1 }]],
  ] as const)("%s takes what is meant and nothing else", (name, good, bad) => {
    const validate = compiler().compile({ $ref: `units.schema.json#/$defs/${name}` });
    expect(good.filter((value) => !validate(value))).toEqual([]);
    expect(bad.filter((value) => validate(value))).toEqual([]);
  });
});

it("there is a schema for every kind and a kind for every schema", () => {
  const files = readdirSync(FOLDER).filter((file) => /^[A-Z]\w*\.schema\.json$/.test(file));
  expect(files.map((file) => file.replace(".schema.json", "")).sort()).toEqual(Object.keys(kinds).sort());
});
