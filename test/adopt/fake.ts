import { id } from "ethers/hash";
import { kinds, type KindName } from "../../src/kinds/index.ts";
import { leavesOf } from "../../src/plan/world.ts";

/** The getters of a kind. */
export function gettersOf(kind: KindName): readonly string[] {
  const getters = [...leavesOf(kinds[kind]).values()].flatMap((leaf) =>
    leaf.type === "scalar" && "getter" in leaf.read ? [leaf.read.getter] : [],
  );
  return [...new Set(getters)];
}

/** Code that answers these functions with a word of zero, and nothing else with anything. */
export function answering(functions: readonly string[]): string {
  const selectors = [...new Set(functions)].map((fn) => id(fn).slice(2, 10));
  // The selector, then for each: DUP1 PUSH4 EQ PUSH2 JUMPI; then REVERT, and what all jump to.
  const head = "5f3560e01c";
  const end = (head.length + selectors.length * 2 * 11) / 2 + 3;
  const target = end.toString(16).padStart(4, "0");
  const body = selectors.map((selector) => `8063${selector}1461${target}57`).join("");
  return `0x${head}${body}5f5ffd5b5f5f5260205ff3`;
}

/** Code that answers whatever it is asked with a word of zero. */
export const YES_MAN = "0x5f5f5260205ff3";
