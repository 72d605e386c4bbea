import { addressesIn, encodeGetter } from "../chain/abi.ts";
import type { Outcome } from "../chain/codec.ts";
import { isFailed, valueIn } from "../chain/question.ts";
import { roleHash } from "../kinds/access-control.ts";
import { ADMIN_ROLE, PUBLIC_ROLE } from "../kinds/access-manager-unit.ts";
import { kinds } from "../kinds/index.ts";
import type { Kind } from "../kinds/kind.ts";
import { ZERO_ADDRESS, type Hex, type Value } from "../kinds/value.ts";
import { encodeCall } from "../plan/calldata.ts";

/** A call whose answer tells a kind from contracts with the same getters. */
export interface Clue {
  readonly data: Hex;
  /** `PROPOSER_ROLE()` */
  readonly label: string;
  holds(outcome: Outcome): boolean;
}

/** What has to hold beside the getters of a kind. Kinds that are missing have enough getters of their own. */
export const CLUES: ReadonlyMap<Kind, readonly Clue[]> = new Map([
  [
    kinds.Timelock,
    // Before version 4.9 of OpenZeppelin there was no CANCELLER_ROLE, and the roles were administered in another way.
    ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE"].map((role) =>
      answers(`${role}()`, [], "bytes32", (value) => value === roleHash(role)),
    ),
  ],
  // Anything that is owned has its getters: the calls that make it what it is refuse a stranger only where they exist.
  [kinds.OwnerConfigurator, [refusesStrangers("configureBatch((address,bytes,bytes32,bytes32,bytes,bytes)[])", [[]])]],
  [kinds.ProxyAdmin, [refusesStrangers("upgradeAndCall(address,address,bytes)", [ZERO_ADDRESS, ZERO_ADDRESS, "0x"])]],
  [
    kinds.AccessControl,
    // ERC-165 itself, as it asks to be tested, and IAccessControl.
    [supports("0x01ffc9a7", true), supports("0xffffffff", false), supports("0x7965db0b", true)],
  ],
  [
    kinds.AccessManager,
    [
      answers("ADMIN_ROLE()", [], "uint64", (value) => value === ADMIN_ROLE),
      answers("PUBLIC_ROLE()", [], "uint64", (value) => value === PUBLIC_ROLE),
      answers("expiration()", [], "uint32"),
      answers("minSetback()", [], "uint32"),
    ],
  ],
]);

/** AccessControlEnumerable of OpenZeppelin 5.1 or later: older ones cannot list the members of a role at once. */
export const ENUMERABLE: readonly Clue[] = [
  supports("0x5a05180f", true),
  clue("getRoleMembers(bytes32)", [roleHash("DEFAULT_ADMIN_ROLE")], (outcome) => {
    return outcome.status === "ok" && "list" in addressesIn(outcome.data);
  }),
];

/** AccessControlDefaultAdminRules. */
export const RULED: readonly Clue[] = [supports("0x31498786", true)];

/** A contract that has an answer to this one answers everything, which says nothing about its kind. */
export const SENSELESS: Clue = clue("ordinanceAsksForNothing()", [], (outcome) => {
  return outcome.status === "ok" && outcome.data.length >= 66;
});

function clue(getter: string, args: readonly Value[], holds: Clue["holds"]): Clue {
  return { data: encodeGetter(getter, args), label: getter, holds };
}

function answers(
  getter: string,
  args: readonly Value[],
  type: string,
  expected: (value: Value) => boolean = () => true,
): Clue {
  return clue(getter, args, (outcome) => {
    const value = valueIn(outcome, type, getter);
    return !isFailed(value) && expected(value);
  });
}

/** ERC-165. Four bytes stand on the left of their word. */
function supports(id: string, expected: boolean): Clue {
  return answers("supportsInterface(bytes4)", [id.padEnd(66, "0")], "bool", (value) => value === expected);
}

/** Ownable refuses with OwnableUnauthorizedAccount(address), before version 5 with `Ownable: caller is not the owner`. */
function refusesStrangers(fn: string, args: Parameters<typeof encodeCall>[1]): Clue {
  const [custom, text] = ["0x118cdaa7", Buffer.from("Ownable: caller is not the owner").toString("hex")] as const;
  const holds = (outcome: Outcome) =>
    outcome.status === "reverted" && (outcome.data.startsWith(custom) || outcome.data.includes(text));
  return { data: encodeCall(fn, args), label: fn, holds };
}
