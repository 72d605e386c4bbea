import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OrdinanceError } from "../../src/errors.ts";
import { A, B, load, vaultStack } from "./support.ts";

const GOOD = vaultStack(`    owner: council
    fees: { fee: 5 %, burn: { value: 1 %, observe: true } }
    treasuryAllowlist: [treasury, "${A}"]
    minStake: { within: [1 AGIALPHA, 2 AGIALPHA] }
    weights: { "${B}": 3 }
`);

/** Loads, or is refused with a place inside the text; anything else is a defect. */
function loadsOrRefuses(text: string): void {
  try {
    load(text);
  } catch (error) {
    if (!(error instanceof OrdinanceError)) throw error;
    const lines = text.split("\n").length;
    for (const { line, column } of error.problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines);
      expect(column).toBeGreaterThanOrEqual(1);
    }
  }
}

describe("any text", () => {
  const pieces = fc.constantFrom(
    ":",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    "*a",
    "&a ",
    "- ",
    '"',
    "'",
    "#",
    "|",
    "? ",
    "!!x ",
    "\t",
    "%",
    "0x1",
    "null",
    "<<: ",
    ",",
    "---\n",
    "within",
    "observe: true",
  );

  it("is loaded or refused with places", () => {
    const edits = fc.array(fc.tuple(fc.nat({ max: GOOD.length }), fc.nat({ max: 12 }), pieces), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(edits, (list) => {
        let text = GOOD;
        for (const [at, gone, piece] of list) text = text.slice(0, at) + piece + text.slice(at + gone);
        loadsOrRefuses(text);
      }),
      { numRuns: 1_500 },
    );
    fc.assert(
      fc.property(
        fc.array(pieces).map((list) => list.join("")),
        loadsOrRefuses,
      ),
      { numRuns: 1_000 },
    );
  });

  it("of a large stack is loaded in reasonable time", () => {
    const members = Array.from({ length: 5_000 }, (_, i) => `      - "0x${(i + 1).toString().padStart(40, "0")}"`).join(
      "\n",
    );
    const start = performance.now();
    const desired = load(vaultStack(`    treasuryAllowlist:\n${members}\n`));
    expect(desired.modules[0]!.wants[0]).toHaveProperty("members.size", 5_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
