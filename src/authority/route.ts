import type { Address, Hex, Value } from "../kinds/value.ts";
import type { Right, Write } from "../kinds/write.ts";
import type { PlanModule, World } from "../plan/world.ts";
import { ZERO_ADDRESS } from "../kinds/value.ts";
import { intermediaries, type Effect } from "./intermediary.ts";

/** A call as one sender makes it: target, data and the way from the authority to the module. */
export interface Route {
  /** The account whose approval enacts the call. */
  readonly authority: Address;
  readonly to: Address;
  readonly data: Hex;
  /** Names of the contracts between the authority and the module, outermost first. */
  readonly via: readonly string[];
}

export type Routed = { readonly route: Route } | { readonly noRoute: string };

/** What is to be called on the module itself. */
export interface InnerCall {
  readonly module: PlanModule;
  readonly write: Write;
  readonly data: Hex;
  readonly effects: readonly Effect[];
}

/**
 * Wraps a call along the chain of owners that the chain itself names, up to an account that the stack does not manage.
 * The first right of the write that somebody holds is used.
 */
export function route(world: World, call: InnerCall): Routed {
  const reasons: string[] = [];
  for (const right of call.write.rights) {
    for (const holder of holders(world, call.module, right)) {
      const found = climb(world, holder, call, { to: call.module.address, data: call.data }, []);
      if ("route" in found) return found;
      reasons.push(found.noRoute);
    }
  }
  const rights = call.write.rights.join(" or ");
  return {
    noRoute: reasons.join("; ") || `nobody holds the right to call ${call.module.name}.${call.write.fn} (${rights})`,
  };
}

/** Accounts that hold a right now. Zero addresses hold nothing. */
function holders(world: World, module: PlanModule, right: Right): readonly Address[] {
  if (right === "self") return [module.address];
  if (right === "roleAdmin") {
    const prefix = "roles.DEFAULT_ADMIN_ROLE[";
    const members = [...module.values].filter(([key, value]) => key.startsWith(prefix) && value === true);
    // The contract itself comes last: it can only act through its own delay.
    return members
      .map(([key]) => key.slice(prefix.length, -1) as Address)
      .sort(
        (a, b) =>
          Number(a === module.address) - Number(b === module.address) ||
          Number(world.byAddress.has(a)) - Number(world.byAddress.has(b)) ||
          (a < b ? -1 : 1),
      );
  }
  const holder: Value | undefined = module.values.get(right);
  return typeof holder === "string" && holder !== ZERO_ADDRESS ? [holder as Address] : [];
}

function climb(
  world: World,
  holder: Address,
  inner: InnerCall,
  call: { readonly to: Address; readonly data: Hex },
  via: readonly string[],
): Routed {
  const contract = world.byAddress.get(holder);
  if (!contract) return { route: { authority: holder, ...call, via } };
  if (via.includes(contract.name)) return { noRoute: `${contract.name} is owned by itself in a circle` };
  const intermediary = contract.kind.topology && intermediaries[contract.kind.topology];
  if (!intermediary) return { route: { authority: holder, ...call, via } };
  const wrapped = intermediary(world, contract, call, inner);
  if ("noRoute" in wrapped) return wrapped;
  const next = contract.values.get("owner");
  if (typeof next !== "string" || next === ZERO_ADDRESS) return { noRoute: `${contract.name} has no owner` };
  return climb(world, next as Address, inner, wrapped, [contract.name, ...via]);
}
