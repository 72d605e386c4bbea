import { slashPercent } from "../stack/units.ts";
import { group, scalar, setter, sumAtMost } from "./make.ts";
import type { Scalar } from "./property.ts";
import type { Value } from "./value.ts";
import type { Write } from "./write.ts";

/** The contract stores what it was given: 40 and 4000 are the same share, and the whole percent is their normal form. */
export function wholePercent(raw: Value): Value {
  return typeof raw === "bigint" && raw > 100n ? raw / 100n : raw;
}

function share(getter: string): Scalar {
  return scalar(getter, slashPercent, "FeeSplit", { normalise: wholePercent });
}

export const slashing = group({
  employer: share("employerSlashPct()"),
  treasury: share("treasurySlashPct()"),
  validator: share("validatorSlashRewardPct()"),
  operator: share("operatorSlashPct()"),
  burn: share("burnSlashPct()"),
});

const [employer, treasury, validator, operator, burn] = (
  ["employer", "treasury", "validator", "operator", "burn"] as const
).map((part) => `slashing.${part}`) as [string, string, string, string, string];

/** Every setter checks these four; the validators' share is outside of that sum. */
const payout = (fn: string) =>
  sumAtMost(
    [employer, treasury, operator, burn],
    100n,
    `StakeManager.${fn}: employer + treasury + operator + burn <= 100 % (InvalidPercentage)`,
  );

const withValidators = (fn: string) =>
  sumAtMost(
    [employer, treasury, validator, operator, burn],
    100n,
    `StakeManager.${fn}: employer + treasury + validator + operator + burn <= 100 % (InvalidPercentage)`,
  );

/**
 * Only the first sets what is burned. Five shares of more than 100 % together, which the contract lets single setters bring
 * about, are therefore not always within reach.
 */
export const slashingWrites: readonly Write[] = [
  setter("setSlashPercents(uint16,uint16,uint16,uint16,uint16)", [employer, treasury, validator, operator, burn], {
    guards: [withValidators("setSlashPercents")],
  }),
  setter("setSlashDistribution(uint256,uint256,uint256,uint256)", [employer, treasury, operator, validator], {
    guards: [withValidators("setSlashDistribution")],
  }),
  setter("setSlashingDistribution(uint256,uint256,uint256)", [employer, treasury, validator], {
    guards: [
      payout("setSlashingDistribution"),
      sumAtMost(
        [employer, treasury, validator],
        100n,
        "StakeManager.setSlashingDistribution: employer + treasury + validator <= 100 % (InvalidPercentage)",
      ),
    ],
  }),
  setter("setSlashingPercentages(uint256,uint256)", [employer, treasury], {
    guards: [payout("setSlashingPercentages")],
  }),
  setter("setValidatorSlashRewardPct(uint256)", [validator], {
    guards: [
      sumAtMost([validator], 100n, "StakeManager.setValidatorSlashRewardPct: at most 100 % (InvalidPercentage)"),
    ],
  }),
  setter("setOperatorSlashPct(uint256)", [operator], { guards: [payout("setOperatorSlashPct")] }),
];
