import { describe, expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.ts";
import { keyText, movedText, upTo, wordsOf } from "../../src/report/text.ts";
import { alice, bob, committee } from "../support/graph-cast.ts";
import { desiredModule, desiredOf, plainAddress } from "../support/graph-plan.ts";

const words = wordsOf(desiredOf([desiredModule(committee(alice))], []));

describe("words", () => {
  it("name an address as the file does, in a value and in a key", () => {
    const { address } = committee(alice);
    expect(words.value("m", "owner", address)).toBe("m");
    expect(keyText(`owners[${address}]`, words)).toBe("owners[m]");
    expect(keyText(`owners[${bob}]`, words)).toBe(`owners[${bob}]`);
  });

  it("show a value in its unit and raw, and one of no known property as it is", () => {
    expect(words.value("m", "windows.commit", 86_400n)).toBe("1 day [86400]");
    expect(words.value("m", "nothing", 7n)).toBe("7");
    expect(words.value("elsewhere", "owner", 7n)).toBe("7");
  });

  it("show where a text begins and ends, an empty one too", () => {
    const policy = {
      name: "tax",
      kind: kinds.TaxPolicy,
      address: plainAddress(7),
      wants: [],
      at: { line: 1, column: 1 },
    };
    const texts = wordsOf(desiredOf([policy], []));
    expect(texts.value("tax", "policyURI", "")).toBe('""');
    expect(texts.value("tax", "policyURI", 'ipfs://a => "b"')).toBe(String.raw`"ipfs://a => \"b\""`);
  });
});

describe("a list", () => {
  it("names the first ones and how many more there are", () => {
    expect(upTo(2, ["a", "b"])).toEqual(["a", "b"]);
    expect(upTo(2, ["a", "b", "c", "d"])).toEqual(["a", "b", "2 more"]);
  });

  it("that moved is told by what left and what came", () => {
    expect(movedText(["a", "b"], ["b", "c"])).toBe("no longer: a; now: c");
    expect(movedText(["a"], ["a"])).toBe("");
  });
});
