import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.ts";
import type { Kind } from "../../src/kinds/kind.ts";
import type { Key } from "../../src/kinds/property.ts";
import type { Address, Value } from "../../src/kinds/value.ts";
import { order, type Taken } from "../../src/plan/order.ts";
import { apply, openKeys, type Step } from "../../src/plan/step.ts";
import { world, type PlanModule, type World } from "../../src/plan/world.ts";
import { documentedOrder } from "../support/documented-order.ts";
import { kindChain, PROTOCOL_KINDS, type KindChain } from "../support/kind-chain.ts";
import { moves, walk } from "../support/walk.ts";

const CASES = 10_000;
const REAL_CASES = 200;

/** Every value of `to` is wanted; members that `from` has and `to` lacks are to go. */
function target(kind: Kind, address: Address, from: ReadonlyMap<Key, Value>, to: ReadonlyMap<Key, Value>): PlanModule {
  return {
    name: "module",
    kind,
    address,
    values: from,
    wants: new Map([...to].map(([key, value]) => [key, { exact: value }])),
  };
}

function worldWith(module: PlanModule, chain: KindChain): World {
  return world([module], { versions: new Map(chain.around.versioned.map((address) => [address, 2n])) });
}

/** The order of a list instead of a search: how many of its calls would revert or come too early. */
function wouldRevert(base: World, module: PlanModule, steps: readonly Step[]): boolean {
  const state = { ...module };
  for (const step of steps) {
    // What another call has brought about meanwhile would be sent all the same by a list.
    const result = apply(base, state, step);
    if (!result.legal) return true;
    state.values = result.values;
  }
  return openKeys(state).size > 0;
}

const alphabetical = (taken: readonly Taken[]) =>
  taken
    .map(({ step }) => step)
    .sort((a, b) => (a.write.fn < b.write.fn ? -1 : a.write.fn > b.write.fn ? 1 : a.id < b.id ? -1 : 1));

describe.each(PROTOCOL_KINDS)("plans of %s", (name) => {
  const kind = kinds[name];
  let chain: KindChain;
  beforeAll(async () => {
    chain = await kindChain(name);
  });
  afterAll(() => chain.close());

  it(`reach what is desired, in legal steps, without a needless call (${CASES} cases against the model)`, () => {
    const failures = { planned: 0, alphabetical: 0, documented: 0, refused: 0 };
    fc.assert(
      fc.property(moves(10), moves(10), (first, second) => {
        const live = walk(kind, chain.start, first, chain.around, chain.address);
        const wanted = walk(kind, live, second, chain.around, chain.address);
        const module = target(kind, chain.address, live, wanted);
        const base = worldWith(module, chain);
        const ordered = order(base, module);
        if ("refused" in ordered) {
          // What a contract refuses in the state that is desired cannot be brought about by any order of calls.
          const wrong = ordered.refused.filter(({ rule }) => !chain.mayRefuse(rule, live, wanted));
          const differing = [...wanted]
            .filter(([key, value]) => live.get(key) !== value)
            .map(([key, value]) => `${key}: ${String(live.get(key))} => ${String(value)}`);
          expect({
            wrong: wrong.map(({ keys, rule }) => `${keys.join(", ")}: ${rule}`),
            differing: wrong.length > 0 ? differing : [],
          }).toEqual({ wrong: [], differing: [] });
          failures.refused++;
          return;
        }
        const state = { ...module };
        for (const { step } of ordered.taken) {
          const result = apply(base, state, step);
          expect(result.legal).toBe(true);
          if (result.legal) state.values = result.values;
        }
        expect([...openKeys(state)]).toEqual([]);
        expect(order(base, { ...module, values: state.values })).toEqual({ taken: [] });
        for (const left of ordered.taken) {
          expect(
            reaches(
              base,
              module,
              ordered.taken.filter((each) => each !== left),
            ),
          ).toBe(false);
        }
        if (ordered.taken.length === 0) return;
        failures.planned++;
        if (wouldRevert(base, module, alphabetical(ordered.taken))) failures.alphabetical++;
        if (
          wouldRevert(
            base,
            module,
            documentedOrder(
              name,
              ordered.taken.map(({ step }) => step),
            ),
          )
        )
          failures.documented++;
      }),
      { numRuns: CASES, seed: 20_240_601 },
    );
    const percent = (n: number) => `${((100 * n) / Math.max(1, failures.planned)).toFixed(1)} %`;
    console.log(
      `${name}: ${failures.planned} plans, ${failures.refused} rightly refused; an alphabetical order would have failed in ${percent(failures.alphabetical)}, the documented order in ${percent(failures.documented)}`,
    );
  });

  it(`hold on the real contract (${REAL_CASES} cases, no revert)`, async () => {
    const samples = fc.sample(moves(10), { numRuns: REAL_CASES * 2, seed: 7 });
    let live = await chain.read();
    let done = 0;
    for (const tries of samples) {
      if (done === REAL_CASES) break;
      const wanted = walk(kind, live, tries, chain.around, chain.address);
      const module = target(kind, chain.address, live, wanted);
      const ordered = order(worldWith(module, chain), module);
      if ("refused" in ordered || ordered.taken.length === 0) continue;
      for (const { step, args } of ordered.taken) await chain.send(step.write, args);
      live = await chain.read();
      for (const [key, value] of wanted) expect(live.get(key) ?? chain.absent(key), `${name}.${key}`).toBe(value);
      done++;
    }
    expect(done).toBe(REAL_CASES);
  });
});

function reaches(base: World, module: PlanModule, taken: readonly Taken[]): boolean {
  return !wouldRevert(
    base,
    module,
    taken.map(({ step }) => step),
  );
}
