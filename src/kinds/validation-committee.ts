import { count, duration, flag, percent } from "../stack/units.ts";
import { between, group, guard, nonZero, number, scalar, setter } from "./make.ts";
import type { Scalar } from "./property.ts";
import type { Guard, View, Write } from "./write.ts";

const parameter = (getter: string, unit: Scalar["unit"]) => scalar(getter, unit, "Parameters");

/** Sizes, windows and approvals of a committee. Most setters move other values along. */
export const committee = {
  windows: group({
    commit: parameter("commitWindow()", duration),
    reveal: parameter("revealWindow()", duration),
  }),
  validators: group({
    min: parameter("minValidators()", count),
    max: parameter("maxValidators()", count),
    perJob: parameter("validatorsPerJob()", count),
    maxPerJob: parameter("maxValidatorsPerJob()", count),
  }),
  approvals: group({
    threshold: parameter("approvalThreshold()", percent),
    required: parameter("requiredValidatorApprovals()", count),
    auto: parameter("autoApprovalTarget()", flag),
  }),
};

interface Sizes {
  readonly min: bigint;
  readonly max: bigint;
  readonly perJob: bigint;
  readonly maxPerJob: bigint;
}

function sizes(view: View): Sizes {
  const of = (name: string) => number(view, `validators.${name}`);
  return { min: of("min"), max: of("max"), perJob: of("perJob"), maxPerJob: of("maxPerJob") };
}

const SIZES = ["min", "max", "perJob", "maxPerJob"].map((name) => `validators.${name}`);

const bounds = (fn: string, rule: string, check: (sizes: Sizes) => boolean) =>
  guard(SIZES, `ValidationModule.${fn}: ${rule} (InvalidValidatorBounds)`, (after) => check(sizes(after)));

/** Required approvals after a call that synchronises them, with `perJob` validators in a committee. */
function required(after: View, perJob: bigint): bigint {
  if (after.get("approvals.auto") === true) return (perJob * number(after, "approvals.threshold") + 99n) / 100n;
  return least(number(after, "approvals.required"), perJob);
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);

const synchronises = {
  affects: ["approvals.required"],
  effects: (after: View) => ({ "approvals.required": required(after, sizes(after).perJob) }),
};

/** setTiming does the same as setCommitRevealWindows. */
const windowWrites: readonly Write[] = [
  setter("setCommitRevealWindows(uint256,uint256)", ["windows.commit", "windows.reveal"], {
    guards: ["windows.commit", "windows.reveal"].map((key) =>
      nonZero(key, `ValidationModule.setCommitRevealWindows: ${key} must not be zero (InvalidWindows)`),
    ),
  }),
  setter("setCommitWindow(uint256)", ["windows.commit"], {
    guards: [nonZero("windows.commit", "ValidationModule.setCommitWindow: not zero (InvalidCommitWindow)")],
  }),
  setter("setRevealWindow(uint256)", ["windows.reveal"], {
    guards: [nonZero("windows.reveal", "ValidationModule.setRevealWindow: not zero (InvalidRevealWindow)")],
  }),
];

const sizeWrites: readonly Write[] = [
  setter("setValidatorBounds(uint256,uint256)", ["validators.min", "validators.max"], {
    guards: [
      bounds("setValidatorBounds", "3 <= min <= max <= maxPerJob", ({ min, max, maxPerJob }) => {
        return min >= 3n && max >= min && max <= maxPerJob;
      }),
    ],
    affects: ["validators.perJob", "approvals.required"],
    effects: (after) => {
      const { min, max, perJob: old } = sizes(after);
      const perJob = old < min ? min : least(old, max);
      return { "validators.perJob": perJob, "approvals.required": required(after, perJob) };
    },
  }),
  // Lowers the sizes, but does not synchronise the required approvals. Before the setters that it may make needless.
  setter("setMaxValidatorsPerJob(uint256)", ["validators.maxPerJob"], {
    guards: [bounds("setMaxValidatorsPerJob", "min <= maxPerJob", ({ min, maxPerJob }) => maxPerJob >= min)],
    affects: ["validators.perJob", "validators.max"],
    effects: (after) => {
      const { max, perJob, maxPerJob } = sizes(after);
      return { "validators.perJob": least(perJob, maxPerJob), "validators.max": least(max, maxPerJob) };
    },
  }),
  // Leaves perJob where it is, even below the new minimum.
  setter("setMinValidators(uint256)", ["validators.min"], {
    guards: [bounds("setMinValidators", "1 <= min <= max", ({ min, max }) => min >= 1n && min <= max)],
  }),
  setter("setMaxValidators(uint256)", ["validators.max"], {
    guards: [bounds("setMaxValidators", "1 <= max and min <= max", ({ min, max }) => max >= 1n && max >= min)],
  }),
  setter("setValidatorsPerJob(uint256)", ["validators.perJob"], {
    guards: [
      bounds("setValidatorsPerJob", "3, min <= perJob <= max, maxPerJob", ({ min, max, perJob, maxPerJob }) => {
        return perJob >= 3n && perJob >= min && perJob <= max && perJob <= maxPerJob;
      }),
    ],
    ...synchronises,
  }),
];

const approvalWrites: readonly Write[] = [
  setter("setApprovalThreshold(uint256)", ["approvals.threshold"], {
    guards: [
      between(
        "approvals.threshold",
        1n,
        100n,
        "ValidationModule.setApprovalThreshold: 1 % to 100 % (InvalidPercentage)",
      ),
    ],
    ...synchronises,
  }),
  // A fixed number no longer follows the threshold.
  setter("setRequiredValidatorApprovals(uint256)", ["approvals.required", "approvals.auto"], {
    args: (next) => [number(next, "approvals.required")],
    effects: () => ({ "approvals.auto": false }),
    affects: ["approvals.auto"],
    guards: [
      guard(
        ["approvals.auto"],
        "ValidationModule.setRequiredValidatorApprovals: a fixed number does not follow the threshold",
        (after, before) => after.get("approvals.auto") !== true || before.get("approvals.auto") === true,
      ),
      guard(
        ["approvals.required", "validators.max"],
        "ValidationModule.setRequiredValidatorApprovals: 1 <= required <= validators.max (InvalidApprovals)",
        (after) => {
          const count = number(after, "approvals.required");
          return count >= 1n && count <= sizes(after).max;
        },
      ),
      guard(
        ["approvals.required", "validators.perJob"],
        "ValidationModule.setRequiredValidatorApprovals: more than validators.perJob is lowered to it",
        (after) => number(after, "approvals.required") <= sizes(after).perJob,
      ),
    ],
  }),
  setter("setAutoApprovalTarget(bool)", ["approvals.auto"], synchronises),
];

/**
 * setParameters is left out: it sets three sizes to one number and computes the required approvals from the threshold
 * that it replaces.
 */
export const committeeWrites: readonly Write[] = [...windowWrites, ...sizeWrites, ...approvalWrites];

/** Some setters leave values behind that make no sense together; a plan sets those first. */
export const committeeInvariants: readonly Guard[] = [
  guard(
    SIZES,
    "ValidationModule: 3, validators.min <= perJob <= max; setMinValidators, setMaxValidators and setMaxValidatorsPerJob may leave perJob behind",
    (after) => {
      const { min, max, perJob } = sizes(after);
      return perJob >= 3n && min <= perJob && perJob <= max;
    },
  ),
  guard(
    ["validators.perJob", "approvals.threshold", "approvals.required", "approvals.auto"],
    "ValidationModule: approvals.required fits validators.perJob; setMaxValidatorsPerJob may leave it behind: set validators.perJob as well",
    (after) => required(after, sizes(after).perJob) === number(after, "approvals.required"),
  ),
];
