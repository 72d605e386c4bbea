import type { Live } from "../diff/live.ts";
import { leaves } from "../kinds/kind.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { Desired } from "../stack/desired.ts";
import { whenOf } from "./time.ts";
import type { When } from "./words.ts";

/** What was looked at, and what was not. */
export interface ReviewRead {
  readonly block: {
    readonly number: string;
    /** Absent where the reading only knows what came before. */
    readonly hash?: Hex;
    readonly parentHash: Hex;
    readonly time: When;
  };
  /** Logs that were scanned for members that contracts cannot list. */
  readonly scan: {
    readonly from: string;
    readonly to: string;
    readonly complete: boolean;
    readonly gaps: readonly string[];
  };
  readonly modules: readonly ReviewModule[];
}

/** A contract of the stack file. */
export interface ReviewModule {
  readonly module: string;
  readonly kind: string;
  readonly address: Address;
  /** Properties of its kind that the file declares, of how many. */
  readonly declared: number;
  readonly of: number;
  /** Those that it does not: they are neither compared nor changed. */
  readonly undeclared: readonly string[];
}

export function readOf(desired: Desired, { block, scan }: Live): ReviewRead {
  const { hash } = block;
  return {
    block: {
      number: String(block.number),
      ...(hash === undefined ? {} : { hash }),
      parentHash: block.parentHash,
      time: whenOf(block.timestamp),
    },
    scan: {
      from: String(scan.from),
      to: String(scan.to),
      complete: scan.complete,
      gaps: scan.gaps,
    },
    modules: desired.modules.map(({ name, kind, address, wants }) => {
      const declared = new Set(wants.map(({ path }) => path));
      const all = [...leaves(kind.properties).keys()];
      return {
        module: name,
        kind: kind.name,
        address,
        declared: all.filter((path) => declared.has(path)).length,
        of: all.length,
        undeclared: all.filter((path) => !declared.has(path)),
      };
    }),
  };
}
