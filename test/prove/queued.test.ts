import { id } from "ethers";
import { describe, expect, it } from "vitest";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { proofOf } from "../../src/prove/examined.ts";
import { batch } from "../../src/safe/multi-send.ts";
import { multiSendOf } from "../../src/safe/versions.ts";
import { councilBench, FIRST_NONCE, withFee, withService } from "../support/council-bench.ts";

const { bob } = COUNCIL;
const PROPOSER = id("PROPOSER_ROLE") as Hex;

describe.each(["anvil", "hardhat"] as const)("a plan of a Safe that others have asked for something, on %s", (node) => {
  const bench = councilBench(node);

  const proposed = (to: string, data: Hex, nonce = FIRST_NONCE) =>
    bench.propose(batch([{ to: to as Address, value: 0n, data }], multiSendOf("1.4.1"), nonce), bob);
  const proven = async (stack: string) => {
    const examined = await bench.at.look(withService(stack));
    return { examined, proof: (await proofOf(bench.at.root, examined))! };
  };

  it("works although what they ask for cannot", async () => {
    // Only the owner of SystemPause may, which the Safe is not.
    await proposed(bench.chain.addresses.systemPause, encodeCall("pauseAll()", []));
    const { proof } = await proven(withFee(bench.chain.stackText, 6));
    expect(proof).toMatchObject({ converges: true, failures: [], prefixes: { safe: 2, of: 2 } });
  });

  it("works although what they ask for does not come next", async () => {
    await proposed(bench.chain.council, encodeCall("approveHash(bytes32)", [`0x${"11".repeat(32)}`]), FIRST_NONCE + 3n);
    const { proof } = await proven(withFee(bench.chain.stackText, 6));
    expect(proof).toMatchObject({ converges: true, failures: [], prefixes: { safe: 2, of: 2 } });
  });

  it("fails where what they ask for breaks it", async () => {
    // Nothing of the file says who may propose.
    const stack = withFee(bench.chain.stackText, 6).replace(/ {4}roles: #[^]*?DEFAULT_ADMIN_ROLE: \[timelock\]\n/, "");
    const data = encodeCall("renounceRole(bytes32,address)", [PROPOSER, bench.chain.council]);
    await proposed(bench.chain.addresses.timelock, data);
    const { proof } = await proven(stack);
    expect(proof.converges).toBe(false);
    expect(proof.failures[0]).toMatchObject({ step: 1 });
    expect(proof.failures[0]?.reason).toContain(`AccessControlUnauthorizedAccount(${bench.chain.council}`);
  });

  it("is tried without what its owners are to reject", async () => {
    await proposed(bench.chain.council, encodeCall("changeThreshold(uint256)", [1n]));
    const { examined, proof } = await proven(withFee(bench.chain.stackText, 6));
    expect(examined.plan.rejected).toMatchObject([{ conflicts: [{ module: "council", key: "threshold" }] }]);
    expect(proof).toMatchObject({ converges: true, failures: [], remaining: [] });
  });

  it("is executed by those who own the Safe by then", async () => {
    const dave = localAccount(7).address;
    const stack = withFee(bench.chain.stackText, 6)
      .replace("owners: [alice, bob, carol]", `owners: ["${dave}", carol, bob]`)
      .replace("threshold: 2", "threshold: 3");
    const { examined, proof } = await proven(stack);
    expect(examined.plan.refusals).toEqual([]);
    expect(proof).toMatchObject({ converges: true, failures: [], prefixes: { safe: 2, of: 2 } });
  });
});
