import { getAddress } from "../checksum.ts";
import { decodeValues } from "../chain/decode.ts";
import { id } from "../keccak.ts";
import type { RawLog } from "../chain/logs.ts";
import { PUBLIC_ROLE } from "../kinds/access-manager-unit.ts";
import { kinds } from "../kinds/index.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { Entry } from "./roles.ts";

export const MANAGER_EVENTS = {
  label: id("RoleLabel(uint64,string)") as Hex,
  granted: id("RoleGranted(uint64,address,uint32,uint48,bool)") as Hex,
  admin: id("RoleAdminChanged(uint64,uint64)") as Hex,
  guardian: id("RoleGuardianChanged(uint64,uint64)") as Hex,
  closed: id("TargetClosed(address,bool)") as Hex,
  target: id("TargetFunctionRoleUpdated(address,bytes4,uint64)") as Hex,
};

/** Functions of the known kinds by their selectors; arrays are left to selectors, as in stack files. */
const FUNCTIONS = new Map(
  Object.values<Kind>(kinds)
    .flatMap(({ writes }) => writes.map(({ fn }) => fn))
    .filter((fn) => !/[[(].*[[(]/.test(fn))
    .map((fn) => [id(fn).slice(0, 10), fn]),
);

/**
 * The roles of an AccessManager by their labels where they have usable ones, and its targets.
 * @param logs its own.
 */
export function managerEntry(logs: readonly RawLog[]): Entry {
  const ids = new Set<bigint>([0n]);
  const labels = new Map<bigint, string>();
  const targets = new Map<Address, Set<string>>();
  const target = (topic: Hex) => {
    const at = getAddress(`0x${topic.slice(-40)}`);
    const functions = targets.get(at) ?? new Set<string>();
    targets.set(at, functions);
    return functions;
  };
  for (const { topics, data } of logs) {
    const [event, first, second] = topics;
    if (event === MANAGER_EVENTS.closed) target(first!);
    else if (event === MANAGER_EVENTS.target) {
      target(first!).add(data.slice(0, 10));
      ids.add(BigInt(second!));
    } else if (Object.values(MANAGER_EVENTS).includes(event!)) {
      ids.add(BigInt(first!));
      if (event === MANAGER_EVENTS.admin || event === MANAGER_EVENTS.guardian) ids.add(BigInt(second!));
      if (event === MANAGER_EVENTS.label) labels.set(BigInt(first!), labelIn(data));
    }
  }
  ids.delete(PUBLIC_ROLE);
  return {
    written: {
      roles: Object.fromEntries(
        [...named(ids, labels)].map(([name, number]) => [name, number === 0n ? {} : { id: String(number) }]),
      ),
      targets: Object.fromEntries(
        [...targets].map(([at, selectors]) => [
          at,
          { functions: Object.fromEntries([...selectors].map((each) => [FUNCTIONS.get(each) ?? each, ""])) },
        ]),
      ),
    },
    nameless: [],
  };
}

/** The last label counts; one that is no name, or is taken, gives way to `ROLE_<number>`. */
function named(ids: ReadonlySet<bigint>, labels: ReadonlyMap<bigint, string>): ReadonlyMap<string, bigint> {
  const names = new Map<string, bigint>([["ADMIN_ROLE", 0n]]);
  for (const number of ids) {
    if (number === 0n) continue;
    const label = labels.get(number) ?? "";
    const usable = /^[A-Z][A-Z0-9_]*$/.test(label) && !/^(PUBLIC_ROLE|ROLE_\d+)$/.test(label) && !names.has(label);
    names.set(usable ? label : `ROLE_${number}`, number);
  }
  return names;
}

function labelIn(data: Hex): string {
  try {
    return decodeValues(["string"], data)[0] as string;
  } catch (error) {
    // A label that is no text is none.
    if (error instanceof Error) return "";
    throw error;
  }
}
