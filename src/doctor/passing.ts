import { membersOf, canAct } from "../authority/reach.ts";
import { waitOf } from "../authority/way.ts";
import type { Rights } from "../matrix/authority.ts";
import type { PlanModule } from "../plan/world.ts";
import { delayText } from "../review/time.ts";
import { supportedVersion } from "../safe/versions.ts";
import { remediesOf, type Finding } from "./finding.ts";

/** Findings about the contracts that stand between people and the others: how much they hold up, and against whom. */
export function passingFindings(rights: Rights): readonly Finding[] {
  const { edit } = remediesOf(rights.desired);
  return rights.contracts.flatMap(({ module }): readonly Finding[] =>
    checksOf(rights, module).map(({ wrong, property, found, expected }) => ({
      severity: wrong ?? "pass",
      contract: module.name,
      property,
      found,
      expected,
      mend: wrong === undefined ? [] : [edit(module.name, property)],
    })),
  );
}

interface Check extends Pick<Finding, "property" | "found" | "expected"> {
  /** Absent where it is as it should be. */
  readonly wrong?: "warn" | "fail" | undefined;
}

function checksOf(rights: Rights, module: PlanModule): readonly Check[] {
  switch (module.kind.topology) {
    case "safe":
      return safeChecks(rights, module);
    case "timelock":
      return timelockChecks(rights, module);
    default:
      return [];
  }
}

function safeChecks({ reach }: Rights, safe: PlanModule): readonly Check[] {
  const [threshold, version] = [safe.values.get("threshold"), safe.values.get("version")];
  const owners = membersOf(safe, "owners");
  const able = owners.filter((owner) => reach(owner, safe.address)).length;
  const signatures = `${String(threshold)} of ${owners.length}`;
  const each: Check[] = [];
  if (!canAct(safe, reach)) {
    const found = `${signatures}, and ${able} who can act`;
    each.push({ wrong: "fail", property: "threshold", found, expected: "as many owners who can act as have to sign" });
  } else if (threshold === 1n) {
    each.push({ wrong: "warn", property: "threshold", found: signatures, expected: "more than one signature" });
  } else if (threshold === BigInt(able)) {
    const found = `${signatures}: one lost key, and nobody can act`;
    each.push({ wrong: "warn", property: "threshold", found, expected: "fewer signatures than owners" });
  } else
    each.push({ property: "threshold", found: signatures, expected: "more than one, and fewer than there are owners" });
  if (typeof version === "string" && !supportedVersion(version)) {
    each.push({
      wrong: "fail",
      property: "owners",
      found: `version ${version}`,
      expected: "a Safe of 1.3.0, 1.4.1 or 1.5.0",
    });
  }
  return each;
}

function timelockChecks({ words }: Rights, timelock: PlanModule): readonly Check[] {
  const delay = waitOf(timelock);
  const admins = membersOf(timelock, "roles.DEFAULT_ADMIN_ROLE").filter((admin) => admin !== timelock.address);
  const hurried = `${admins.map((admin) => words.name(admin)).join(", ")} may grant every role without delay`;
  return [
    {
      wrong: delay === 0n ? "fail" : undefined,
      property: "minDelay",
      found: delayText(delay),
      expected: "a delay in which somebody can cancel",
    },
    ...(admins.length > 0
      ? [
          {
            ...{ wrong: "warn" as const, property: "roles.DEFAULT_ADMIN_ROLE" },
            ...{ found: hurried, expected: "the timelock alone" },
          },
        ]
      : []),
  ];
}
