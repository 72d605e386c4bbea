import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { firstOf, type Attempt } from "../../src/chain/first.ts";

const always = () => true;
const after =
  (ms: number, value: string): Attempt<string> =>
  async (signal) => {
    await sleep(ms, undefined, { signal });
    return value;
  };
const failing =
  (ms: number, message: string): Attempt<string> =>
  async () => {
    await sleep(ms);
    throw new Error(message);
  };
const hanging: Attempt<string> = () => new Promise(() => undefined);

describe("the first of several attempts", () => {
  it("makes no second one while the first goes on", async () => {
    let second = 0;
    const slow: Attempt<string> = async (_signal, alive) => {
      for (let step = 0; step < 5; step++) {
        await sleep(20);
        alive();
      }
      return "slow";
    };
    const other: Attempt<string> = () => Promise.resolve(`other ${++second}`);
    expect(await firstOf([slow, other], 60, always)).toEqual({ index: 0, value: "slow" });
    expect(second).toBe(0);
  });

  it("goes on with the next when one fails or shows no sign of life, and stops the rest", async () => {
    let stopped = false;
    const watched: Attempt<string> = (signal) =>
      new Promise(() => signal.addEventListener("abort", () => (stopped = true)));
    const start = performance.now();
    expect(await firstOf([failing(1, "no"), watched, after(1, "third")], 50, always)).toEqual({
      index: 2,
      value: "third",
    });
    expect(stopped).toBe(true);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it("still takes the slow one if that comes first in the end", async () => {
    expect(await firstOf([after(80, "slow"), hanging], 20, always)).toEqual({ index: 0, value: "slow" });
  });

  it("begins nothing any more when it is decided", async () => {
    let begun = 0;
    const late: Attempt<string> = () => Promise.resolve(`${++begun}`);
    await firstOf([after(60, "slow"), after(5_000, "stopped"), late], 40, always);
    await sleep(60);
    expect(begun).toBe(0);
  });

  it("says why each of them failed, in their order", async () => {
    const result = await firstOf([failing(60, "first"), failing(1, "second")], 20, always);
    expect(result).toMatchObject({ failures: [{ message: "first" }, { message: "second" }] });
    expect(await firstOf([], 20, always)).toEqual({ failures: [] });
  });

  it("throws at once what another attempt would not mend", async () => {
    let second = false;
    const other: Attempt<string> = () => Promise.resolve(String((second = true)));
    await expect(firstOf([failing(1, "wrong file"), other], 1_000, () => false)).rejects.toThrow("wrong file");
    expect(second).toBe(false);
  });
});
