import type { Live, LiveModule } from "../diff/live.ts";

/** A value on which endpoints do not agree. */
export interface Dispute {
  /** `modules.stakeManager.fees.fee` */
  readonly path: string;
  /** In the order of the readings; undefined where an endpoint says nothing of it. */
  readonly said: readonly (string | undefined)[];
}

/** Everything in which readings of one block differ: values, codes, authorities, operations of timelocks. */
export function disputesIn(readings: readonly Live[]): readonly Dispute[] {
  const facts = readings.map(factsOf);
  const paths = new Set(facts.flatMap((each) => [...each.keys()]));
  return [...paths].flatMap((path) => {
    const said = facts.map((each) => each.get(path));
    return new Set(said).size > 1 ? [{ path, said }] : [];
  });
}

function factsOf(live: Live): ReadonlyMap<string, string> {
  const { block, modules, authorities, versions, accounts, operations, usedOperations } = live;
  return new Map([
    ["block", `${block.number} after ${block.parentHash} at ${block.timestamp}`],
    ...[...modules].flatMap(([name, module]) => moduleFacts(`modules.${name}`, module)),
    ...[...authorities].flatMap(([address, contract]) => moduleFacts(address, contract)),
    ...[...versions].map(([address, version]) => [`${address}.version`, String(version)] as const),
    ...[...accounts].map(([address, hash]) => [`${address}.code`, hash ?? "none"] as const),
    ...operations.map(({ timelock, id, ...rest }) => [`${timelock}.${id}`, textOf(rest)] as const),
    ...[...usedOperations].map((id) => [`operation ${id}`, "used"] as const),
  ]);
}

function moduleFacts(path: string, { kind, values, unreadable, codeHash }: LiveModule): (readonly [string, string])[] {
  return [
    [`${path}.kind`, kind.name],
    [`${path}.code`, codeHash],
    ...[...values].map(([key, value]) => [`${path}.${key}`, String(value)] as const),
    ...[...unreadable].map(([key, reason]) => [`${path}.${key}`, reason] as const),
  ];
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === "bigint" ? each.toString() : each));
}
