import { cleaner } from "../chain/reasons.ts";
import { diagnose, type Diagnosis } from "../doctor/doctor.ts";
import type { Examined } from "../examine.ts";
import { authorityOf, rightsIn, type AuthorityMatrix } from "../matrix/authority.ts";
import { parametersOf, type ParameterMatrix } from "../matrix/parameters.ts";
import { surfaceOf, type Surface } from "../matrix/surface.ts";
import { readOf, type ReviewRead } from "../review/read.ts";
import { addressesIn } from "../review/addresses.ts";
import type { Party } from "../review/words.ts";
import { actingIn, type Acting } from "./acting.ts";
import { expiringOf, type Expiring } from "./expiring.ts";
import { graphOf, type AuthorityGraph } from "./graph.ts";
import { headlineOf, type HeadlinePart } from "./headline.ts";
import { pausesOf, type Pause } from "./pauses.ts";
import { queuesOf, type Queues } from "./queues.ts";
import type { Receipt } from "./receipts.ts";

/** How a stack stands, on one page. Plain data; every time is the block's, none is this machine's. */
export interface Briefing {
  /** Of this format. */
  readonly version: 1;
  readonly stack: string;
  /** `stacks/local.yaml` */
  readonly file: string;
  readonly chainId: string;
  readonly read: Pick<ReviewRead, "block" | "scan">;
  readonly headline: readonly HeadlinePart[];
  readonly pauses: readonly Pause[];
  readonly drift: Pick<Surface, "drift" | "unreadable">;
  readonly queues: Queues;
  /** Earliest first; what has no end comes last. */
  readonly expiring: readonly Expiring[];
  /** Who governs what, for a picture. */
  readonly graph: AuthorityGraph;
  /** Who can act now, and with what; the quickest first. */
  readonly acting: readonly Acting[];
  /** Every right. */
  readonly authority: AuthorityMatrix;
  readonly parameters: ParameterMatrix;
  /** Latest first. */
  readonly receipts: readonly Receipt[];
  readonly next: readonly NextStep[];
  /** Every address that is mentioned. */
  readonly addresses: readonly Party[];
}

/** A command or an edit, and what it mends. */
export interface NextStep {
  readonly step: string;
  /** `feePool.pauser` */
  readonly mends: readonly string[];
}

/** Pure. */
export function briefingOf(examined: Examined, receipts: readonly Receipt[]): Briefing {
  const { desired, live } = examined;
  const rights = rightsIn(examined);
  const { drift, unreadable } = surfaceOf(examined);
  const { block, scan } = readOf(desired, live);
  const authority = authorityOf(rights);
  const standing = {
    pauses: pausesOf(examined),
    drift: { drift, unreadable },
    queues: queuesOf(examined, rights.world, rights.words),
    expiring: expiringOf(desired, authority),
  };
  const clean = cleaner(desired);
  const briefing = {
    version: 1 as const,
    stack: desired.stack,
    file: desired.file,
    chainId: String(live.chainId),
    read: { block, scan },
    headline: headlineOf(standing),
    ...standing,
    graph: graphOf(rights, authority),
    acting: actingIn(authority),
    authority,
    parameters: parametersOf(rights),
    receipts: receipts.map((each) => (each.failed === undefined ? each : { ...each, failed: clean(each.failed) })),
    next: nextSteps(diagnose(examined, rights, authority)),
  };
  return { ...briefing, addresses: addressesIn(briefing, desired) };
}

/** Every remedy that the doctor names, once, the worst first. */
function nextSteps({ findings }: Diagnosis): readonly NextStep[] {
  const steps = new Map<string, string[]>();
  for (const severity of ["fail", "warn"] as const) {
    for (const { contract, property, mend } of findings.filter((each) => each.severity === severity)) {
      for (const step of mend) steps.set(step, [...(steps.get(step) ?? []), `${contract}.${property}`]);
    }
  }
  return [...steps].map(([step, mends]) => ({ step, mends }));
}
