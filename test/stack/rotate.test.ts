import fc from "fast-check";
import { getAddress } from "ethers";
import { describe, expect, it } from "vitest";
import { rotate } from "../../src/stack/rotate.ts";
import { thrownBy } from "./support.ts";

const OLD = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const NEW = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";

const stack = (addresses: string) => `# who governs\r
network: { chainId: 31337, rpc: "http://127.0.0.1:8545" } # here
addresses:
${addresses}
modules:
  vault: { kind: Safe, address: "${OLD}" } # ${OLD}
`;

const problemOf = (addresses: string, name = "guardian", to: string = NEW) =>
  thrownBy(() => rotate(stack(addresses), "stacks/a.yaml", name, to)).problems[0];

describe("rotating a name", () => {
  it.each([
    ["in double quotes, with a comment", `  guardian: "${OLD}" # pauses`],
    ["in single quotes, oddly indented", `     guardian:    '${OLD}'   `],
    ["on a line of its own, among others", `  # first\n  alice: "${OLD}"\n\n  guardian:\n    "${OLD}"`],
    ["behind an anchor", `  guardian: &g "${OLD}"`],
  ])("changes the address and nothing else: %s", (_what, addresses) => {
    const text = stack(addresses);
    const { text: edited, before } = rotate(text, "stacks/a.yaml", "guardian", NEW);
    expect(before).toBe(OLD);
    const at = text.indexOf(OLD, text.indexOf("guardian:"));
    expect(edited).toBe(text.slice(0, at) + NEW + text.slice(at + OLD.length));
  });

  it("is undone by rotating back, whatever the names, comments and addresses are", () => {
    const address = fc
      .uint8Array({ minLength: 20, maxLength: 20 })
      .map((bytes) => getAddress(`0x${Buffer.from(bytes).toString("hex")}`))
      .filter((each) => BigInt(each) > 0n);
    const name = fc.stringMatching(/^[a-z][A-Za-z0-9_-]{0,10}$/);
    const entry = fc.record({
      name,
      address,
      quote: fc.constantFrom('"', "'"),
      comment: fc.stringMatching(/^[ -~]*$/),
    });
    fc.assert(
      fc.property(fc.uniqueArray(entry, { minLength: 1, selector: (each) => each.name }), address, (entries, to) => {
        const text = stack(
          entries.map((e) => `  ${e.name}: ${e.quote}${e.address}${e.quote} #${e.comment}`).join("\n"),
        );
        for (const each of entries) {
          const there = rotate(text, "a", each.name, to);
          expect(there.before).toBe(each.address);
          expect(rotate(there.text, "a", each.name, each.address).text).toBe(text);
        }
      }),
    );
  });

  it("refuses an address whose checksum is wrong, what is no address, and nobody's", () => {
    const guardian = `  guardian: "${OLD}"`;
    expect(problemOf(guardian, "guardian", NEW.toLowerCase())).toMatchObject({
      code: "ORD110",
      found: expect.stringContaining("checksum"),
      expected: `"${NEW}" if these are the digits`,
    });
    expect(problemOf(guardian, "guardian", "alice")).toMatchObject({
      ...{ code: "ORD110", found: '"alice"' },
      expected: "an address of 40 hexadecimal digits with a valid checksum",
    });
    expect(problemOf(guardian, "guardian", `0x${"0".repeat(40)}`)).toMatchObject({ code: "ORD127" });
  });

  it("refuses an unknown name, a module, and names that stand for others, each at its place", () => {
    expect(problemOf(`  guardian: "${OLD}"`, "gaurdian")).toMatchObject({
      code: "ORD111",
      remedy: 'did you mean "guardian"?',
    });
    expect(problemOf("  {}")).toMatchObject({ code: "ORD111", expected: "a name that is there" });
    expect(problemOf(`  guardian: "${OLD}"`, "vault")).toMatchObject({ code: "ORD127", line: 6, column: 3 });
    expect(problemOf(`  alice: "${OLD}"\n  guardian: alice`)).toMatchObject({
      ...{ code: "ORD127", line: 5, column: 13, found: 'the name "alice"' },
      remedy: "ordinance rotate alice, if that is the one that changes hands",
    });
    expect(problemOf(`  alice: &a "${OLD}"\n  guardian: *a`)).toMatchObject({ code: "ORD127", line: 5 });
    expect(problemOf(`  guardian: "${OLD.slice(0, 9)}\\\n    ${OLD.slice(9)}"`)).toMatchObject({
      ...{ code: "ORD127", line: 4, found: "an address in pieces" },
    });
    expect(problemOf(`  guardian: ["${OLD}"]`)).toMatchObject({ code: "ORD127", found: "no single value" });
  });
});
