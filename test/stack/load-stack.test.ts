import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatProblem, OrdinanceError } from "../../src/errors.ts";
import { kinds } from "../../src/kinds/index.ts";
import { leaves, type Kind } from "../../src/kinds/kind.ts";
import { ZERO_ADDRESS } from "../../src/kinds/value.ts";
import { CHECKS } from "../../src/stack/checks.ts";
import type { Desired } from "../../src/stack/desired.ts";
import { loadStack } from "../../src/stack/load.ts";
import { A, B, places, thrownBy } from "./support.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const catalogue: readonly Kind[] = Object.values<Kind>(kinds);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stack-"));
  mkdirSync(join(folder, "stacks"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function loadText(text: string): Desired {
  const path = join(folder, "stacks", "test.yaml");
  writeFileSync(path, text);
  return loadStack(path, {});
}

const module = (kind: string, body: string) =>
  `network: { chainId: 1, rpc: "https://example.org" }\nmodules:\n  m:\n    kind: ${kind}\n    address: "${A}"\n${body}`;

describe("loadStack", () => {
  it("loads the example of docs/stack-file.md", () => {
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs/stack-file.md"), "utf8"))!;
    const desired = loadText(example!);
    expect([desired.file, desired.stack, desired.modules.length]).toEqual(["stacks/test.yaml", "test", 1]);
    expect(desired.modules[0]!.wants.map(({ path }) => path)).toEqual([
      "owner",
      "paused",
      "fees.fee",
      "fees.burn",
      "fees.validatorReward",
      "treasury",
      "treasuryAllowlist",
      "unbondingPeriod",
    ]);
  });

  it.each(catalogue.map(({ name }) => ({ name })))("knows the kind $name", ({ name }) => {
    expect(loadText(module(name, "")).modules[0]!.kind.name).toBe(name);
  });

  it("takes the zero address as admin only where that is meant", () => {
    const admin = (text: string) => loadText(module("AccessControl", `    defaultAdmin: ${text}\n`)).modules[0]!.wants;
    const zero = `"${ZERO_ADDRESS}"`;
    const error = thrownBy(() => admin(zero));
    expect(places(error.problems)).toEqual(["ORD116 6:5"]);
    expect(error.message).toContain("renounce: intended");
    const wants = admin(`{ value: ${zero}, renounce: intended }`);
    expect(wants.map(({ path }) => path)).toEqual(["defaultAdmin", "pendingDefaultAdmin"]);
    expect(admin(`{ value: ${zero}, observe: true }`)).toHaveLength(2);
  });

  it("wants no other delay to be under way than the one it says", () => {
    const { wants } = loadText(module("AccessControl", "    defaultAdminDelay: 1 day\n")).modules[0]!;
    expect(wants.map(({ path, ...more }) => [path, "want" in more && more.want])).toEqual([
      ["defaultAdminDelay", { exact: 86_400n }],
      ["pendingDefaultAdminDelaySchedule", { exact: 0n }],
    ]);
  });

  it("reads members of a manager's role with and without delays", () => {
    const membersOf = (text: string) => {
      const [want] = loadText(module("AccessManager", `    roles: { ADMIN_ROLE: { members: ${text} } }\n`)).modules[0]!
        .wants;
      return want && "members" in want ? [...want.members.values()] : undefined;
    };
    expect(membersOf(`["${B}"]`)).toEqual([true]);
    expect(membersOf(`{ "${B}": at once, m: 1 day }`)).toEqual([true, 86_400n]);
    expect(membersOf(`{ value: { "${B}": 0 } }`)).toEqual([true]);
    for (const wrong of ["5", "never", "140 years"]) {
      const error = thrownBy(() => membersOf(`{ "${B}": ${wrong} }`));
      expect(places(error.problems)).toEqual(["ORD109 6:85"]);
    }
  });

  it("takes the number of a manager's role to the last digit, and what an alias stands for", () => {
    const idOf = (text: string) => {
      const roles = `    roles: { OPERATOR: { id: ${text}, members: [] } }\n`;
      const [want] = loadText(module("AccessManager", roles)).modules[0]!.wants;
      return want && "members" in want ? want.leaf.args : undefined;
    };
    expect(idOf("9007199254740993")).toEqual([9_007_199_254_740_993n]);
    expect(idOf("18446744073709551614")).toEqual([2n ** 64n - 2n]);
    expect(idOf("1_000")).toEqual([1000n]);
    const two = `    roles: { ONE: { id: &one 1, members: &members [] }, ADMIN_ROLE: { members: *members } }
  n:
    kind: AccessManager
    address: "${B}"
    roles: { OPERATOR: { id: *one, members: [m] } }
`;
    const { wants } = loadText(module("AccessManager", two)).modules[1]!;
    expect(wants.map(({ path, leaf }) => [path, leaf.type === "members" && leaf.args])).toEqual([
      ["roles.OPERATOR.members", [1n]],
    ]);
  });

  it("reads flags and roles of a contract through aliases as if they were written out", () => {
    const keys = (text: string) => {
      const { kind, wants } = loadText(module("AccessControl", text)).modules[0]!;
      return [Object.keys(kind.properties.members), wants.map(({ path }) => path)];
    };
    expect(keys(`    adminRules: &yes true\n    enumerable: *yes\n    roles: { A_ROLE: [] }\n`)).toEqual(
      keys(`    adminRules: true\n    enumerable: true\n    roles: { A_ROLE: [] }\n`),
    );
    expect(keys(`    enumerable: &yes true\n    adminRules: *yes\n    roles: { A_ROLE: [] }\n`)).toEqual(
      keys(`    enumerable: true\n    adminRules: true\n    roles: { A_ROLE: [] }\n`),
    );
  });

  it("knows no key that only the language has", () => {
    const error = thrownBy(() => loadText(module("AccessControl", "    constructor: 5\n    toString: 5\n")));
    expect(places(error.problems)).toEqual(["ORD104 6:5", "ORD104 7:5"]);
  });

  it("refuses three times 33.33 % where 100 % is due", () => {
    const shares = (last: string) =>
      module(
        "RewardEngineMB",
        `    shares: { agent: 33.33 %, validator: 33.33 %, operator: 33.33 %, employer: ${last} }\n`,
      );
    const error = thrownBy(() => loadText(shares("0 %")));
    expect(places(error.problems)).toEqual(["ORD116 6:5"]);
    expect(error.message).toMatch(/33\.33 % \+ 33\.33 % \+ 33\.33 % \+ 0 % = 99\.99 %; expected a sum of 100 %/);
    expect(loadText(shares("0.01 %")).modules[0]!.wants).toHaveLength(4);
  });

  it("refuses validators whose minimum exceeds their maximum", () => {
    const error = thrownBy(() => loadText(module("ValidationModule", "    validators: { min: 7, max: 5 }\n")));
    expect(error.message).toMatch(
      /^stacks\/test\.yaml:6:5 ORD116 modules\.m\.validators: .*expected validators\.min <= validators\.max/,
    );
  });

  it("leaves the file as it was", () => {
    const text = module("FeePool", "    burn: 101 %\n");
    expect(places(thrownBy(() => loadText(text)).problems)).toEqual(["ORD116 6:5"]);
    expect(readFileSync(join(folder, "stacks", "test.yaml"), "utf8")).toBe(text);
  });
});

describe("checks between values", () => {
  it("are about values that their kinds have", () => {
    for (const [name, checks] of Object.entries(CHECKS)) {
      const kind = catalogue.find((each) => each.name === name);
      const known = [...leaves(kind!.properties).keys()];
      for (const key of checks.flatMap((check) => check.keys)) expect(known).toContain(key);
    }
  });
});

describe("the examples of the schemas", () => {
  interface Property {
    readonly properties?: Readonly<Record<string, Property>>;
    readonly examples?: readonly unknown[];
  }

  function* examples(of: Property, wrap: (value: unknown) => unknown): Generator {
    for (const [key, property] of Object.entries(of.properties ?? {})) {
      if (["kind", "address", "observe"].includes(key)) continue;
      const inner = (value: unknown) => wrap({ [key]: value });
      if (property.properties) yield* examples(property, inner);
      else for (const example of property.examples ?? []) yield inner(example);
    }
  }

  it.each(catalogue.map(({ name }) => ({ name })))("of $name are what the loader takes", ({ name }) => {
    const schema = JSON.parse(readFileSync(join(ROOT, "schemas", `${name}.schema.json`), "utf8")) as Property;
    const all = [...examples(schema, (value) => value)];
    expect(all.length).toBeGreaterThan(0);
    for (const example of all) {
      const text = JSON.stringify({
        network: { chainId: 1, rpc: "https://example.org" },
        modules: { m: { kind: name, address: A, ...(example as object) } },
      });
      // Examples use names and a band that a whole file would have beside them.
      const context: readonly string[] = ["ORD111", "ORD117"];
      let problems: readonly string[] = [];
      try {
        loadText(text);
      } catch (error) {
        if (!(error instanceof OrdinanceError)) throw error;
        problems = error.problems.filter(({ code }) => !context.includes(code)).map(formatProblem);
      }
      expect(problems, text).toEqual([]);
    }
  });
});
