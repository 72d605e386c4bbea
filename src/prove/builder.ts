import type { Address, Hex } from "../kinds/value.ts";
import type { Stage, Step } from "./steps.ts";

/** Collects what happens at one time. */
export class Builder {
  readonly steps: Step[] = [];
  readonly storage: Stage["storage"][number][] = [];

  add(step: Step): void {
    this.steps.push(step);
  }

  put(address: Address, slot: Hex, value: Hex): this {
    this.storage.push({ address, slot, value });
    return this;
  }
}
