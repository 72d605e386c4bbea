import { getMultiSendCallOnlyDeployments, getMultiSendDeployments } from "@safe-global/safe-deployments";
import { describe, expect, it } from "vitest";
import type { Address } from "../../src/kinds/value.ts";
import { isMultiSend, multiSendOf, multiSendsOf, supportedVersion } from "../../src/safe/versions.ts";

const published = (deployment: { deployments: object } | undefined): { address: Address }[] =>
  Object.values(deployment!.deployments);

describe.each(["1.3.0", "1.4.1", "1.5.0"] as const)("Safe %s", (version) => {
  const callOnly = getMultiSendCallOnlyDeployments({ version, released: true });
  const any = getMultiSendDeployments({ version, released: true });

  it("has the published addresses", () => {
    expect(multiSendOf(version)).toBe(callOnly?.deployments.canonical?.address);
    expect(multiSendsOf(version)).toEqual(published(callOnly).map(({ address }) => address));
    for (const { address } of [...published(callOnly), ...published(any)]) {
      expect(isMultiSend(address)).toBe(true);
      expect(isMultiSend(address.toLowerCase() as Address)).toBe(true);
    }
  });
  it("is recognised, with and without more events", () => {
    expect(supportedVersion(version)).toBe(version);
    expect(supportedVersion(`${version}+L2`)).toBe(version);
  });
});

it.each(["", "1.2.0", "1.4.0", "1.4.1+L3", "1.4.1-beta", "v1.4.1", "toString", "+L2"])(
  "does not know Safe %j",
  (text) => {
    expect(supportedVersion(text)).toBeUndefined();
  },
);

it("takes nothing else for a MultiSend", () => {
  expect(isMultiSend("0x00000000000000000000000000000000000000AA")).toBe(false);
});
