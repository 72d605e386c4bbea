import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { kinds } from "../../src/kinds/index.ts";
import type { Kind } from "../../src/kinds/kind.ts";
import type { Key, Members, Scalar } from "../../src/kinds/property.ts";
import type { Address, Value, Want } from "../../src/kinds/value.ts";
import { leavesOf } from "../../src/plan/world.ts";
import { moduleDiff } from "../../src/review/patch.ts";
import { yamlSides } from "../../src/review/yaml.ts";
import type { DesiredModule, DesiredWant } from "../../src/stack/desired.ts";
import { moduleOf, plainAddress } from "../support/graph-plan.ts";

const [alice, bob] = [1, 2].map(plainAddress) as [Address, Address];
const name = (address: Address) => (address === alice ? "alice" : address);
const AT = { line: 1, column: 1 };

type Wish = Want | ReadonlyMap<Address, Value>;

function sides(kind: Kind, live: Readonly<Record<Key, Value>>, wishes: Readonly<Record<Key, Wish>>, observe = false) {
  const module = moduleOf("m", kind, plainAddress(9), live);
  const wants = Object.entries(wishes).map(([path, wish]): DesiredWant => {
    const leaf = leavesOf(kind).get(path)!;
    return wish instanceof Map
      ? { path, leaf: leaf as Members, members: wish, observe, at: AT }
      : { path, leaf: leaf as Scalar, want: wish as Want, observe, at: AT };
  });
  const desired: DesiredModule = { name: "m", kind, address: module.address, wants, at: AT };
  const state = { ...module, unreadable: new Map<Key, string>(), codeHash: "0x" as const };
  return { desired, state };
}

const lines = ({ desired, state }: ReturnType<typeof sides>) =>
  moduleDiff(desired, state, name)?.hunks.flatMap((hunk) => [hunk.header, ...hunk.lines]) ?? [];
const exact = (value: Value): Want => ({ exact: value });

describe("live against desired", () => {
  it("has human values with what the contract holds beside them, under their keys", () => {
    const of = sides(
      kinds.FeePool,
      { burn: 9n, treasury: bob, paused: true },
      { burn: exact(5n), treasury: exact(alice), paused: exact(false) },
    );
    expect(lines(of)).toEqual([
      "@@ -1,4 +1,4 @@",
      " m:",
      "-  burn: 9 % # 9",
      `-  treasury: "${bob}"`,
      "-  paused: true",
      "+  burn: 5 % # 5",
      `+  treasury: alice # ${alice}`,
      "+  paused: false",
    ]);
  });

  it("lists members in the file's order and others behind them", () => {
    const live = { [`rewarders[${bob}]`]: true };
    const of = sides(kinds.FeePool, live, { rewarders: new Map([[alice, true]]) });
    expect(lines(of).slice(2)).toEqual(["   rewarders:", `-    - "${bob}"`, `+    - alice # ${alice}`]);
    expect(lines(sides(kinds.FeePool, live, { rewarders: new Map() })).slice(2)).toEqual([
      "-  rewarders:",
      `-    - "${bob}"`,
      "+  rewarders: []",
    ]);
  });

  it("shows weights and texts of members, and none of what is none", () => {
    const weights = sides(
      kinds.DisputeModule,
      { [`moderators[${alice}]`]: 2n, [`moderators[${bob}]`]: 0n },
      { moderators: new Map() },
    );
    expect(lines(weights).slice(2)).toEqual(["-  moderators:", `-    alice: 2 # ${alice}`, "+  moderators: {}"]);
  });

  it("shows a band, which is kept, by what the chain has", () => {
    const band: Want = { within: { min: 10n ** 17n, max: 5n * 10n ** 18n } };
    expect(lines(sides(kinds.Thermostat, { temperature: 10n ** 18n }, { temperature: band }))).toEqual([]);
    expect(lines(sides(kinds.Thermostat, { temperature: 9n * 10n ** 18n }, { temperature: band })).slice(2)).toEqual([
      "-  temperature: 9 # 9000000000000000000, anything from 0.1 to 5",
      "+  temperature: 5 # 5000000000000000000, anything from 0.1 to 5",
    ]);
  });

  it("says what is only observed, and what could not be read", () => {
    const of = sides(kinds.FeePool, { burn: 9n }, { burn: exact(5n) }, true);
    expect(lines(of).at(-1)).toBe("+  burn: 5 % # 5, observed only");
    const unread = { ...of, state: { ...of.state, unreadable: new Map([["burn", "reverted\nwith more"]]) } };
    expect(lines(unread)).toEqual([]);
    expect(yamlSides(unread.desired, unread.state, name).live).toEqual([
      "m:",
      "  burn: # could not be read: reverted\\nwith more",
    ]);
  });

  it("is YAML in which texts stay texts", () => {
    const text = 'a: [b] # c\n"d" \u202e';
    const of = sides(
      kinds.TaxPolicy,
      { policyURI: text, acknowledgement: "" },
      {
        policyURI: exact("x"),
        acknowledgement: exact("5 %"),
      },
    );
    const { live, desired } = yamlSides(of.desired, of.state, name);
    expect(parse(live.join("\n"))).toEqual({ m: { policyURI: text, acknowledgement: "" } });
    expect(parse(desired.join("\n"))).toEqual({ m: { policyURI: "x", acknowledgement: "5 %" } });
    expect(live.join("")).not.toContain("\u202e");
  });

  it("names the keys above a piece that does not show them", () => {
    const paths = ["employer", "treasury", "validator", "operator", "burn"].map((part) => `slashing.${part}`);
    const values = (burn: bigint) => Object.fromEntries(paths.map((path) => [path, path.endsWith("burn") ? burn : 1n]));
    const wishes = Object.fromEntries(Object.entries(values(2n)).map(([path, value]) => [path, exact(value)]));
    expect(lines(sides(kinds.StakeManager, values(1n), wishes))[0]).toBe("@@ -5,3 +5,3 @@ slashing");
  });

  it("is found at once for lists of thousands", () => {
    const members = Array.from({ length: 4000 }, (_, index) => plainAddress(1000 + index));
    const live = Object.fromEntries(members.map((member) => [`moderators[${member}]`, 1n]));
    const started = performance.now();
    const found = lines(sides(kinds.DisputeModule, live, { moderators: new Map(members.map((each) => [each, 2n])) }));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(found.filter((line) => line.startsWith("+"))).toHaveLength(4002);
  });
});
