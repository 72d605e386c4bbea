import { word } from "../../chain/abi.ts";
import { id } from "../../keccak.ts";
import { bps, choice, token } from "../../stack/units.ts";
import type { LiveModule } from "../../diff/live.ts";
import { ROLES } from "../../kinds/stake-manager-stakes.ts";
import type { Address, Hex } from "../../kinds/value.ts";
import { leavesOf } from "../../plan/world.ts";
import { argumentOf, type Happened } from "./event.ts";
import type { Telling } from "./entry.ts";

/** Where an event happened: the contract, and the transaction of it. */
interface At {
  readonly address: Address;
  readonly transaction?: Hex | undefined;
}

type Teller = (event: Happened, telling: Telling, at: At) => string;

const role = choice("role", Object.keys(ROLES));

/** Events that people ask for by other words than the contract's. */
const TOLD: Readonly<Record<string, Teller>> = {
  Paused: (event, telling) => `paused by ${nameIn(event, "account", telling)}`,
  Unpaused: (event, telling) => `unpaused by ${nameIn(event, "account", telling)}`,
  OwnershipTransferStarted: (event, telling) => `owner: offered by ${fromTo(event, telling)}`,
  OwnershipTransferred: (event, telling) => `owner: from ${fromTo(event, telling)}`,
  RoleGranted: (event, telling, at) => `role ${roleIn(event, telling, at)} granted to ${memberIn(event, telling)}`,
  RoleRevoked: (event, telling, at) => `role ${roleIn(event, telling, at)} revoked from ${memberIn(event, telling)}`,
  GovernanceCallExecuted: (event, { words, world }) => {
    const target = argumentOf(event, "target") as Address;
    const selector = argumentOf(event, "selector") as Hex;
    const known = world.byAddress.get(target)?.kind.writes.find(({ fn }) => id(fn).startsWith(selector));
    return `passed on ${known?.fn ?? `the function ${selector}`} to ${words.name(target)}`;
  },
  GovernanceSlash: slashText,
};

/** What happened, in words; by the contract's own names where there are no better ones. */
export function eventText(event: Happened, telling: Telling, at: At): string {
  const told = TOLD[event.name]?.(event, telling, at);
  if (told !== undefined) return told;
  const module = moduleAt(telling, at.address);
  const args = event.args.map(({ name, value }) => {
    return `${name}: ${telling.words.argument(module?.name ?? "", value)}`;
  });
  return `${event.name}(${args.join(", ")})`;
}

/** An event of no known kind, with everything that it holds. */
export function unknownText(topics: readonly Hex[], data: Hex): string {
  const [topic, ...others] = topics;
  const indexed = others.length > 0 ? `, indexed ${others.join(", ")}` : "";
  return `event of topic ${topic ?? "none"}${indexed}, data ${data.length > 2 ? data : "none"}: no kind knows it`;
}

function slashText(event: Happened, telling: Telling, { address, transaction }: At): string {
  const amount = argumentOf(event, "amount") as bigint;
  const share = bps.format(argumentOf(event, "pctBps") as bigint);
  const who = `${nameIn(event, "user", telling)} as ${role.format(argumentOf(event, "role") as bigint)}`;
  const taken = `slashed ${who}: ${share} of the stake, ${token.format(amount)}, for ${nameIn(event, "beneficiary", telling)}`;
  const incident = incidentOf(moduleAt(telling, address), transaction, amount);
  const called = `called by ${nameIn(event, "caller", telling)}`;
  return `${taken}, ${called}${incident === undefined ? "; no penalty of the file" : `; penalty ${incident}`}`;
}

/** The penalty of the file that a slash stands for, with its reason. */
function incidentOf(module: LiveModule | undefined, transaction: Hex | undefined, amount: bigint): string | undefined {
  const [key] =
    [...(module?.enactments ?? [])].find(([, each]) => each.transaction === transaction && each.amount === amount) ??
    [];
  return key?.slice(key.indexOf(".") + 1);
}

function moduleAt({ live }: Telling, address: Address): LiveModule | undefined {
  return [...live.modules.values()].find((each) => each.address === address) ?? live.authorities.get(address);
}

function nameIn(event: Happened, argument: string, { words }: Telling): string {
  return words.name(argumentOf(event, argument) as Address);
}

function fromTo(event: Happened, telling: Telling): string {
  return `${nameIn(event, "previousOwner", telling)} to ${nameIn(event, "newOwner", telling)}`;
}

function memberIn(event: Happened, telling: Telling): string {
  return nameIn(event, "account", telling);
}

/** A role by the name that the file has for it: its word in AccessControl, its number in AccessManager. */
function roleIn(event: Happened, telling: Telling, { address }: At): string {
  const role = argumentOf(event, event.args.some(({ name }) => name === "role") ? "role" : "roleId") as string | bigint;
  const topic = typeof role === "bigint" ? `0x${word(role)}` : role;
  const kind = moduleAt(telling, address)?.kind;
  const [path] =
    [...(kind ? leavesOf(kind) : [])].find(
      ([, leaf]) => leaf.type === "members" && leaf.events.some(({ where }) => where?.[1] === topic),
    ) ?? [];
  return path?.split(".")[1] ?? String(role);
}
