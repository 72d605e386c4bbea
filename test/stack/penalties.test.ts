import { describe, expect, it } from "vitest";
import { A, B, C, load, problemsOf, vaultStack, wantOf } from "./support.ts";

const GOOD = {
  incident: "INC-1",
  user: "council",
  role: "validator",
  percentage: "12.5 %",
  beneficiary: "treasury",
  reason: "signed two blocks of one height",
};

function entry(more: Readonly<Record<string, string>> = {}): string {
  const fields = Object.entries({ ...GOOD, ...more }).filter(([, value]) => value !== "");
  return fields.map(([key, value], index) => `${index === 0 ? "  - " : "    "}${key}: ${value}\n`).join("");
}

/** Line 7 is `penalties:`, and the first entry begins in line 8. */
const stack = (...entries: readonly string[]) => vaultStack(`penalties:\n${entries.join("")}`);

it("reads a penalty in the contract's own numbers, as something that is to be enacted", () => {
  const desired = load(stack(entry()));
  const want = wantOf(desired, "penalties.INC-1");
  expect(want).toMatchObject({ want: { exact: true }, observe: false, at: { line: 8, column: 5 } });
  expect(want.leaf).toMatchObject({
    facet: "Penalties",
    read: {
      enacted: {
        ...{ incident: "INC-1", user: C, role: "validator", share: 1250n, beneficiary: B },
        reason: "signed two blocks of one height",
      },
    },
  });
});

it("gives the punished and the beneficiary no rights by naming them", () => {
  const stranger = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
  expect(load(stack(entry({ user: `"${stranger}"` }))).declared(stranger)).toBe(false);
});

it("never enacts a penalty on a contract that is only observed", () => {
  const observed = vaultStack(`    observe: true\npenalties:\n${entry()}`);
  expect(wantOf(load(observed), "penalties.INC-1").observe).toBe(true);
});

it("takes an empty list, without a stake manager too", () => {
  const none = vaultStack("penalties: []\n");
  expect(load(none).modules[0]!.wants).toEqual([]);
  expect(load(none.replace("StakeManager", "Thermostat")).modules[0]!.wants).toEqual([]);
});

describe("a penalty that cannot be", () => {
  it.each([
    ["an unknown role", { role: "operator" }, "ORD109 10:11", "a role: agent, validator, platform"],
    ["no share", { percentage: "0 %" }, "ORD123 11:17", "more than 0 % and at most 100 %"],
    ["more than everything", { percentage: "100.01 %" }, "ORD123 11:17", "InvalidPercentage"],
    ["a share between two basis points", { percentage: "12.345 %" }, "ORD109 11:17", "such as 2.5 % or 250 bps"],
    ["a share without a unit", { percentage: "12.5" }, "ORD109 11:17", "such as 2.5 % or 250 bps"],
    ["a negative share", { percentage: "-5 %" }, "ORD109 11:17", "such as 2.5 % or 250 bps"],
    ["an unknown user", { user: "councl" }, "ORD111 9:11", "an address, or a name"],
    ["an address without quotes", { user: A }, "ORD110 9:11", "the address in quotes"],
    ["nobody to punish", { user: `"0x${"0".repeat(40)}"` }, "ORD123 9:11", "InvalidUser"],
    ["nobody to pay", { beneficiary: `"0x${"0".repeat(40)}"` }, "ORD123 12:18", "InvalidRecipient"],
    ["an incident with a space", { incident: "INC 1" }, "ORD123 8:15", "letters, digits, - and _"],
    ["an incident with a point", { incident: "INC.1" }, "ORD123 8:15", "letters, digits, - and _"],
    ["an incident that is too long", { incident: "x".repeat(65) }, "ORD123 8:15", "1 to 64 letters"],
    ["an incident that YAML reads as a number", { incident: "14" }, "ORD109 8:15", '"14"'],
    ["an empty reason", { reason: '" "' }, "ORD123 13:13", "a sentence"],
    ["no reason", { reason: "" }, "ORD105 8:5", "the key reason"],
    ["an unknown key", { amount: "5 AGIALPHA" }, "ORD104 14:5", "one of incident, user"],
  ])("with %s", (_name, more, place, expected) => {
    const [problem, ...others] = problemsOf(stack(entry(more)));
    expect(others).toEqual([]);
    expect(`${problem!.code} ${problem!.line}:${problem!.column}`).toBe(place);
    expect(problem!.expected).toContain(expected);
  });

  it("because its incident has one already, whatever else differs", () => {
    const [problem, ...others] = problemsOf(stack(entry(), entry({ percentage: "1 %" })));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "ORD123", line: 14, path: "penalties[1].incident" });
    expect(problem!.expected).toContain("line 8");
  });

  it.each([
    ["0 modules", stack(entry()).replace("StakeManager", "Thermostat")],
    ["2 modules", vaultStack(`  other: { kind: StakeManager, address: "${C}" }\npenalties:\n${entry()}`)],
  ])("because there are %s that hold stakes", (count, text) => {
    const [problem, ...others] = problemsOf(text);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "ORD123", path: "penalties", found: `${count} of kind StakeManager` });
  });

  it.each(["penalties: none\n", "penalties: [5]\n"])("because it is no list of mappings: %s", (text) => {
    expect(problemsOf(vaultStack(text)).map(({ code }) => code)).toEqual(["ORD103"]);
  });
});
