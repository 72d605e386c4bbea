import { expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.ts";
import type { Address, Value } from "../../src/kinds/value.ts";
import { diff } from "../../src/diff/diff.ts";
import { feesOf, type FeeOptions } from "../../src/review/fees.ts";
import { desiredModule, desiredOf, liveOf, moduleOf, plainAddress, wanted } from "../support/graph-plan.ts";

const AT: Address = plainAddress(9);
const WAD = 10n ** 18n;

function fees(
  kind: keyof typeof kinds,
  values: Readonly<Record<string, Value>>,
  wants: Readonly<Record<string, Value>>,
  options?: FeeOptions,
) {
  const module = moduleOf("m", kinds[kind], AT, values);
  const file = desiredModule(module, ...Object.entries(wants).map(([path, value]) => wanted(module, path, value)));
  const [desired, live] = [desiredOf([file], []), liveOf([module])];
  return feesOf(desired, live, diff(desired, live), options);
}

const rows = (splits: ReturnType<typeof fees>) =>
  splits.flatMap(({ recipients }) =>
    recipients.map(({ who, before, after, difference }) => `${who} ${before.raw} ${after.raw} ${difference}`),
  );

it("says what everybody gets of an amount, before and after", () => {
  const live = { "fees.fee": 7n, "fees.burn": 2n, "fees.validatorReward": 10n };
  const found = fees("StakeManager", live, { "fees.fee": 5n, "fees.burn": 2n }, { volume: 200n });
  expect(found).toMatchObject([{ module: "m", of: "fees", volume: { raw: "200" } }]);
  expect(rows(found)).toEqual([
    "the fee pool 14 10 -4",
    "burned 4 4 +0",
    "validators 20 20 +0",
    "whoever is paid 162 166 +4",
  ]);
  expect(found[0]?.recipients[0]?.share).toEqual({ before: "7 %", after: "5 %" });
});

it("counts 1000 tokens where nobody says how much passes", () => {
  const found = fees("FeePool", { burn: 9n }, { burn: 5n });
  expect(found[0]?.volume.human).toBe("1000 AGIALPHA");
  expect(rows(found)).toEqual([
    `burned ${90n * WAD} ${50n * WAD} ${-40n * WAD}`,
    `distributed ${910n * WAD} ${950n * WAD} +${40n * WAD}`,
  ]);
});

it("rounds down as the contracts do, and leaves what is over to the rest", () => {
  const shares = (agent: bigint, validator: bigint) => ({
    "shares.agent": agent,
    "shares.validator": validator,
    "shares.operator": 0n,
    "shares.employer": 0n,
  });
  const found = fees("RewardEngineMB", shares(WAD / 2n, WAD / 2n), shares((WAD * 3n) / 4n, WAD / 4n), { volume: 3n });
  expect(rows(found)).toEqual([
    "agents 1 2 +1",
    "validators 1 0 -1",
    "operators 0 0 +0",
    "employers 0 0 +0",
    "left by rounding 1 1 +0",
  ]);
});

it("is silent about splits that stay, and about shares that were not read", () => {
  expect(fees("JobRegistry", { "fees.fee": 5n, "fees.validatorReward": 8n }, { "fees.fee": 5n })).toEqual([]);
  expect(fees("JobRegistry", { "fees.fee": 4n }, { "fees.fee": 5n })).toEqual([]);
});
