import { encodeValues } from "../chain/encode.ts";
import { id } from "../keccak.ts";
import { CONFIGURE, CONFIGURE_BATCH } from "../kinds/passing.ts";
import type { Hex, Value } from "../kinds/value.ts";
import { encodeCall } from "../plan/calldata.ts";
import type { Call, Envelope } from "../plan/call.ts";
import type { PlanModule, World } from "../plan/world.ts";

/**
 * OwnerConfigurator.configure and configureBatch: make calls, all or none, and log the old and the new value of each. The
 * contract does not check them, so they are taken from the same state as the preview.
 */
export function throughOwnerConfigurator(world: World, contract: PlanModule, inner: readonly Envelope[]): Envelope {
  const entries = inner.map(({ to, data, calls }) => {
    const effects = calls.flatMap((call) => call.effects.filter(({ managed }) => managed));
    return [
      to,
      data,
      keyOf(world.byAddress.get(to)?.kind.name ?? to),
      keyOf(parameterOf(calls)),
      typedValues(effects.map(({ before }) => before)),
      typedValues(effects.map(({ after }) => after)),
    ];
  });
  const calls = inner.flatMap((each) => each.calls);
  const data = entries.length === 1 ? encodeCall(CONFIGURE, entries[0]!) : encodeCall(CONFIGURE_BATCH, [entries]);
  return { to: contract.address, data, calls };
}

function parameterOf(calls: readonly Call[]): string {
  return calls.map(({ fn }) => fn.slice(0, fn.indexOf("("))).join(", ");
}

/** `SetCommitWindow` and `setCommitWindow` become `SET_COMMIT_WINDOW`, the convention of the contract's keys. */
function keyOf(name: string): string {
  return id(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase());
}

function typedValues(values: readonly Value[]): Hex {
  return encodeValues(values.map(typeOf), values);
}

function typeOf(value: Value): string {
  if (typeof value === "bigint") return value < 0n ? "int256" : "uint256";
  if (typeof value === "boolean") return "bool";
  if (/^0x[0-9a-fA-F]{40}$/.test(value)) return "address";
  return /^0x[0-9a-f]{64}$/.test(value) ? "bytes32" : "string";
}
