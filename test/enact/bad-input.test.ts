import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { httpRpc } from "../../src/send/rpc.ts";
import { councilBench, withApprovals, withFee, withService } from "../support/council-bench.ts";

const { alice, bob } = COUNCIL;
const OPERATOR = 0;
const GUARDIAN = 1;
const ZERO = `0x${"0".repeat(40)}`;

describe("what cannot be enacted is refused by number, and nothing is sent:", () => {
  const bench = councilBench("anvil");
  let block: number;
  beforeEach(async () => void (block = await bench.chain.block()));
  afterEach(async () => {
    expect(await bench.chain.transactionsSince(block)).toEqual([]);
    expect(bench.service.requests.filter((each) => each.startsWith("POST"))).toEqual([]);
  });
  const sixPercent = (stack: string) => withFee(stack, 6);
  /** What an `up` with the keys of two owners, unless told, says of the changed file. */
  const refusal = async (change: (stack: string) => string, keys: readonly number[] = [alice, bob]) => {
    const stack = change(bench.chain.stackText);
    expect(stack).not.toBe(bench.chain.stackText);
    return bench.at.up(stack, keys).then(() => "nothing was refused", String);
  };

  it("a key that is not on the way of the calls, with the names of those that are", async () => {
    const halt = (stack: string) => stack.replace("emergency: none", "emergency: halt");
    const { address } = localAccount(GUARDIAN);
    expect(await refusal(halt, [alice])).toMatch(
      new RegExp(`local.yaml ORD401 signers for alice; expected a signer for guardian .${address}.*nothing was sent`),
    );
    expect(await refusal(sixPercent, [OPERATOR, GUARDIAN])).toMatch(
      /ORD401.*signers for 0x\w+, guardian; expected signers for 2 of its owners: alice, bob, carol/,
    );
  });

  it("a threshold above the number of owners, where it stands in the file", async () => {
    expect(await refusal((stack) => stack.replace("threshold: 2", "threshold: 4"))).toMatch(
      /local\.yaml:\d+:\d+ ORD116 modules\.council\.threshold, owners: threshold 4 and owners 3; expected threshold <= owners/,
    );
  });

  it("an owner of a Safe that is nobody", async () => {
    const zero = (stack: string) => stack.replace("owners: [alice, bob, carol]", `owners: [alice, bob, "${ZERO}"]`);
    expect(await refusal(zero)).toMatch(/local\.yaml:\d+:\d+ ORD301 modules\.council\.owners.*the zero address.*GS203/);
  });

  it("a Safe of a version whose hashes are not known", async () => {
    const rpc = httpRpc(bench.chain.url);
    const singleton = `0x${String(await rpc.request("eth_getStorageAt", [bench.chain.council, "0x0", "latest"])).slice(26)}`;
    const code = String(await rpc.request("eth_getCode", [singleton, "latest"]));
    const text = (version: string) => Buffer.from(version).toString("hex");
    await rpc.request("hardhat_setCode", [singleton, code.replace(text("1.4.1"), text("1.1.1"))]);
    const said = await refusal(sixPercent);
    await rpc.request("hardhat_setCode", [singleton, code]);
    expect(said).toMatch(/ORD301 modules\.council\.owners.*a Safe of version 1\.1\.1 is not supported/);
  });

  it("a transaction service of another chain", async () => {
    bench.service.chainId = 1;
    expect(await refusal((stack) => withService(withFee(stack, 6)))).toMatch(
      /local\.yaml ORD207 approvals\.safeService: .*serves chain 1, not chain 31337/,
    );
  });

  it("a wait that is shorter than the timelock's own", async () => {
    const short = (stack: string) => withApprovals(withFee(stack, 6), "delay: 1 day");
    expect(await refusal(short)).toMatch(
      /local\.yaml:\d+:\d+ ORD301 modules\.timelock\.minDelay.*approvals\.delay of 1 day is below the 2 days of timelock/,
    );
    // Where nothing has to wait nothing is wrong with it.
    const { plan } = await bench.at.look(withApprovals(bench.chain.stackText, "delay: 1 day"));
    expect([plan.refusals, plan.changeSets]).toEqual([[], []]);
    const long = await bench.at.look(withApprovals(withFee(bench.chain.stackText, 6), "delay: 3 days"));
    expect(long.plan.scheduled).toMatchObject([{ delay: 3n * 86_400n }]);
  });

  it("a role that a timelock does not have, with the nearest that it has", async () => {
    expect(await refusal((stack) => stack.replace("PROPOSER_ROLE: [council]", "PROPOSR_ROLE: [council]"))).toMatch(
      /local\.yaml:\d+:\d+ ORD104 modules\.timelock\.roles\.PROPOSR_ROLE.*did you mean "PROPOSER_ROLE"/,
    );
  });

  it("a role that a contract does not define", async () => {
    const account = localAccount(OPERATOR).address;
    const address = await bench.chain.deployContract("RoleVault", [account, account, account]);
    block = await bench.chain.block();
    const vault = (stack: string) => `${stack}
  vault:
    kind: AccessControl
    address: "${address}"
    roles: { MINTR_ROLE: [guardian] }
`;
    expect(await refusal(vault)).toMatch(/local\.yaml:\d+:\d+ ORD206 modules\.vault\.roles\.MINTR_ROLE/);
  });
});
