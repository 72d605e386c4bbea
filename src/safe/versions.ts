import type { Address } from "../kinds/value.ts";

/** Versions of the Safe's contract whose hashes, signatures and events this project knows. */
export type SafeVersion = "1.3.0" | "1.4.1" | "1.5.0";

interface MultiSends {
  /** Refuses delegatecalls. The usual address first, then those of chains that could not have it. */
  readonly callOnly: readonly [Address, ...Address[]];
  /** Allows delegatecalls. */
  readonly any: readonly Address[];
}

/** Source: the deployments that the Safe project publishes for all chains. */
const MULTI_SENDS: Readonly<Record<SafeVersion, MultiSends>> = {
  "1.3.0": {
    callOnly: [
      "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D",
      "0xA1dabEF33b3B82c7814B6D82A79e50F4AC44102B",
      "0xf220D3b4DFb23C4ade8C88E526C1353AbAcbC38F",
    ],
    any: [
      "0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761",
      "0x998739BFdAAdde7C933B942a68053933098f9EDa",
      "0x0dFcccB95225ffB03c6FBB2559B530C2B7C8A912",
    ],
  },
  "1.4.1": {
    callOnly: ["0x9641d764fc13c8B624c04430C7356C1C7C8102e2", "0x0408EF011960d02349d50286D20531229BCef773"],
    any: ["0x38869bf66a61cF6bDB996A6aE40D5853Fd43B526", "0x309D0B190FeCCa8e1D5D8309a16F7e3CB133E885"],
  },
  "1.5.0": {
    callOnly: ["0xA83c336B20401Af773B6219BA5027174338D1836"],
    any: ["0x218543288004CD07832472D464648173c77D7eB7"],
  },
};

const KNOWN = new Set(
  Object.values(MULTI_SENDS).flatMap(({ callOnly, any }) => [...callOnly, ...any].map((each) => each.toLowerCase())),
);

/** @param text what `VERSION()` of a Safe returned: `1.4.1`, or `1.4.1+L2` of the variant with more events. */
export function supportedVersion(text: string): SafeVersion | undefined {
  const version = text.endsWith("+L2") ? text.slice(0, -3) : text;
  return Object.hasOwn(MULTI_SENDS, version) ? (version as SafeVersion) : undefined;
}

/** The address that MultiSendCallOnly of a version has on most chains. */
export function multiSendOf(version: SafeVersion): Address {
  return MULTI_SENDS[version].callOnly[0];
}

/** Every address that MultiSendCallOnly of a version has on some chain, likeliest first: which one has code differs. */
export function multiSendsOf(version: SafeVersion): readonly Address[] {
  return MULTI_SENDS[version].callOnly;
}

/** True for any known MultiSend or MultiSendCallOnly. */
export function isMultiSend(address: Address): boolean {
  return KNOWN.has(address.toLowerCase());
}
