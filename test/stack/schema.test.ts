import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CHECKS } from "../../src/stack/checks.ts";
import { A, B, vaultStack } from "./support.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "schemas");

interface Schema {
  readonly properties?: Readonly<Record<string, Schema & { readonly enum?: readonly string[] }>>;
  readonly definitions?: Readonly<
    Record<string, Schema & { readonly allOf?: readonly { readonly then: { readonly $ref: string } }[] }>
  >;
}

function schema(name: string): Schema {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.schema.json`), "utf8")) as Schema;
}

const files = readdirSync(FOLDER).map((file) => file.replace(".schema.json", ""));
const kinds = files.filter((name) => !["review", "stack", "units"].includes(name)).sort();

let validate: ValidateFunction;
beforeAll(() => {
  const ajv = new Ajv({ allErrors: true, strictTypes: false });
  for (const name of files) ajv.addSchema(schema(name), `${name}.schema.json`);
  validate = ajv.getSchema("stack.schema.json")!;
});

describe("the schema of the stack file", () => {
  it("knows every kind, and explains each by its own schema", () => {
    const module = schema("stack").definitions!["module"]!;
    expect(module.properties!["kind"]!.enum).toEqual(kinds);
    expect(module.allOf!.map(({ then }) => then.$ref)).toEqual(kinds.map((kind) => `${kind}.schema.json`));
  });

  it("takes the example of docs/stack-file.md", () => {
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs/stack-file.md"), "utf8"))!;
    validate(parse(example!));
    expect(validate.errors).toBe(null);
  });

  it("takes the forms of values", () => {
    validate(
      parse(
        vaultStack(`    paused: { value: true, observe: true }
    minStake: { within: [1 AGIALPHA, 2 AGIALPHA] }
    fees: { fee: 5 %, observe: true }
    treasuryAllowlist: []
    unbondingPeriod: 1 day 12 hours
  t:
    kind: Thermostat
    address: "${B}"
    temperature: { within: band }
    band: { min: 0.1, max: 5 }
    roleTemperatures: { agent: unset, validator: 1.2 }
`),
      ),
    );
    expect(validate.errors).toBe(null);
  });

  it.each([
    ["an unknown key", vaultStack("    minstake: 1 wei\n")],
    ["a key of another kind", vaultStack("    temperature: 1\n")],
    ["an unknown kind", vaultStack("").replace("StakeManager", "Steakhouse")],
    ["a number for an address", vaultStack(`    owner: ${A}\n`)],
    ["an amount without a unit", vaultStack("    minStake: 100\n")],
    ["a missing address", vaultStack("").replace(/^ {4}address: .*$/m, "")],
    ["a reserved name", vaultStack("").replace("council:", "within:")],
  ])("refuses %s", (_name, text) => {
    expect(validate(parse(text))).toBe(false);
  });
});

describe("checks between values", () => {
  const keys = Object.entries(CHECKS).flatMap(([kind, checks]) =>
    checks.flatMap((check) => check.keys.map((key) => [kind, key] as const)),
  );

  it.each(keys)("%s has %s", (kind, key) => {
    let at: Schema | undefined = schema(kind);
    for (const name of key.split(".")) at = at?.properties?.[name];
    expect(at).toBeDefined();
  });
});
