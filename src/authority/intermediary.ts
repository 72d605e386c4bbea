import type { Key } from "../kinds/property.ts";
import type { Address, Hex, Value } from "../kinds/value.ts";
import type { Kind } from "../kinds/kind.ts";
import type { PlanModule, World } from "../plan/world.ts";
import { ownerConfigurator } from "./owner-configurator.ts";
import type { InnerCall } from "./route.ts";
import { systemPause } from "./system-pause.ts";

/** One value that a call changes. */
export interface Effect {
  readonly module: string;
  readonly key: Key;
  readonly before: Value;
  readonly after: Value;
  /** False for a side effect on a value that the stack file does not manage. */
  readonly managed: boolean;
}

export interface Envelope {
  readonly to: Address;
  readonly data: Hex;
}

/** Wraps a call so that `contract` makes it, or says why it cannot. */
export type Intermediary = (
  world: World,
  contract: PlanModule,
  call: Envelope,
  inner: InnerCall,
) => Envelope | { readonly noRoute: string };

/** Contracts that make calls for their owner. A kind that is missing here is an authority of its own. */
export const intermediaries: Readonly<Partial<Record<NonNullable<Kind["topology"]>, Intermediary>>> = {
  systemPause,
  ownerConfigurator,
};
