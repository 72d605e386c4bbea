import type { Way } from "../authority/way.ts";
import type { Key, ModuleKey } from "../kinds/property.ts";
import type { Address, Hex, Value } from "../kinds/value.ts";
import type { Argument, Phase, Write } from "../kinds/write.ts";
import type { Step } from "./step.ts";

/** One value that a call changes. */
export interface Effect {
  readonly module: string;
  readonly key: Key;
  readonly before: Value;
  readonly after: Value;
  /** False for a side effect on a value that the stack file does not manage. */
  readonly managed: boolean;
}

/** One call of a module: what is called, by whom, on what way, and what it changes. */
export interface Call {
  readonly module: string;
  /** `setFeePct(uint256)` */
  readonly fn: string;
  readonly args: readonly Argument[];
  readonly phase: Phase;
  /** The module. */
  readonly to: Address;
  /** What the module receives, before anything is wrapped around it. */
  readonly data: Hex;
  readonly way: Way;
  readonly effects: readonly Effect[];
  /** Values that the rules of the call look at, of whatever module. */
  readonly dependsOn: readonly ModuleKey[];
  readonly write: Write;
  /** Absent for a call that stands for several others. */
  readonly step?: Step;
}

/** Contracts between the authority and the module by name, outermost first. */
export function viaOf({ way }: Call): readonly string[] {
  return way.hops.map(({ name }) => name).reverse();
}

/** What one contract or account sends to another, and the calls of modules that it brings about. */
export interface Envelope {
  readonly to: Address;
  readonly data: Hex;
  readonly calls: readonly Call[];
}
