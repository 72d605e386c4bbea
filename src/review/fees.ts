import { type Key } from "../kinds/property.ts";
import type { Value } from "../kinds/value.ts";
import type { Live } from "../diff/live.ts";
import type { Plan } from "../plan/plan.ts";
import { leavesOf } from "../plan/world.ts";
import type { Desired, DesiredModule } from "../stack/desired.ts";
import { token } from "../stack/units.ts";
import type { Shown } from "./words.ts";

/** Who gets how much of an amount that passes one contract, before and after. */
export interface FeeSplit {
  readonly module: string;
  /** `fees` */
  readonly of: string;
  /** Wei, and for people. */
  readonly volume: Shown;
  readonly recipients: readonly FeeRecipient[];
}

export interface FeeRecipient {
  readonly who: string;
  /** The key of its share; absent for whoever gets what is left. */
  readonly key?: Key;
  readonly share?: { readonly before: string; readonly after: string };
  /** Wei, and for people. */
  readonly before: Shown;
  readonly after: Shown;
  /** Wei with its sign. */
  readonly difference: string;
}

export interface FeeOptions {
  /** Wei of a token with 18 decimals that pass; 1000 tokens if absent. */
  readonly volume?: bigint;
}

const DEFAULT_VOLUME = 1000n * 10n ** 18n;

interface Split {
  readonly of: string;
  /** A whole in the contract's own numbers. */
  readonly whole: bigint;
  /** Recipients by the key of their share. */
  readonly shares: Readonly<Record<Key, string>>;
  /** Who gets what no share takes, and what rounding leaves. */
  readonly rest: string;
}

const WAD = 10n ** 18n;

/** What the shares are of, and who gets them. */
const SPLITS: Readonly<Record<string, Split>> = {
  StakeManager: {
    ...{ of: "fees", whole: 100n, rest: "whoever is paid" },
    shares: { "fees.fee": "the fee pool", "fees.burn": "burned", "fees.validatorReward": "validators" },
  },
  JobRegistry: {
    ...{ of: "fees", whole: 100n, rest: "the agent" },
    shares: { "fees.fee": "the fee pool", "fees.validatorReward": "validators" },
  },
  FeePool: { of: "burn", whole: 100n, rest: "distributed", shares: { burn: "burned" } },
  RewardEngineMB: {
    ...{ of: "shares", whole: WAD, rest: "left by rounding" },
    shares: {
      "shares.agent": "agents",
      "shares.validator": "validators",
      "shares.operator": "operators",
      "shares.employer": "employers",
    },
  },
};

/** Every fee split of which a share changes. Values that only are observed stay what they are. */
export function feesOf(
  desired: Desired,
  live: Live,
  { changes }: Pick<Plan, "changes">,
  { volume = DEFAULT_VOLUME }: FeeOptions = {},
): readonly FeeSplit[] {
  return desired.modules.flatMap((module): FeeSplit[] => {
    const split = SPLITS[module.kind.name];
    const state = live.modules.get(module.name);
    if (!split || !state) return [];
    const moved = new Map(
      changes
        .filter((change) => change.module === module.name && !change.observe && change.key in split.shares)
        .map(({ key, after }) => [key, after]),
    );
    if (moved.size === 0) return [];
    const before = (key: Key) => state.values.get(key);
    const after = (key: Key) => moved.get(key) ?? before(key);
    const keys = Object.keys(split.shares);
    // A share that was not read would be counted with what is left.
    if (!keys.every((key) => typeof before(key) === "bigint")) return [];
    const [old, fresh] = [before, after].map((of) => parts(split, of, volume)) as [bigint[], bigint[]];
    const recipients = [...keys, undefined].map((key, index) =>
      recipient(module, split, key, { before, after }, [old[index]!, fresh[index]!]),
    );
    const useful = recipients.filter(
      ({ key, before: a, after: b }) => key !== undefined || a.raw !== "0" || b.raw !== "0",
    );
    return [{ module: module.name, of: split.of, volume: amount(volume), recipients: useful }];
  });
}

/** Amounts in the order of the shares, and what is left; shares are rounded down, as the contracts do. */
function parts({ whole, shares }: Split, of: (key: Key) => Value | undefined, volume: bigint): bigint[] {
  const taken = Object.keys(shares).map((key) => (volume * (of(key) as bigint)) / whole);
  return [...taken, volume - taken.reduce((sum, each) => sum + each, 0n)];
}

function recipient(
  module: DesiredModule,
  split: Split,
  key: Key | undefined,
  of: { before: (key: Key) => Value | undefined; after: (key: Key) => Value | undefined },
  [before, after]: readonly [bigint, bigint],
): FeeRecipient {
  const unit = key === undefined ? undefined : leavesOf(module.kind).get(key)?.unit;
  const share =
    key === undefined || !unit
      ? {}
      : { key, share: { before: unit.format(of.before(key)!), after: unit.format(of.after(key)!) } };
  return {
    who: key === undefined ? split.rest : split.shares[key]!,
    ...share,
    before: amount(before),
    after: amount(after),
    difference: `${after >= before ? "+" : ""}${after - before}`,
  };
}

function amount(wei: bigint): Shown {
  return { human: token.format(wei), raw: String(wei) };
}
