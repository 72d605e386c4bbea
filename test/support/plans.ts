import { localAccount } from "../../src/local/accounts.ts";

/** Numbers that follow from a seed alone. */
export interface Draw {
  /** Inclusive. */
  int(min: number, max: number): number;
  pick<T>(from: readonly T[]): T;
  /** So many different ones, in their order. */
  some<T>(from: readonly T[], count: number): readonly T[];
}

/** Mulberry32. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    int,
    pick: (from) => from[int(0, from.length - 1)]!,
    some(from, count) {
      const left = from.map((_, index) => index);
      const taken = Array.from({ length: count }, () => left.splice(int(0, left.length - 1), 1)[0]!);
      return from.filter((_, index) => taken.includes(index));
    },
  };
}

/** What stands in the file, what is to stand there, and in the entry of which module. */
type Edit = readonly [module: string, from: RegExp, to: string];

const quoted = (account: number) => `"${localAccount(account).address}"`;
/** Nobody in any stack file. */
const stranger = (draw: Draw) => quoted(draw.int(10, 16));

/** So many whole numbers that are `sum` together. */
function parts(draw: Draw, count: number, sum: number): readonly number[] {
  const cuts = Array.from({ length: count - 1 }, () => draw.int(0, sum)).sort((a, b) => a - b);
  return [...cuts, sum].map((cut, index) => cut - (cuts[index - 1] ?? 0));
}

function treasury(module: string, draw: Draw): readonly Edit[] {
  const [old, fresh] = ["treasury", draw.pick(["guardian", stranger(draw)])];
  const listed = draw.pick([`[${fresh}]`, `[${old}, ${fresh}]`]);
  return [
    [module, /treasury: treasury/, `treasury: ${fresh}`],
    [module, /treasuryAllowlist: .*/, `treasuryAllowlist: ${listed}`],
  ];
}

const windows = (unit: string) => (draw: Draw) =>
  `windows: { commit: ${draw.int(1, 90)} ${unit}, reveal: ${draw.int(1, 90)} ${unit} }`;

/** Changes that a person could make to `stacks/local.yaml` and its like: each on values of its own. */
const CHANGES: Readonly<Record<string, (draw: Draw) => readonly Edit[]>> = {
  fees(draw) {
    const [fee, burn, reward] = parts(draw, 4, 100);
    return [["stakeManager", /fees: .*/, `fees: { fee: ${fee!} %, burn: ${burn!} %, validatorReward: ${reward!} % }`]];
  },
  slashing(draw) {
    const names = ["employer", "treasury", "validator", "operator", "burn"];
    const shares = parts(draw, names.length, 100).map((share, index) => `${names[index]!}: ${share} %`);
    return [["stakeManager", /slashing: .*/, `slashing: { ${shares.join(", ")} }`]];
  },
  minStake: (draw) => [["stakeManager", /minStake: .*/, `minStake: ${draw.int(1, 500)} AGIALPHA`]],
  unbonding: (draw) => [["stakeManager", /unbondingPeriod: .*/, `unbondingPeriod: ${draw.int(1, 30)} days`]],
  stakeTreasury: (draw) => treasury("stakeManager", draw),
  jobFees(draw) {
    const [fee, reward] = parts(draw, 3, 100);
    return [["jobRegistry", /fees: .*/, `fees: { fee: ${fee!} %, validatorReward: ${reward!} % }`]];
  },
  jobStake: (draw) => [["jobRegistry", /jobStake: .*/, `jobStake: ${draw.int(0, 50)} AGIALPHA`]],
  commitReveal: (draw) => [["validationModule", /windows: .*/, windows("minutes")(draw)]],
  disputeFee: (draw) => [["disputeModule", /disputeFee: .*/, `disputeFee: ${draw.int(0, 9)} AGIALPHA`]],
  disputeWindow: (draw) => [["disputeModule", /disputeWindow: .*/, `disputeWindow: ${draw.int(1, 72)} hours`]],
  platformStake: (draw) => [
    ["platformRegistry", /minPlatformStake: .*/, `minPlatformStake: ${draw.int(1, 5000)} AGIALPHA`],
  ],
  registrars: (draw) => [["platformRegistry", /registrars: .*/, `registrars: [guardian, ${stranger(draw)}]`]],
  poolBurn: (draw) => [["feePool", /burn: .*/, `burn: ${draw.int(0, 100)} %`]],
  poolTreasury: (draw) => treasury("feePool", draw),
  rewarders: (draw) => [["feePool", /rewarders: .*/, `rewarders: [${draw.pick(["", "rewardEngine, "])}guardian]`]],
  callers: (draw) => [["reputationEngine", /callers: .*/, `callers: [${draw.pick(["jobRegistry", "guardian"])}]`]],
  arbitration: (draw) => [["arbitratorCommittee", /windows: .*/, windows("hours")(draw)]],
  band(draw) {
    const [min, width, at] = [draw.int(1, 40), draw.int(1, 90), draw.int(0, 100)];
    const within = min + Math.floor((width * at) / 100);
    return [
      ["thermostat", /band: \{.*/, `band: { min: ${min / 10}, max: ${(min + width) / 10} }`],
      ["thermostat", /validator: 1.2/, `validator: ${within / 10}`],
    ];
  },
  pid: (draw) => [["thermostat", /pid: .*/, `pid: { kp: ${draw.int(-9, 9)}, ki: ${draw.int(-9, 9)}, kd: 1 }`]],
  shares(draw) {
    const names = ["agent", "validator", "operator", "employer"];
    const shares = parts(draw, names.length, 100).map((share, index) => `${names[index]!}: ${share} %`);
    return [["rewardEngine", /shares: .*/, `shares: { ${shares.join(", ")} }`]];
  },
  cancellers: (draw) => [
    ["timelock", /CANCELLER_ROLE: .*/, `CANCELLER_ROLE: [${draw.pick(["council", "council, guardian"])}, treasury]`],
  ],
  executors: () => [["timelock", /EXECUTOR_ROLE: .*/, `EXECUTOR_ROLE: [council, guardian]`]],
  pauser: (draw) => [[draw.pick(["feePool", "jobRegistry"]), /pauser: .*/, `pauser: ${stranger(draw)}`]],
  paused: (draw) => [[draw.pick(["disputeModule", "stakeManager"]), /paused: .*/, "paused: true"]],
  moduleOwner: (draw) => [[draw.pick(["reputationEngine", "validationModule"]), /owner: .*/, "owner: guardian"]],
  engineOwner: () => [["rewardEngine", /owner: .*/, "owner: guardian"]],
  twoStepOwner: (draw) => [[draw.pick(["taxPolicy", "ownerConfigurator"]), /owner: .*/, "owner: guardian"]],
};

/** Where a Safe governs. */
const SAFE_CHANGES: typeof CHANGES = {
  owners: (draw) => [["council", /owners: .*/, `owners: [${draw.pick(["alice", "bob"])}, carol, ${stranger(draw)}]`]],
  threshold: (draw) => [["council", /threshold: .*/, `threshold: ${draw.pick([1, 3])}`]],
};

/** A stack file in which one to six things have been changed; the same for the same seed. */
export function changed(stack: string, seed: number): string {
  const draw = drawFrom(seed);
  const all = stack.includes("kind: Safe") ? { ...CHANGES, ...SAFE_CHANGES } : CHANGES;
  const names = draw.some(Object.keys(all), draw.int(1, 6));
  return names.flatMap((name) => all[name]!(draw)).reduce(edited, stack);
}

/** The stack file with the named changes. */
export function changedBy(stack: string, seed: number, ...names: readonly (keyof typeof CHANGES)[]): string {
  const draw = drawFrom(seed);
  return names.flatMap((name) => CHANGES[name]!(draw)).reduce(edited, stack);
}

/** Entries of modules are paragraphs of the file. */
function edited(stack: string, [module, from, to]: Edit): string {
  const entries = stack.split("\n\n");
  const head = new RegExp(`^  ${module}:( #.*)?$`, "m");
  const at = entries.findIndex((entry) => head.test(entry));
  const entry = entries[at];
  if (entry === undefined || !from.test(entry)) throw new Error(`${module} has nothing like ${String(from)}`);
  return entries.with(at, entry.replace(from, to)).join("\n\n");
}
