import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chainIdOf } from "../../src/adopt/ask.ts";
import type { Recognition } from "../../src/adopt/recognise.ts";
import { httpTransport } from "../../src/chain/transport.ts";
import type { ErrorCode, OrdinanceError } from "../../src/errors.ts";
import type { Address } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { freePort } from "../../src/local/chain.ts";
import { startProxy } from "../support/proxy.ts";
import { answering, gettersOf, YES_MAN } from "./fake.ts";
import { adopter, recognise, type Adopter } from "./support.ts";

let chain: DeployedChain;
let user: Adopter;
beforeAll(async () => {
  chain = await deployedChain("anvil", { council: true });
  user = adopter(chain.url);
});
afterAll(async () => {
  user.remove();
  await chain.stop();
});

/** Of the deployment, in its order. */
const KINDS = [
  ...["SystemPause", "StakeManager", "JobRegistry", "ValidationModule", "DisputeModule", "PlatformRegistry"],
  ...["FeePool", "ReputationEngine", "ArbitratorCommittee", "Thermostat", "RewardEngineMB", "TaxPolicy"],
  ...["OwnerConfigurator", "Timelock"],
];

const at = (digit: string) => `0x${digit.repeat(40)}` as Address;

async function rpc(method: string, params: readonly unknown[]): Promise<void> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  await fetch(chain.url, { method: "POST", headers: { "content-type": "application/json" }, body });
}

const look = (...addresses: readonly string[]) => recognise(chain.url, addresses as Address[]);

const told = (found: Recognition | undefined) =>
  found?.is === "module" ? `${found.kind.name} by ${found.by}` : found?.is === "unknown" ? found.reason : found?.is;

async function codeOf(attempt: Promise<unknown>): Promise<ErrorCode | undefined> {
  return attempt.then(
    () => undefined,
    (error: unknown) => (error as OrdinanceError).code,
  );
}

describe("a contract is recognised", () => {
  it("by its code, all of them with one POST", async () => {
    const proxy = await startProxy(chain.url);
    const { token: _token, ...protocol } = chain.addresses;
    const found = await recognise(proxy.url, [...Object.values(protocol), chain.council]);
    await proxy.stop();
    expect(proxy.posts).toBe(1);
    // The code of a Safe is a proxy's, which says nothing of what it runs.
    expect(found.map(told)).toEqual([...KINDS.map((kind) => `${kind} by code`), "Safe by getters"]);
  });

  it("by its getters where another compiler made it", async () => {
    const mark = await chain.snapshot();
    const { token: _token, ...protocol } = chain.addresses;
    for (const address of [...Object.values(protocol), chain.council]) {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_getCode", params: [address, "latest"] });
      const answer = await fetch(chain.url, { method: "POST", headers: { "content-type": "application/json" }, body });
      const { result } = (await answer.json()) as { readonly result: string };
      // The last bytes are the compiler's own and never run.
      await rpc("anvil_setCode", [address, `${result.slice(0, -8)}deadbeef`]);
    }
    const found = await look(...Object.values(protocol), chain.council);
    expect(found.map(told)).toEqual([...KINDS, "Safe"].map((kind) => `${kind} by getters`));
    await user.roundTrip([
      chain.addresses.systemPause,
      chain.addresses.rewardEngine,
      chain.addresses.ownerConfigurator,
    ]);
    await chain.revert(mark);
  });

  it("never by what everything that is owned has", async () => {
    const owned = await chain.deployContract("EventVault", [chain.operator.address, chain.guardian.address]);
    await rpc("anvil_setCode", [at("a"), answering(["owner()", "pendingOwner()"])]);
    const found = (await look(owned, at("a"))).map((each) => each.is);
    expect(found).toEqual(["unknown", "unknown"]);
  });

  it("as a Timelock only if it has the roles of one", async () => {
    await rpc("anvil_setCode", [at("a"), answering(["getMinDelay()", "PROPOSER_ROLE()", "EXECUTOR_ROLE()"])]);
    expect((await look(at("a")))[0]!.is).toBe("unknown");
  });

  it("as nothing if it answers everything, two kinds alike, or not quite", async () => {
    await rpc("anvil_setCode", [at("b"), YES_MAN]);
    await rpc("anvil_setCode", [at("c"), answering([...gettersOf("DisputeModule"), ...gettersOf("SystemPause")])]);
    await rpc("anvil_setCode", [
      at("d"),
      answering(gettersOf("StakeManager").filter((each) => !/^(burnPct|feePool)/.test(each))),
    ]);
    await rpc("anvil_setCode", [at("e"), answering([...gettersOf("StakeManager"), "getMinDelay()"])]);
    const [yes, tie, nearly, most] = (await look(at("b"), at("c"), at("d"), at("e"))).map(told);
    expect(yes).toBe("it answers every call, also one that means nothing");
    expect(tie).toMatch(/^it could be (DisputeModule or SystemPause|SystemPause or DisputeModule)$/);
    expect(nearly).toMatch(
      /^nearest to StakeManager, but (burnPct\(\), feePool|feePool\(\), burnPct)\(\) did not answer/,
    );
    expect(most).toBe("StakeManager by getters");
  });

  it("as what it does, not as the proxy that it stands behind", async () => {
    const mark = await chain.snapshot();
    const { feePool, thermostat } = chain.addresses;
    const word = (of: string) => `0x${of.slice(2).padStart(64, "0")}`;
    await rpc("anvil_setStorageAt", [
      feePool,
      "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
      word(thermostat),
    ]);
    await rpc("anvil_setStorageAt", [
      feePool,
      "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103",
      word(chain.guardian.address),
    ]);
    expect(told((await look(feePool))[0])).toBe("FeePool by code");
    const { text, report } = await user.roundTrip([feePool]);
    expect(text).toContain(`feePool: # ERC-1967 proxy of ${thermostat}, which guardian may upgrade`);
    expect(report.found.some(({ address }) => address === thermostat)).toBe(true);
    await chain.revert(mark);
  });

  it("with accounts as accounts", async () => {
    expect((await look(localAccount(9).address)).map(told)).toEqual(["account"]);
  });
});

describe("what cannot be adopted is said", () => {
  it("accounts only", async () => {
    const accounts = [localAccount(8).address, localAccount(9).address];
    await expect(user.adopt(accounts)).rejects.toThrow(
      new RegExp(`${accounts[0]} ORD203 no code in block \\d+ of chain 31337.*\n${accounts[1]} ORD203`, "s"),
    );
  });

  it("contracts of no known kind only", async () => {
    await rpc("anvil_setCode", [at("d"), answering(gettersOf("StakeManager").slice(1))]);
    await expect(user.adopt([chain.addresses.token, at("d"), localAccount(9).address])).rejects.toThrow(
      /ORD206 a contract of no known kind: no known kind has all its getters.*\n0x[dD]{40} ORD206.*nearest to StakeManager, but owner\(\)/s,
    );
  });

  it("unknown contracts beside known ones: they stand in the file as addresses, with the reason", async () => {
    const { text, report } = await user.roundTrip([chain.addresses.token, chain.addresses.taxPolicy]);
    expect(report.unknown).toEqual([
      { name: "contract1", address: chain.addresses.token, reason: "no known kind has all its getters" },
    ]);
    expect(text).toContain(
      `  contract1: "${chain.addresses.token}" # contract of no known kind; no known kind has all its getters\n`,
    );
  });

  it("another chain", async () => {
    await expect(user.adopt([chain.addresses.taxPolicy], { chainId: 1n })).rejects.toThrow(
      /ORD202 chain 31337; expected chain 1, which was asked for/,
    );
  });

  it("an endpoint that is down, or goes down on the way", async () => {
    const url = `http://127.0.0.1:${await freePort(0)}`;
    const dead = adopter(url);
    expect(await codeOf(dead.adopt([chain.addresses.taxPolicy]))).toBe("ORD201");
    expect(await codeOf(chainIdOf(httpTransport(url)))).toBe("ORD201");
    expect(await chainIdOf(httpTransport(chain.url))).toBe(31337n);
    dead.remove();
    const proxy = await startProxy(chain.url, { refuseAfter: { method: "eth_chainId", times: 3 } });
    const through = adopter(proxy.url);
    expect(await codeOf(through.adopt([chain.addresses.systemPause]))).toBe("ORD201");
    through.remove();
    await proxy.stop();
  });

  it("logs that are not served", async () => {
    const proxy = await startProxy(chain.url, { drop: "eth_getLogs" });
    const through = adopter(proxy.url);
    expect(await codeOf(through.adopt([chain.addresses.taxPolicy]))).toBe("ORD205");
    expect(await codeOf(user.adopt([chain.addresses.taxPolicy], { startBlock: 10_000n }))).toBe("ORD205");
    through.remove();
    await proxy.stop();
  });
});
