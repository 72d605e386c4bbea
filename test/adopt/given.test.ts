import { describe, expect, it } from "vitest";
import { namesIn, parseGiven } from "../../src/adopt/given.ts";

const A = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const B = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";

describe("addresses to start from", () => {
  it("are taken with and without names, and with digits of one case", () => {
    expect(parseGiven([A, `vault=${B}`, B.toLowerCase()])).toEqual([
      { address: A },
      { address: B, name: "vault" },
      { address: B },
    ]);
    expect([...namesIn(parseGiven([A, `vault=${B}`, B]))]).toEqual([[B, "vault"]]);
  });

  it.each<[texts: readonly string[], message: RegExp]>([
    [[], /ORD110 none; expected at least one address/],
    [["0x12"], /ORD110 "0x12"; expected an address of 40/],
    [["stakeManager"], /ORD110 "stakeManager"/],
    [["vault="], /ORD110 ""/],
    [[`${A}1`], /ORD110/],
    [[A.replace("F", "f")], /ORD110 .*whose checksum is wrong; expected "0x5FbDB/],
    [[`0x${"0".repeat(40)}`], /ORD110 .*where something is/],
    [[`value=${A}`], /ORD113 the name "value", which has a meaning/],
    [[`two words=${A}`], /ORD113/],
    [[`=${A}`], /ORD113 the name ""/],
    [[`0x12=${A}`], /ORD113/],
    [[`a.b=${A}`], /ORD113/],
    [[`a=${A}`, `a=${B}`], /ORD113 the name "a" for 0xe7f.*; expected only the one for 0x5FbDB/],
    [[`a=${A}`, `b=${A}`], /ORD113 a second name, "b",/],
    [["a=0x1", `value=${B}`], /ORD110[^]*ORD113/],
  ])("%j are refused", (texts, message) => {
    expect(() => parseGiven(texts)).toThrow(message);
  });
});
