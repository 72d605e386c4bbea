import type { Key } from "../kinds/property.ts";
import type { Desired, DesiredModule, DesiredWant } from "../stack/desired.ts";

export const SEVERITIES = ["fail", "warn", "pass"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What an examination of one property of one contract came to. */
export interface Finding {
  readonly severity: Severity;
  /** By name, or by address where it has none. */
  readonly contract: string;
  /** `owner`, `roles.PROPOSER_ROLE`, `modules.feePool` */
  readonly property: Key;
  readonly found: string;
  readonly expected: string;
  /** Commands and edits, each of which mends it by itself; empty for what is as it should be. */
  readonly mend: readonly string[];
}

/** The remedies that a stack file leaves. */
export interface Remedies {
  /** Makes the chain what the file says. */
  readonly up: string;
  /** Makes the file say something about a property. */
  readonly edit: (contract: string, property: Key) => string;
  readonly rotate: (name: string, to: string) => string;
}

export function remediesOf(desired: Desired): Remedies {
  const { file, stack } = desired;
  return {
    up: `pulumi up --stack ${stack}`,
    edit(contract, property) {
      const module = moduleOf(desired, contract);
      if (!module) return `declare ${contract} under modules in ${file}`;
      const { line } = (wantOf(module, property) ?? module).at;
      return `edit modules.${contract}.${property} in ${file}:${line}, then pulumi up --stack ${stack}`;
    },
    rotate: (name, to) => `ordinance rotate ${name} ${to} --stack ${stack} # if the chain is right`,
  };
}

export function moduleOf(desired: Desired, contract: string): DesiredModule | undefined {
  return desired.modules.find(({ name }) => name === contract);
}

export function wantOf(module: DesiredModule | undefined, property: Key): DesiredWant | undefined {
  return module?.wants.find(({ path }) => path === property);
}
