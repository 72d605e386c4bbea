import { AbiCoder } from "ethers/abi";
import { id } from "ethers/hash";
import type { Hex, Value } from "../kinds/value.ts";
import { encodeCall } from "../plan/calldata.ts";
import type { Intermediary } from "./intermediary.ts";

/**
 * OwnerConfigurator.configure(address,bytes,bytes32,bytes32,bytes,bytes): makes the call and logs the old and the new
 * value. The contract does not check them, so they are taken from the same state as the preview.
 */
export const ownerConfigurator: Intermediary = (_world, contract, call, inner) => {
  const own = inner.effects.filter((effect) => effect.managed);
  return {
    to: contract.address,
    data: encodeCall("configure(address,bytes,bytes32,bytes32,bytes,bytes)", [
      call.to,
      call.data,
      id(upperSnake(inner.module.kind.name)),
      id(upperSnake(inner.write.fn.slice(0, inner.write.fn.indexOf("(")))),
      encodeValues(own.map((effect) => effect.before)),
      encodeValues(own.map((effect) => effect.after)),
    ]),
  };
};

/** `SetCommitWindow` and `setCommitWindow` become `SET_COMMIT_WINDOW`, the convention of the contract's keys. */
function upperSnake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
}

function encodeValues(values: readonly Value[]): Hex {
  const types = values.map((value) =>
    typeof value === "bigint"
      ? value < 0n
        ? "int256"
        : "uint256"
      : typeof value === "boolean"
        ? "bool"
        : /^0x[0-9a-fA-F]{40}$/.test(value)
          ? "address"
          : /^0x[0-9a-f]{64}$/.test(value)
            ? "bytes32"
            : "string",
  );
  return AbiCoder.defaultAbiCoder().encode(types, [...values]) as Hex;
}
