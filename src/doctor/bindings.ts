import type { KindName } from "../kinds/index.ts";
import type { Key } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { Rights } from "../matrix/authority.ts";
import { leavesOf, type PlanModule } from "../plan/world.ts";
import { moduleOf, remediesOf, wantOf, type Finding } from "./finding.ts";

/** What a reference is to point to, by the last part of its path. */
const KINDS: Readonly<Record<Key, KindName>> = {
  stakeManager: "StakeManager",
  jobRegistry: "JobRegistry",
  validationModule: "ValidationModule",
  disputeModule: "DisputeModule",
  platformRegistry: "PlatformRegistry",
  feePool: "FeePool",
  reputationEngine: "ReputationEngine",
  arbitratorCommittee: "ArbitratorCommittee",
  committee: "ArbitratorCommittee",
  thermostat: "Thermostat",
  taxPolicy: "TaxPolicy",
};

/** Findings about where the contracts of a stack point: to each other, and to what governs them. */
export function bindingFindings(rights: Rights): readonly Finding[] {
  return rights.contracts.flatMap(({ module }) =>
    [...leavesOf(module.kind)].flatMap(([property, leaf]): readonly Finding[] => {
      if (leaf.type !== "scalar" || leaf.facet !== "Parameters" || leaf.unit.name !== "address") return [];
      const target = module.values.get(property);
      return typeof target === "string" ? [bindingFinding(rights, module, property, target as Address)] : [];
    }),
  );
}

function bindingFinding(rights: Rights, module: PlanModule, property: Key, target: Address): Finding {
  const { contracts, desired, words, world } = rights;
  const { up, edit } = remediesOf(desired);
  const at = { contract: module.name, property };
  const shown = target === ZERO_ADDRESS ? "nothing" : words.name(target);
  const want = wantOf(moduleOf(desired, module.name), property);
  if (want && "want" in want && "exact" in want.want && want.want.exact !== target) {
    const expected = want.want.exact === ZERO_ADDRESS ? "nothing" : words.name(want.want.exact as Address);
    const severity = want.observe ? "warn" : "fail";
    return { severity, ...at, found: shown, expected, mend: [want.observe ? edit(module.name, property) : up] };
  }
  const kind = KINDS[property.slice(property.lastIndexOf(".") + 1)];
  const fitting = contracts.flatMap(({ module: each }) => (each.kind.name === kind ? [each] : []));
  const expected = fitting.map(({ name }) => name).join(" or ");
  const mend = [edit(module.name, property)];
  if (target === ZERO_ADDRESS) {
    // What no module of the stack could be is left out on purpose.
    if (fitting.length === 0 || want)
      return { severity: "pass", ...at, found: shown, expected: "no contract of the stack that it could be", mend: [] };
    return { severity: "warn", ...at, found: shown, expected, mend };
  }
  if (fitting.length > 0 && fitting.every(({ address }) => address !== target)) {
    return { severity: "fail", ...at, found: shown, expected, mend };
  }
  if (kind !== undefined && world.hasCode(target) === false) {
    return { severity: "fail", ...at, found: `${shown}, an account without code`, expected: `a ${kind}`, mend };
  }
  if (!want && !desired.declared(target)) {
    const known = expected || "an address that the file names";
    return { severity: "warn", ...at, found: `${shown}, which the file does not know`, expected: known, mend };
  }
  const stranger = stuck(rights, module, property, target);
  if (stranger) return { severity: "fail", ...at, ...stranger };
  return {
    severity: "pass",
    ...at,
    found: shown,
    expected: want ? "as the file says" : expected || "an address",
    mend: [],
  };
}

/** SystemPause.pauseAll reverts as a whole where it may not pause one of its modules. */
function stuck(
  { desired, world, words }: Rights,
  module: PlanModule,
  property: Key,
  target: Address,
): Pick<Finding, "found" | "expected" | "mend"> | undefined {
  const paused = world.byAddress.get(target);
  if (module.kind.topology !== "systemPause" || !property.startsWith("modules.") || !paused) return undefined;
  const [owner, pauser] = ["owner", "pauser"].map((key) => paused.values.get(key) as Address | undefined);
  if (owner === module.address || pauser === module.address) return undefined;
  const { up, edit } = remediesOf(desired);
  const want = wantOf(moduleOf(desired, paused.name), "owner");
  const wanted = want && "want" in want && "exact" in want.want && want.want.exact === module.address;
  const holder = owner === undefined ? "not known" : words.name(owner);
  return {
    found: `${paused.name}, which it cannot pause: its owner is ${holder}`,
    expected: `${module.name} as its owner or pauser`,
    mend: [wanted ? up : edit(paused.name, "owner")],
  };
}
