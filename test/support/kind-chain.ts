import { AbiCoder, getAddress, toBeHex } from "ethers";
import type { KindName } from "../../src/kinds/index.ts";
import { kinds } from "../../src/kinds/index.ts";
import { memberKey, splitKey, type Key } from "../../src/kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Hex, type Value } from "../../src/kinds/value.ts";
import type { Argument, Right, Write } from "../../src/kinds/write.ts";
import { decodeItems, encodeItems, type CallItem } from "../../src/chain/codec.ts";
import { READER_CODE } from "../../src/chain/reader-code.ts";
import { readArtifact } from "../../src/local/artifacts.ts";
import { deployProtocol, type ProtocolAddresses } from "../../src/local/deploy.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { leavesOf } from "../../src/plan/world.ts";
import { inProcessChain } from "./inprocess.ts";
import type { Surroundings } from "./walk.ts";

/** One contract of a kind on an in-process chain, read and called without any of the project's own reading. */
export interface KindChain {
  readonly address: Address;
  readonly start: ReadonlyMap<Key, Value>;
  readonly around: Surroundings;
  read(): Promise<ReadonlyMap<Key, Value>>;
  /** From whoever holds the right; throws on a revert. */
  send(write: Write, args: readonly Argument[]): Promise<void>;
  absent(key: Key): Value | undefined;
  /** Whether a refusal is right: the rule reads values that make it impossible in any order. */
  mayRefuse(rule: string, live: ReadonlyMap<Key, Value>, wanted: ReadonlyMap<Key, Value>): boolean;
  close(): Promise<void>;
}

/** Kinds of the protocol that is deployed here; the others are any contract of their sort. */
export type ProtocolKind = Exclude<KindName, "Safe" | "AccessControl" | "AccessManager" | "Proxy" | "ProxyAdmin">;

const MODULE: Readonly<Record<ProtocolKind, keyof ProtocolAddresses>> = {
  SystemPause: "systemPause",
  StakeManager: "stakeManager",
  JobRegistry: "jobRegistry",
  ValidationModule: "validationModule",
  DisputeModule: "disputeModule",
  PlatformRegistry: "platformRegistry",
  FeePool: "feePool",
  ReputationEngine: "reputationEngine",
  ArbitratorCommittee: "arbitratorCommittee",
  Thermostat: "thermostat",
  RewardEngineMB: "rewardEngine",
  TaxPolicy: "taxPolicy",
  OwnerConfigurator: "ownerConfigurator",
  Timelock: "timelock",
};

export const PROTOCOL_KINDS = Object.keys(MODULE) as readonly ProtocolKind[];

/** Nobody's address: the reader's code is there for the time of a call. */
const READER = "0x00000000000000000000000000000000005EAd3E";

const WAD = 10n ** 18n;

/** Shares that sum to one: random ones hardly ever do. */
function shares(raw: readonly number[]): readonly Value[] {
  const cuts = [raw[0]! % 101, raw[1]! % 101, raw[2]! % 101].sort((a, b) => a - b).map(BigInt) as [
    bigint,
    bigint,
    bigint,
  ];
  const parts = [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], 100n - cuts[2]];
  return parts.map((part) => (part * WAD) / 100n);
}

export async function kindChain(name: ProtocolKind): Promise<KindChain> {
  const kind = kinds[name];
  const chain = await inProcessChain();
  const accounts = chain.accounts.map(({ address }) => address as Address);
  const signer = chain.accounts[0]!;
  const at = await deployProtocol({
    signer,
    readArtifact,
    rpc: (method, params) => chain.request(method, params),
    topology: "pauser",
    guardian: accounts[1]!,
    council: accounts[2]!,
    treasury: accounts[3]!,
    timelockMinDelay: 172_800n,
    timelockAdmin: accounts[0]!,
  });
  const address = at[MODULE[name]];
  const members = [...accounts.slice(0, 5), ...Object.values(at), ZERO_ADDRESS] as Address[];
  // The timelock's administrator stays who it is: without one, nothing more could be tried.
  const pool = name === "Timelock" ? accounts.slice(1, 5) : accounts.slice(0, 4);
  const versioned = (
    ["stakeManager", "jobRegistry", "disputeModule", "feePool", "validationModule", "reputationEngine"] as const
  ).map((key) => at[key]);

  // A tax policy has to call itself exempt, which is the policy's own word and no rule of the module's state.
  const policies: Address[] = [at.taxPolicy];
  for (const uri of ["a", "b"])
    policies.push((await (await chain.deploy("TaxPolicy", [uri, uri])).getAddress()) as Address);
  const hints = {
    "setRoleShares(uint256,uint256,uint256,uint256)": shares,
    "setTaxPolicy(address)": (raw: readonly number[]) => [policies[raw[0]! % policies.length]!],
  };

  async function read(): Promise<ReadonlyMap<Key, Value>> {
    const values = new Map<Key, Value>();
    const items: CallItem[] = [];
    const stores: ((data: string) => void)[] = [];
    const ask = (data: Hex, store: (data: string) => void) => {
      items.push({ to: address, data });
      stores.push(store);
    };
    for (const [path, leaf] of leavesOf(kind)) {
      if (leaf.type === "members") {
        for (const member of members) {
          ask(encodeCall(leaf.getter, [...(leaf.args ?? []), member]), (data) => {
            const value = decode(leaf.returns, data);
            if (value !== leaf.absent) values.set(memberKey(path, member), value);
          });
        }
        continue;
      }
      const put = (raw: Value) => values.set(path, leaf.normalise ? leaf.normalise(raw) : raw);
      if ("getter" in leaf.read) {
        const { getter, args, returns } = leaf.read;
        ask(encodeCall(getter, args ?? []), (data) => put(decode(returns, data)));
      } else if ("slot" in leaf.read) {
        const word = (await chain.request("eth_getStorageAt", [
          address,
          toBeHex(leaf.read.slot, 32),
          "latest",
        ])) as string;
        put(BigInt(word) === 0n ? leaf.read.absent : BigInt.asIntN(256, BigInt(word)));
      }
    }
    const call = { to: READER, data: encodeItems(items) };
    const answer = (await chain.request("eth_call", [call, "latest", { [READER]: { code: READER_CODE } }])) as string;
    decodeItems(answer, items.length)!.outcomes.forEach((outcome, index) => {
      if (outcome.status !== "ok") throw new Error(`${name}: read ${index} is ${outcome.status}`);
      stores[index]!(outcome.data);
    });
    return values;
  }

  const absent = (key: Key): Value | undefined => {
    const leaf = leavesOf(kind).get(splitKey(key).path);
    return leaf?.type === "members" ? leaf.absent : undefined;
  };

  async function holder(right: Right): Promise<Address | undefined> {
    if (right === "self") return address;
    if (typeof right === "function" || right.endsWith("[*]")) return accounts[0];
    const data = encodeCall(`${right}()`, []);
    const answer = (await chain.request("eth_call", [{ to: address, data }, "latest"])) as string;
    const found = decode("address", answer) as Address;
    return found === ZERO_ADDRESS ? undefined : found;
  }

  return {
    address,
    start: await read(),
    around: { accounts: [...pool, ZERO_ADDRESS], versioned, hints },
    read,
    absent,
    async send(write, args) {
      let from: Address | undefined;
      for (const right of write.rights) from ??= await holder(right);
      if (!from) throw new Error(`nobody may call ${name}.${write.fn}`);
      if (from === address) {
        await chain.request("hardhat_impersonateAccount", [from]);
        await chain.request("hardhat_setBalance", [from, "0xde0b6b3a7640000"]);
      }
      await chain.request("eth_sendTransaction", [
        { from, to: address, data: encodeCall(write.fn, args), gas: "0xf4240" },
      ]);
    },
    mayRefuse(rule, live, wanted) {
      const number = (key: Key) => wanted.get(key) as bigint;
      // Settings that are barred while paused, of a contract that is paused and stays paused.
      if (rule.includes("EnforcedPause")) return live.get("paused") === true && wanted.get("paused") === true;
      // States that contradict themselves, and that no stack file can declare: the loader refuses them.
      if (rule.includes("setSlashPercents")) {
        return (
          ["employer", "treasury", "validator", "operator", "burn"].reduce(
            (sum, part) => sum + number(`slashing.${part}`),
            0n,
          ) > 100n
        );
      }
      if (!rule.includes("oleTemperature")) return false;
      return ["agent", "validator", "operator", "employer"].some((role) => {
        const own = wanted.get(`roleTemperatures.${role}`);
        return typeof own === "bigint" && (own < number("band.min") || own > number("band.max"));
      });
    },
    close: () => chain.close(),
  };
}

function decode(type: string, data: string): Value {
  const [value] = AbiCoder.defaultAbiCoder().decode([type], data) as unknown as [Value];
  return type === "address" ? getAddress(value as string) : value;
}
