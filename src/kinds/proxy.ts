import type { ProxyModule } from "../stack/types.ts";
import { address, word } from "../stack/units.ts";
import { defineKind } from "./kind.ts";
import type { Scalar } from "./property.ts";
import { ZERO_ADDRESS } from "./value.ts";

/** ERC-1967: keccak256("eip1967.proxy.implementation") - 1. */
const IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbcn;
/** ERC-1967: keccak256("eip1967.proxy.admin") - 1. */
const ADMIN = 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103n;

function stored(slot: bigint, facet: Scalar["facet"]): Scalar {
  return { type: "scalar", unit: address, facet, read: { slot, absent: ZERO_ADDRESS, as: "address" } };
}

/**
 * A proxy of ERC-1967, read from its storage: what its getters answer is up to the code that it runs. Nothing of it is
 * written. An upgrade is a decision about code, not about a value, so a difference is drift that nobody enacts.
 */
export const proxy = defineKind<ProxyModule>({
  name: "Proxy",
  properties: {
    implementation: stored(IMPLEMENTATION, "Parameters"),
    implementationCode: { type: "scalar", unit: word, facet: "Parameters", read: { codeOf: "implementation" } },
    admin: stored(ADMIN, "Ownership"),
  },
  writes: [],
  errors: [],
});
