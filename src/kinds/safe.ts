import { id } from "../keccak.ts";
import type { SafeModule } from "../stack/types.ts";
import { address, count, flag, text } from "../stack/units.ts";
import { defineKind } from "./kind.ts";
import { guard, memberSetter, number, scalar, setter } from "./make.ts";
import type { Facet, Key, Members, Scalar } from "./property.ts";
import { splitKey } from "./property.ts";
import { ZERO_ADDRESS, type Address } from "./value.ts";
import type { Guard, View, Write } from "./write.ts";

/** Start and end of the linked lists of a Safe: OwnerManager and ModuleManager.SENTINEL_*. */
const SENTINEL: Address = "0x0000000000000000000000000000000000000001";
/** More modules than a Safe can sensibly have; one that has more is reported as unreadable, not cut short. */
const MOST_MODULES = 256n;

const FALLBACK_HANDLER = BigInt("0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5");
const GUARD = BigInt(id("guard_manager.guard.address"));

function listed(getter: string, args: readonly (Address | bigint)[] = []): Members {
  return {
    type: "members",
    unit: flag,
    absent: false,
    getter: getter === "getOwners()" ? "isOwner(address)" : "isModuleEnabled(address)",
    returns: "bool",
    events: [],
    list: { getter, args },
    facet: "RoleMembers",
  };
}

function inSlot(slot: bigint, facet: Facet): Scalar {
  return { type: "scalar", unit: address, facet, read: { slot, absent: ZERO_ADDRESS, as: "address" } };
}

/** Members of a linked list in the contract's order, as it is before the call. */
function chain(of: View, path: Key): readonly Address[] {
  const order = of.get(path);
  if (typeof order !== "string") throw new TypeError(`the order of ${path} was not read`);
  return order === "" ? [] : (order.split(",") as Address[]);
}

/** The entry that points to `member`: the calls that change the list have to name it. */
function previous(of: View, path: Key, member: Address): Address {
  const order = chain(of, path);
  const at = order.indexOf(member);
  return at > 0 ? order[at - 1]! : SENTINEL;
}

const usable = (path: Key, error: string): Guard =>
  guard(
    [`${path}[*]`],
    `Safe: the zero address, 0x...01 and the Safe itself cannot be in ${path} (${error})`,
    (after) => [ZERO_ADDRESS, SENTINEL, after.address].every((bad) => after.get(`${path}[${bad}]`) !== true),
  );

const enough: Guard = guard(
  ["threshold", "owners[*]"],
  "Safe.removeOwner: fewer owners than the threshold would be left (GS201)",
  (_after, before) => BigInt(chain(before, "owners").length) - 1n >= number(before, "threshold"),
);

const reachable: Guard = guard(
  ["threshold", "owners[*]"],
  "Safe.changeThreshold: at least 1 and at most as many as there are owners (GS201, GS202)",
  (after, before) =>
    number(after, "threshold") >= 1n && number(after, "threshold") <= BigInt(chain(before, "owners").length),
);

/** One owner for another in one call: the number of owners and the threshold stay as they are. */
const swap: Write = setter("swapOwner(address,address,address)", ["owners[*]"], {
  rights: ["self"],
  guards: [usable("owners", "GS203")],
  combine: (open, target) => {
    const [added, removed] = [true, false].map((held) => open.filter((key) => target(key) === held));
    return added!.slice(0, removed!.length).map((key, index) => [key, removed![index]!]);
  },
  batch: ([added, removed], next) => {
    const [fresh, old] = [added!, removed!].map((key) => splitKey(key).member as Address);
    return [previous(next, "owners", old!), old!, fresh!];
  },
  affects: ["owners"],
  effects: (after, before) => ({
    owners: chain(before, "owners")
      .map((owner) => (after.get(`owners[${owner}]`) === false ? (swappedIn(after, before) ?? owner) : owner))
      .join(","),
  }),
  decode: ([, old, fresh]) => ({ [`owners[${String(old)}]`]: false, [`owners[${String(fresh)}]`]: true }),
});

/** The owner that the call brings in: the wanted one that is not in the list yet. */
function swappedIn(after: View, before: View): Address | undefined {
  const order = chain(before, "owners");
  return after.members("owners").find((owner) => !order.includes(owner));
}

function linked(path: Key, add: Write, remove: Write): Write[] {
  const affects = [path];
  return [
    {
      ...add,
      affects,
      // A new entry is put in front: OwnerManager.addOwnerWithThreshold, ModuleManager.enableModule.
      effects: (after, before) => {
        const order = chain(before, path);
        return { [path]: [...after.members(path).filter((each) => !order.includes(each)), ...order].join(",") };
      },
    },
    {
      ...remove,
      affects,
      effects: (after, before) => ({
        [path]: chain(before, path)
          .filter((each) => after.get(`${path}[${each}]`) === true)
          .join(","),
      }),
    },
  ];
}

/**
 * A Safe (1.3.0 to 1.5.0) whose own owners, threshold, modules and handlers are governed by itself: each of these calls is
 * one that its owners approve (`authorized`, GS031).
 */
export const safe = defineKind<SafeModule>({
  name: "Safe",
  properties: {
    owners: listed("getOwners()"),
    threshold: scalar("getThreshold()", count, "Ownership"),
    modules: listed("getModulesPaginated(address,uint256)", [SENTINEL, MOST_MODULES]),
    guard: inSlot(GUARD, "Ownership"),
    fallbackHandler: inSlot(FALLBACK_HANDLER, "Ownership"),
  },
  hidden: {
    version: scalar("VERSION()", text, "Parameters"),
    nonce: scalar("nonce()", count, "Parameters"),
  },
  writes: [
    swap,
    ...linked(
      "owners",
      memberSetter("addOwnerWithThreshold(address,uint256)", "owners", {
        rights: ["self"],
        only: { "owners[*]": true },
        guards: [usable("owners", "GS203")],
        args: (next, member) => [member!, number(next, "threshold")],
        decode: ([owner, threshold]) => ({ [`owners[${String(owner)}]`]: true, threshold: threshold as bigint }),
      }),
      memberSetter("removeOwner(address,address,uint256)", "owners", {
        phase: "own",
        rights: ["self"],
        only: { "owners[*]": false },
        guards: [enough],
        args: (next, member) => [previous(next, "owners", member!), member!, number(next, "threshold")],
        decode: ([, owner, threshold]) => ({ [`owners[${String(owner)}]`]: false, threshold: threshold as bigint }),
      }),
    ),
    setter("changeThreshold(uint256)", ["threshold"], { rights: ["self"], guards: [reachable] }),
    ...linked(
      "modules",
      memberSetter("enableModule(address)", "modules", {
        rights: ["self"],
        only: { "modules[*]": true },
        guards: [usable("modules", "GS101")],
        args: (_next, member) => [member!],
        decode: ([module]) => ({ [`modules[${String(module)}]`]: true }),
      }),
      memberSetter("disableModule(address,address)", "modules", {
        rights: ["self"],
        only: { "modules[*]": false },
        args: (next, member) => [previous(next, "modules", member!), member!],
        decode: ([, module]) => ({ [`modules[${String(module)}]`]: false }),
      }),
    ),
    setter("setGuard(address)", ["guard"], { phase: "own", rights: ["self"] }),
    setter("setFallbackHandler(address)", ["fallbackHandler"], { rights: ["self"] }),
  ],
  errors: [],
  topology: "safe",
});
