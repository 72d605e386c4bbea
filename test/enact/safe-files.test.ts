import { concat, Contract, JsonRpcProvider, keccak256 } from "ethers";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COUNCIL } from "../../src/local/council.ts";
import { transactionsOf } from "../../src/plan/plan.ts";
import { checksum, type BuilderFile } from "../../src/safe/builder-file.ts";
import { encodeMultiSend } from "../../src/safe/multi-send.ts";
import { multiSendOf } from "../../src/safe/versions.ts";
import { councilBench, FIRST_NONCE, withFee, withService } from "../support/council-bench.ts";

const { alice, bob } = COUNCIL;
const OPERATOR = 0;
const SAFE = [
  "function domainSeparator() view returns (bytes32)",
  "function getTransactionHash(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,uint256) view returns (bytes32)",
];
const ZERO = `0x${"0".repeat(40)}`;

describe.each(["hardhat", "anvil"] as const)("a Safe whose owners cannot meet at a service, on %s", (node) => {
  const bench = councilBench(node);
  const fee = (percent: number) => withFee(bench.chain.stackText, percent);
  const folder = () => join(bench.at.root, "reports", "local", "approvals");
  const files = () => (existsSync(folder()) ? readdirSync(folder()).sort() : []);
  const contents = () => files().map((name) => readFileSync(join(folder(), name), "utf8"));
  const clear = () => rmSync(folder(), { recursive: true, force: true });

  it.each([
    ["none of their keys", [OPERATOR]],
    ["one key of two", [alice]],
  ])("is asked by a file where there is %s", async (_, keys) => {
    clear();
    const { at, chain } = bench;
    const block = await chain.block();
    const error = await at.up(fee(6), keys).then(String, String);
    expect(error).toMatch(/ORD401.*signers for 2 of its owners: alice, bob, carol/);
    expect(await chain.transactionsSince(block)).toEqual([]);
    const [json, sheet] = files();
    expect(sheet).toBe(json!.replace(".json", ".txt"));
    expect(error).toContain(`let them import reports/local/approvals/${json}; nothing was sent`);
    const before = contents();
    clear();
    await expect(at.up(fee(6), keys)).rejects.toThrow(/ORD401/);
    expect([files(), contents()]).toEqual([[json, sheet], before]);
  });

  it.each([
    ["one call", (stack: string) => stack],
    ["several", (stack: string) => stack.replace("threshold: 2", "threshold: 3")],
  ])("writes %s for the Transaction Builder, with the hashes that the Safe itself comes to", async (_, change) => {
    clear();
    const { at, chain } = bench;
    const stack = change(fee(6));
    await expect(at.up(stack, [OPERATOR])).rejects.toThrow(/ORD401/);
    const { plan, live } = await at.look(stack);
    const [text, sheet] = contents() as [string, string];
    const file = JSON.parse(text) as BuilderFile;
    expect(file.meta.checksum).toBe(checksum(file));
    expect(file.chainId).toBe("31337");
    expect(file.createdAt).toBe(Number(live.block.timestamp) * 1000);
    expect(file.meta.createdFromSafeAddress).toBe(chain.council);
    const transactions = transactionsOf(plan);
    expect(file.transactions.map(({ to, data, value }) => ({ to, data, value }))).toEqual(
      transactions.map(({ to, data }) => ({ to, data, value: "0" })),
    );

    const provider = new JsonRpcProvider(chain.url, 31337, { staticNetwork: true });
    const safe = new Contract(chain.council, SAFE, provider);
    const inners = transactions.map(({ to, data }) => ({ to, data, value: 0n }));
    const [first, ...more] = inners;
    const [to, data, operation] =
      more.length === 0 ? [first!.to, first!.data, 0] : [multiSendOf("1.4.1"), encodeMultiSend(inners), 1];
    const hash = await safe["getTransactionHash"]!(...[to, 0, data, operation, 0, 0, 0, ZERO, ZERO, FIRST_NONCE]);
    const domain = await safe["domainSeparator"]!();
    expect(sheet).toContain(`Safe hash   ${hash}\n`);
    expect(sheet).toContain(`Domain      ${domain}\n`);
    expect(sheet).toContain(`Nonce       ${FIRST_NONCE}\n`);
    expect(sheet).toContain(`Plan        ${plan.hash}\n`);
    const message = /^Message +(0x[0-9a-f]{64})$/m.exec(sheet)![1];
    expect(keccak256(concat(["0x1901", domain, message!]))).toBe(hash);
    provider.destroy();
  });

  it("says that the queue is not known while the service is down, and needs it only where keys are missing", async () => {
    const { at, chain, service, shown } = bench;
    const stack = withService(fee(6));
    service.status = 503;
    const unknown = "the queue of council is not known: its service did not answer";
    expect(await shown(stack)).toContain(unknown);
    expect(await shown(withService(chain.stackText))).toContain(unknown);
    const block = await chain.block();
    await expect(at.up(stack, [alice])).rejects.toThrow(/ORD207.*status 503/);
    expect(await chain.transactionsSince(block)).toEqual([]);
    await at.up(stack, [alice, bob]);
    expect((await at.look(stack)).plan.inFlight).toMatchObject([{ state: "queued" }]);
    expect(service.stored).toEqual([]);
  });

  it("takes no service of another chain", async () => {
    const { at, chain, service } = bench;
    const block = await chain.block();
    service.chainId = 1;
    for (const keys of [[alice], [alice, bob]]) {
      await expect(at.up(withService(fee(6)), keys)).rejects.toThrow(/ORD207.*serves chain 1, not chain 31337/);
    }
    await expect(at.look(withService(fee(6)))).rejects.toThrow(/ORD207/);
    expect(service.requests.filter((each) => each.startsWith("POST"))).toEqual([]);
    expect(await chain.transactionsSince(block)).toEqual([]);
  });
});
