import { describe, expect, it } from "vitest";
import type { Members } from "../../src/kinds/property.ts";
import type { Guard, Write } from "../../src/kinds/write.ts";
import { order, type Ordered } from "../../src/plan/order.ts";
import { plain, plainScalar, syntheticKind, syntheticModule } from "../support/synthetic.ts";

const number = (value: unknown) => value as bigint;

function set(fn: string, sets: string[], more: Partial<Write> = {}): Write {
  return { fn, sets, rights: ["owner"], guards: [], ...more };
}

function calls(ordered: Ordered): string[] {
  if ("refused" in ordered) throw new Error(`refused: ${ordered.refused.map(({ rule }) => rule).join("; ")}`);
  return ordered.taken.map(({ step, args }) => `${step.write.fn.split("(")[0]}(${args.join(",")})`);
}

const atMost100: Guard = {
  keys: ["a", "b"],
  rule: "a + b <= 100",
  check: (after) => number(after.get("a")) + number(after.get("b")) <= 100n,
};

describe("order", () => {
  const pair = syntheticKind({ a: plainScalar("a()"), b: plainScalar("b()") }, [
    set("setA(uint256)", ["a"], { guards: [atMost100] }),
    set("setB(uint256)", ["b"], { guards: [atMost100] }),
  ]);

  it("lowers before it raises, whichever way round", () => {
    const one = syntheticModule(pair, { a: 40n, b: 60n }, { a: 60n, b: 40n });
    expect(calls(order(one.world, one.module))).toEqual(["setB(40)", "setA(60)"]);
    const other = syntheticModule(pair, { a: 60n, b: 40n }, { a: 40n, b: 60n });
    expect(calls(order(other.world, other.module))).toEqual(["setA(40)", "setB(60)"]);
  });

  it("plans nothing when everything is as wanted", () => {
    const { world, module } = syntheticModule(pair, { a: 1n, b: 2n }, { a: 1n, b: 2n });
    expect(order(world, module)).toEqual({ taken: [] });
  });

  it("refuses with the rule when no order is legal", () => {
    const { world, module } = syntheticModule(pair, { a: 40n, b: 60n }, { a: 60n });
    expect(order(world, module)).toEqual({ refused: [{ module: "module", keys: ["a"], rule: "a + b <= 100" }] });
  });

  const notPaused: Guard = {
    keys: ["paused"],
    rule: "not while paused",
    check: (_after, before) => before.get("paused") === 0n,
  };
  const pausing = syntheticKind(
    { paused: plainScalar("paused()"), fee: plainScalar("fee()"), window: plainScalar("window()") },
    [
      set("pause()", ["paused"], { phase: "pause", only: { paused: 1n }, args: () => [] }),
      set("unpause()", ["paused"], { phase: "unpause", only: { paused: 0n }, args: () => [] }),
      set("setFee(uint256)", ["fee"], { guards: [notPaused] }),
      set("setWindow(uint256)", ["window"]),
    ],
  );

  it("pauses first, but after what pausing would forbid", () => {
    const { world, module } = syntheticModule(
      pausing,
      { paused: 0n, fee: 1n, window: 1n },
      { paused: 1n, fee: 2n, window: 2n },
    );
    expect(calls(order(world, module))).toEqual(["setFee(2)", "pause()", "setWindow(2)"]);
  });

  it("unpauses last, but before what only works then", () => {
    const { world, module } = syntheticModule(
      pausing,
      { paused: 1n, fee: 1n, window: 1n },
      { paused: 0n, fee: 2n, window: 2n },
    );
    expect(calls(order(world, module))).toEqual(["setWindow(2)", "unpause()", "setFee(2)"]);
  });

  it("refuses a value that can only be set by unpausing what must stay paused", () => {
    const { world, module } = syntheticModule(pausing, { paused: 1n, fee: 1n, window: 1n }, { paused: 1n, fee: 2n });
    const ordered = order(world, module);
    expect(ordered).toEqual({ refused: [{ module: "module", keys: ["fee"], rule: "not while paused" }] });
  });

  it("repairs a managed value that another setter clobbers, and writes the clobbering one first", () => {
    const kind = syntheticKind({ a: plainScalar("a()"), b: plainScalar("b()") }, [
      set("setB(uint256)", ["b"]),
      set("setA(uint256)", ["a"], { affects: ["b"], effects: (after) => ({ b: number(after.get("a")) }) }),
    ]);
    const { world, module } = syntheticModule(kind, { a: 1n, b: 1n }, { a: 5n, b: 2n });
    const planned = calls(order(world, module));
    expect(planned).toEqual(["setA(5)", "setB(2)"]);
    const already = syntheticModule(kind, { a: 1n, b: 2n }, { a: 5n, b: 2n });
    expect(calls(order(already.world, already.module))).toEqual(["setA(5)", "setB(2)"]);
  });

  it("prefers one call for many values, but not for one", () => {
    const kind = syntheticKind({ a: plainScalar("a()"), b: plainScalar("b()") }, [
      set("setBoth(uint256,uint256)", ["a", "b"]),
      set("setA(uint256)", ["a"]),
    ]);
    const both = syntheticModule(kind, { a: 1n, b: 1n }, { a: 2n, b: 2n });
    expect(calls(order(both.world, both.module))).toEqual(["setBoth(2,2)"]);
    const one = syntheticModule(kind, { a: 1n, b: 1n }, { a: 2n, b: 1n });
    expect(calls(order(one.world, one.module))).toEqual(["setA(2)"]);
  });

  it("leaves a value inside its band alone and brings one outside to the nearest bound", () => {
    const within = { within: { min: 10n, max: 20n } };
    const inside = syntheticModule(pair, { a: 15n, b: 0n }, { a: within });
    expect(order(inside.world, inside.module)).toEqual({ taken: [] });
    const above = syntheticModule(pair, { a: 25n, b: 0n }, { a: within });
    expect(calls(order(above.world, above.module))).toEqual(["setA(20)"]);
  });

  it("takes a member out again that only a side effect has put into a managed mapping", () => {
    const member = "0x00000000000000000000000000000000000000A1";
    const list: Members = {
      type: "members",
      unit: plain,
      absent: false,
      getter: "list(address)",
      returns: "bool",
      events: [],
      facet: "AddressSet",
    };
    const kind = syntheticKind({ a: plainScalar("a()"), list }, [
      set("setA(uint256)", ["a"], { affects: ["list[*]"], effects: () => ({ [`list[${member}]`]: true }) }),
      set("setList(address,bool)", ["list[*]"]),
    ]);
    const { world, module } = syntheticModule(kind, { a: 1n }, { a: 2n });
    expect(calls(order(world, { ...module, exhaustive: new Map([["list", false]]) }))).toEqual([
      "setA(2)",
      `setList(${member},false)`,
    ]);
    expect(calls(order(world, module))).toEqual(["setA(2)"]);
  });

  it("says so when no setter exists", () => {
    const kind = syntheticKind({ a: plainScalar("a()") }, []);
    const { world, module } = syntheticModule(kind, { a: 1n }, { a: 2n });
    expect(order(world, module)).toEqual({
      refused: [{ module: "module", keys: ["a"], rule: "no setter of the contract changes this value" }],
    });
  });
});
