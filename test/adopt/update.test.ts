import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { updateStack, type StackChange } from "../../src/adopt/update.ts";
import { OrdinanceError } from "../../src/errors.ts";
import { count, duration, percent, token } from "../../src/stack/units.ts";
import { load, thrownBy } from "../stack/support.ts";

const LOCAL = readFileSync(resolve(import.meta.dirname, "../../stacks/local.yaml"), "utf8");

const A = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const B = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";
const C = "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0";

const TEXT = `# head
network: { chainId: 1, rpc: "http://127.0.0.1" } # net
addresses:
  alice:   "${A}"   # spaced
  bob: '${B}'
  also-bob: bob

modules:
  vault: # a comment
    kind: StakeManager
    address: '${C}'
    owner: alice
    paused:    false # not now
    pauser: { value: bob, observe: true }
    fees: { fee: '5 %', burn: 1 %,   validatorReward: 10 % } # shares
    treasuryAllowlist:
      # the first
      - alice # main
      - also-bob

      # before the weights
    weights:
      alice: 3 # three
      "${B}": 2
    label: "five # %"
    unbondingPeriod: 7 days
    minStake: { within: [1 AGIALPHA, 2 AGIALPHA] }
`;

/** The only lines that differ, as they are afterwards. */
function changedLines(before: string, after: string): readonly string[] {
  const old = before.split("\n");
  return after.split("\n").filter((line) => !old.includes(line));
}

const update = (...changes: readonly StackChange[]) => updateStack(TEXT, changes, "stacks/test.yaml");

describe("a value is replaced where it stands", () => {
  it.each<[path: string, value: string, line: string]>([
    ["modules.vault.fees.burn", "2 %", `    fees: { fee: '5 %', burn: 2 %,   validatorReward: 10 % } # shares`],
    ["vault.fees.fee", "6 %", `    fees: { fee: '6 %', burn: 1 %,   validatorReward: 10 % } # shares`],
    ["vault.paused", "true", "    paused:    true # not now"],
    ["vault.owner", A, `    owner: "${A}"`],
    ["vault.pauser", "alice", "    pauser: { value: alice, observe: true }"],
    ["vault.pauser.observe", "false", "    pauser: { value: bob, observe: false }"],
    ["vault.label", "six # %", `    label: "six # %"`],
    [
      "vault.unbondingPeriod",
      "{ value: 8 days, observe: true }",
      "    unbondingPeriod: { value: 8 days, observe: true }",
    ],
    ["vault.minStake.within", "[1 AGIALPHA, 5 AGIALPHA]", "    minStake: { within: [1 AGIALPHA, 5 AGIALPHA] }"],
    ["vault.treasuryAllowlist", "[bob]", "    treasuryAllowlist:"],
    ["vault.weights", "{ bob: 1 }", "    weights: { bob: 1 }"],
    ["vault.weights.alice", "4", "      alice: 4 # three"],
    ["vault.weights[alice]", "4", "      alice: 4 # three"],
    ["vault.weights[bob]", "4", `      "${B}": 4`],
    ["vault.weights[also-bob]", "4", `      "${B}": 4`],
    ["network.chainId", "5", `network: { chainId: 5, rpc: "http://127.0.0.1" } # net`],
    ["addresses.alice", C, `  alice:   "${C}"   # spaced`],
    ["addresses.bob", "alice", "  bob: alice"],
  ])("%s becomes %s", (path, value, line) => {
    const after = update({ path, value });
    const lines = changedLines(TEXT, after);
    if (path === "vault.treasuryAllowlist")
      expect(after).toContain(`treasuryAllowlist:\n      # the first\n      [bob]\n\n`);
    else expect(lines).toEqual([line]);
  });

  it("leaves the text alone that says it already", () => {
    expect(
      update({ path: "vault.fees.burn", value: "1 %" }, { path: "vault.treasuryAllowlist[bob]", value: "true" }),
    ).toBe(TEXT);
    expect(update({ path: "vault.weights[0x0000000000000000000000000000000000000001]", value: null })).toBe(TEXT);
  });

  it("makes several changes at once, or none", () => {
    const after = update({ path: "vault.fees.fee", value: "6 %" }, { path: "vault.paused", value: "true" });
    expect(changedLines(TEXT, after)).toHaveLength(2);
    expect(() => update({ path: "vault.fees.fee", value: "6 %" }, { path: "vault.nothing", value: "true" })).toThrow(
      /ORD111/,
    );
  });
});

describe("members come and go without a trace on others", () => {
  const FLOW = `modules:\n  m:\n    one: [a]\n    none: []\n    some: [ a,  b , c ] # why\n    map: { a: 1, b: 2 }\n    empty: {}\n    long:\n      [\n        a, # first\n        b,\n        c # last\n      ]\n`;
  const flow = (path: string, value: string | null) => changedLines(FLOW, updateStack(FLOW, [{ path, value }]));

  it.each<[path: string, value: string | null, lines: readonly string[]]>([
    ["m.one[b]", "true", ["    one: [a, b]"]],
    ["m.one[a]", null, ["    one: []"]],
    ["m.none[a]", "true", ["    none: [a]"]],
    [
      "m.none[0x0000000000000000000000000000000000000001]",
      "true",
      [`    none: ["0x0000000000000000000000000000000000000001"]`],
    ],
    ["m.some[a]", null, ["    some: [ b , c ] # why"]],
    ["m.some[b]", null, ["    some: [ a,  c ] # why"]],
    ["m.some[c]", null, ["    some: [ a,  b ] # why"]],
    ["m.some[d]", "true", ["    some: [ a,  b , c, d ] # why"]],
    ["m.map[c]", "3", ["    map: { a: 1, b: 2, c: 3 }"]],
    ["m.map[a]", null, ["    map: { b: 2 }"]],
    ["m.map[a]", "7", ["    map: { a: 7, b: 2 }"]],
    ["m.empty[a]", "7", ["    empty: { a: 7 }"]],
    ["m.long[d]", "true", ["        c, # last", "        d,"]],
    ["m.long[a]", null, []],
    ["m.long[c]", null, []],
  ])("%s: %s", (path, value, lines) => {
    expect(flow(path, value)).toEqual(lines);
  });

  it("of lists and mappings by indentation", () => {
    const more = update({ path: `vault.treasuryAllowlist[${C}]`, value: "true" });
    expect(changedLines(TEXT, more)).toEqual([`      - "${C}"`]);
    expect(more).toContain(`      - also-bob\n      - "${C}"\n\n      # before`);
    const less = update({ path: "vault.treasuryAllowlist[alice]", value: null });
    expect(less).toBe(TEXT.replace("      - alice # main\n", ""));
    const none = update(
      { path: "vault.treasuryAllowlist[alice]", value: null },
      { path: "vault.treasuryAllowlist[bob]", value: null },
    );
    expect(none).toBe(
      TEXT.replace("treasuryAllowlist:", "treasuryAllowlist: []").replace(
        "      - alice # main\n      - also-bob\n",
        "",
      ),
    );
    expect(update({ path: `vault.weights[${C}]`, value: "9" })).toBe(
      TEXT.replace(`"${B}": 2\n`, `"${B}": 2\n      "${C}": 9\n`),
    );
    expect(update({ path: "vault.weights[alice]", value: null })).toBe(TEXT.replace("      alice: 3 # three\n", ""));
  });

  it("with the line ends of the file", () => {
    const windows = TEXT.replaceAll("\n", "\r\n");
    const after = updateStack(windows, [
      { path: `vault.treasuryAllowlist[${C}]`, value: "true" },
      { path: "vault.weights[alice]", value: null },
    ]);
    expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});

describe("what cannot be changed is refused", () => {
  it.each<[path: string, value: string | null, message: RegExp]>([
    ["vault.fees.fe", "1 %", /ORD111 vault\.fees\.fe: no fe in modules\.vault\.fees.*did you mean "fee"/],
    ["valt.owner", "alice", /did you mean "vault"/],
    ["vault.owner.name", "alice", /no keys below modules\.vault\.owner/],
    ["vault.minStake", "1 AGIALPHA", /the band vault\.minStake.*vault\.minStake\.within/],
    ["vault.fees.burn", "1 % }", /ORD103/],
    ["vault.paused", "", /ORD103/],
    ["vault.owner", "[alice", /ORD103/],
    ["vault.owner", null, /only members can be taken out/],
    ["vault.owner[alice]", "true", /a list or mapping/],
    ["vault.treasuryAllowlist[carol]", "3", /true: a list says/],
  ])("%s: %s", (path, value, message) => {
    if (value === "1 % }") {
      // Quotes make anything one value; that it is none of its unit is found when the file is loaded.
      expect(changedLines(TEXT, update({ path, value }))).toHaveLength(1);
      return;
    }
    expect(() => update({ path, value })).toThrow(message);
    expect(thrownBy(() => update({ path, value }))).toBeInstanceOf(OrdinanceError);
  });

  it("values that stand for several places", () => {
    const text =
      "modules:\n  a: { fee: &fee 1 %, list: &list [x] }\n  b: { fee: *fee, list: *list }\n  c: &whole { fee: 3 % }\n  d: *whole\n";
    expect(() => updateStack(text, [{ path: "a.fee", value: "2 %" }])).toThrow(/several places/);
    expect(() => updateStack(text, [{ path: "a.list[y]", value: "true" }])).toThrow(/several places/);
    expect(() => updateStack(text, [{ path: "d.fee", value: "2 %" }])).toThrow(/several places/);
    expect(() => updateStack(text, [{ path: "c.fee", value: "2 %" }])).toThrow(/several places/);
    expect(updateStack(text, [{ path: "b.fee", value: "2 %" }])).toBe(text.replace("*fee", "2 %"));
    expect(updateStack(text, [{ path: "b.list", value: "[x, y]" }])).toBe(text.replace("*list", "[x, y]"));
  });

  it("a text that is no stack file", () => {
    expect(() => updateStack("a: [", [{ path: "a", value: "1" }], "stacks/x.yaml")).toThrow(
      /stacks\/x\.yaml:\d+.* ORD102/,
    );
  });
});

it("random changes of the committed stack change these values and nothing else", () => {
  const values = fc.oneof(
    fc.record({
      path: fc.constantFrom("stakeManager.fees.fee", "feePool.burn"),
      value: fc.bigInt(0n, 30n).map((n) => percent.format(n)),
    }),
    fc.record({
      path: fc.constantFrom("stakeManager.minStake", "disputeModule.disputeFee"),
      value: fc.bigInt(1n, 10n ** 24n).map((n) => token.format(n)),
    }),
    fc.record({
      path: fc.constantFrom("timelock.minDelay", "stakeManager.unbondingPeriod"),
      value: fc.bigInt(1n, 10n ** 7n).map((n) => duration.format(n)),
    }),
    fc.record({ path: fc.constantFrom("council.threshold"), value: fc.bigInt(1n, 3n).map((n) => count.format(n)) }),
    fc.record({
      path: fc
        .constantFrom(
          "feePool.rewarders",
          "platformRegistry.registrars",
          "council.modules",
          "timelock.roles.CANCELLER_ROLE",
        )
        .chain((list) =>
          fc
            .constantFrom("guardian", "alice", "bob", "treasury", "rewardEngine", A)
            .map((member) => `${list}[${member}]`),
        ),
      value: fc.constantFrom("true", null),
    }),
  );
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 6 }), (changes) => {
      const after = updateStack(LOCAL, changes);
      const touched = new Set(changes.map(({ path }) => path.split(".").at(-1)!.replace(/\[.*/, "")));
      const stripped = (text: string) =>
        text
          .split("\n")
          .filter((line) => ![...touched].some((key) => line.includes(`${key}:`)))
          .join("\n");
      expect(stripped(after)).toBe(stripped(LOCAL));
      // Again is nothing new.
      expect(updateStack(after, [...new Map(changes.map((change) => [change.path, change])).values()])).toBe(after);
    }),
    { numRuns: 40 },
  );
});

it("keeps what a file means elsewhere", () => {
  const before = load(TEXT);
  const after = load(
    update({ path: "vault.fees.fee", value: "6 %" }, { path: "vault.treasuryAllowlist[alice]", value: null }),
  );
  const others = (of: typeof before) =>
    of.modules[0]!.wants.filter(({ path }) => !["fees.fee", "treasuryAllowlist"].includes(path)).map(
      ({ path, ...want }) => [path, "members" in want ? want.members : "want" in want ? want.want : undefined],
    );
  expect(others(after)).toEqual(others(before));
  expect(after.modules[0]!.wants.find(({ path }) => path === "fees.fee")).toMatchObject({ want: { exact: 6n } });
});
