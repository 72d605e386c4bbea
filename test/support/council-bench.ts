import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { planText } from "../../src/report/plan.ts";
import { wordsOf } from "../../src/report/text.ts";
import { openSafeService } from "../../src/safe/service.ts";
import { safeTxHash, typedData, type SafeTransaction } from "../../src/safe/transaction.ts";
import { keySigners } from "../../src/send/key-signer.ts";
import { deployedChain, type DeployedChain } from "./deployed.ts";
import { operator, type Operator } from "./operate.ts";
import { startSafeService, type TestService } from "./safe-service.ts";

export const DAYS = 86_400;
/** Of the council's Safe once the protocol is settled. */
export const FIRST_NONCE = 2n;
const CHAIN_ID = 31337n;

/** The protocol as its file says, governed by the council's Safe through the timelock, with a transaction service. */
export interface CouncilBench {
  chain: DeployedChain;
  at: Operator;
  service: TestService;
  /** What a preview says. */
  shown: (stack: string) => Promise<string>;
  /** An owner proposes by other means than this project. */
  propose(tx: SafeTransaction, owner: number): Promise<Hex>;
}

/** A chain for all tests of the block that it is called in; each test leaves chain and service as it found them. */
export function councilBench(node: "hardhat" | "anvil"): CouncilBench {
  const bench = {
    async shown(stack: string) {
      const examined = await bench.at.look(stack);
      return planText(examined.plan, wordsOf(examined.desired));
    },
    async propose(tx: SafeTransaction, owner: number) {
      const { chain, service } = bench;
      const { address, key } = localAccount(owner);
      const hash = safeTxHash(CHAIN_ID, chain.council, tx);
      const [signer] = keySigners(key);
      const signature = await signer!.signTypedData(typedData(CHAIN_ID, chain.council, tx), hash);
      const client = await openSafeService({ chainId: CHAIN_ID, url: service.url });
      await client.propose({ safe: chain.council, tx, hash, sender: address, signature });
      return hash;
    },
  } as CouncilBench;
  let mark: string;
  beforeAll(async () => {
    bench.chain = await deployedChain(node, { council: true });
    bench.service = await startSafeService({ rpc: bench.chain.url });
    bench.at = operator(bench.chain.url, { ORDINANCE_SAFE_SERVICE: bench.service.url });
    // The offers of TaxPolicy and OwnerConfigurator are taken first: the protocol is then as its file says.
    const { alice, bob } = COUNCIL;
    await bench.at.up(bench.chain.stackText, [alice, bob]);
    await bench.chain.pass(2 * DAYS);
    await bench.at.up(bench.chain.stackText, [alice, bob]);
  });
  beforeEach(async () => {
    mark = await bench.chain.snapshot();
  });
  afterEach(async () => {
    await bench.chain.revert(mark);
    const { service } = bench;
    service.stored.length = 0;
    service.requests.length = 0;
    Object.assign(service, { status: undefined, chainId: undefined });
  });
  afterAll(async () => {
    bench.at.remove();
    await bench.service.close();
    await bench.chain.stop();
  });
  return bench;
}

/** The stack file with a section `approvals`. */
export function withApprovals(stack: string, ...lines: readonly string[]): string {
  return stack.replace("emergency:", `approvals:\n${lines.map((line) => `  ${line}\n`).join("")}\nemergency:`);
}

/** The stack file with the service that the environment names. */
export function withService(stack: string): string {
  return withApprovals(stack, "safeService: ${ORDINANCE_SAFE_SERVICE}");
}

/** The stack file with another fee of StakeManager. */
export function withFee(stack: string, percent: number): string {
  return stack.replace("fee: 5 %, burn", `fee: ${percent} %, burn`);
}
