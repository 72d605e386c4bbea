import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attribute, type Slash, type Verdict } from "../../src/chain/evidence.ts";
import { remarkOf, SLASH, slashArguments, type Penalty } from "../../src/kinds/penalty.ts";
import { ROLES } from "../../src/kinds/stake-manager-stakes.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { dataOf, encodeCall } from "../../src/plan/calldata.ts";
import { plainAddress } from "../support/doubles.ts";

const [mallory, carol] = [1, 2].map(plainAddress) as [Address, Address];

function penalty(incident: string, share = 1250n): Penalty {
  return { incident, user: mallory, role: "validator", share, beneficiary: carol, reason: "" };
}

/** The call of a penalty as this project makes it, or without its remark. */
const callOf = (of: Penalty, remark?: string) =>
  dataOf({ fn: SLASH, ...(remark !== undefined && { remark: remarkOf(remark) }) }, slashArguments(of));

/** What a contract that passes a call on is called with. */
const through = (data: Hex) => encodeCall("executeGovernanceCall(address,bytes)", [mallory, data]);

let count = 0;
function slash(of: Penalty, executed: readonly Hex[], more: Partial<Slash> = {}): Slash {
  const { user, share, beneficiary } = of;
  const transaction: Hex = `0x${(++count).toString(16).padStart(64, "0")}`;
  return {
    ...{ user, role: ROLES[of.role], share, beneficiary, amount: 1n, block: BigInt(count), transaction, executed },
    ...more,
  };
}

function stateOf(verdict: Verdict | undefined): string {
  if (!verdict) return "open";
  if ("enacted" in verdict) return verdict.enacted.named ? "enacted" : "enacted, unnamed";
  return "other" in verdict ? "other" : "unclear";
}
const states = (penalties: readonly Penalty[], slashes: readonly Slash[]) => {
  const verdicts = attribute(penalties, slashes);
  return penalties.map(({ incident }) => stateOf(verdicts.get(incident)));
};

describe("a slash whose call names its incident", () => {
  const [one, two] = [penalty("INC-1"), penalty("INC-2")];

  it.each([
    ["by itself", (data: Hex): Hex => data],
    ["inside of another call", through],
    ["inside of several", (data: Hex) => through(through(data))],
    ["in upper case", (data: Hex) => `0x${data.slice(2).toUpperCase()}` as Hex],
  ])("belongs to that one, %s", (_name, wrap) => {
    expect(states([one, two], [slash(two, [wrap(callOf(two, "INC-2"))])])).toEqual(["open", "enacted"]);
  });

  it("is no other incident's whose name begins alike", () => {
    const longer = penalty("INC-11");
    expect(states([one, longer], [slash(longer, [callOf(longer, "INC-11")])])).toEqual(["open", "enacted"]);
  });

  it("is found among several of one transaction", () => {
    const input = [through(callOf(one, "INC-1")), through(callOf(two, "INC-2"))];
    const first = slash(one, input);
    expect(states([one, two], [first, { ...first }])).toEqual(["enacted", "enacted"]);
  });

  it("does not stand for an incident that was taken out of the file or put into it", () => {
    const made = [slash(one, [callOf(one, "INC-1")])];
    expect(states([two], made)).toEqual(["open"]);
    expect(states([two, one], made)).toEqual(["open", "enacted"]);
  });

  it("contradicts an entry of the same incident with other values", () => {
    const [raised, made] = [penalty("INC-1", 2500n), slash(one, [callOf(one, "INC-1")])];
    expect(states([raised], [made])).toEqual(["other"]);
    const fits = slash(raised, [callOf(raised, "INC-1")]);
    expect(states([raised], [made, fits])).toEqual(["enacted"]);
    expect(states([raised], [fits, made])).toEqual(["enacted"]);
  });

  it("is unclear where its transaction names more incidents than it slashed", () => {
    const input = [callOf(one, "INC-1"), callOf(two, "INC-2")];
    expect(states([one, two], [slash(one, input)])).toEqual(["unclear", "unclear"]);
  });
});

describe("a slash whose call names no incident", () => {
  const [one, two] = [penalty("INC-1"), penalty("INC-2")];

  it("stands for the first entry with the same values that nothing else speaks for", () => {
    const unnamed = slash(one, [callOf(one)]);
    expect(states([one, two], [unnamed])).toEqual(["enacted, unnamed", "open"]);
    expect(states([one, two], [unnamed, slash(one, [callOf(one, "INC-1")])])).toEqual(["enacted", "enacted, unnamed"]);
    expect(states([penalty("INC-3", 2500n)], [unnamed])).toEqual(["open"]);
  });

  it("is what one is that somebody unknown passed on", () => {
    expect(states([one], [slash(one, [])])).toEqual(["enacted, unnamed"]);
  });

  it("is one that is followed by something else", () => {
    const foreign = `${callOf(one)}${Buffer.from("ordinance:INC 1;").toString("hex")}` as Hex;
    expect(states([one], [slash(one, [foreign])])).toEqual(["enacted, unnamed"]);
  });
});

/** What happened: slashes of a few penalties, each named, unnamed or passed on by somebody unknown. */
const history = fc.array(
  fc.record({ of: fc.nat(5), how: fc.constantFrom("named", "unnamed", "unknown"), wrapped: fc.boolean() }),
  { maxLength: 12 },
);
const all = Array.from({ length: 6 }, (_, index) => penalty(`INC-${index}`, index < 4 ? 100n : 200n));

it("takes no slash for two penalties, and leaves none open that has one of its own", () => {
  fc.assert(
    fc.property(history, fc.shuffledSubarray(all), (events, penalties) => {
      const slashes = events.map(({ of, how, wrapped }) => {
        const call = callOf(all[of]!, how === "named" ? all[of]!.incident : undefined);
        return slash(all[of]!, how === "unknown" ? [] : [wrapped ? through(call) : call]);
      });
      const verdicts = attribute(penalties, slashes);
      const used = [...verdicts.values()].flatMap((verdict) =>
        "enacted" in verdict ? [verdict.enacted.transaction] : [],
      );
      expect(new Set(used).size).toBe(used.length);
      expect(used).toHaveLength(verdicts.size);
      for (const each of penalties) {
        const named = events.some(({ of, how }) => how === "named" && all[of] === each);
        if (named) expect(stateOf(verdicts.get(each.incident))).toBe("enacted");
      }
      // Whatever the order of the entries: of those with equal values as many are enacted as there is evidence for.
      for (const share of [100n, 200n]) {
        const own = penalties.filter((each) => each.share === share);
        const named = own.filter((each) => events.some(({ of, how }) => how === "named" && all[of] === each)).length;
        const unnamed = events.filter(({ of, how }) => how !== "named" && all[of]!.share === share).length;
        const enacted = own.filter(({ incident }) => verdicts.has(incident)).length;
        expect(enacted).toBe(Math.min(own.length, named + unnamed));
      }
    }),
  );
});
