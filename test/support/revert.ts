import { isHexString, type BaseContract, type ContractTransactionResponse, type LogDescription } from "ethers";

/** Revert data anywhere in the chain of errors that a provider and ethers wrap around it. */
function revertData(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { data, info, error: inner, cause } = error as Record<string, unknown>;
  if (isHexString(data)) return data;
  for (const next of [data, info, inner, cause]) {
    const found = revertData(next);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * How a call reverts: `Name` or `Name(argument, ...)` for a custom error of `contract`, the text itself for a revert
 * string, `panic 0x..` for a panic, `""` for a revert without data. Throws when the call succeeds or fails otherwise.
 */
export async function revertOf(contract: BaseContract, call: Promise<unknown>): Promise<string> {
  let failure: unknown;
  try {
    await call;
  } catch (error) {
    failure = error;
  }
  if (failure === undefined) throw new Error("the call did not revert");
  const data = revertData(failure);
  if (data === undefined) throw failure;
  if (data === "0x") return "";
  const error = contract.interface.parseError(data);
  if (error === null) return data;
  if (error.name === "Error") return String(error.args[0]);
  if (error.name === "Panic") return `panic 0x${BigInt(error.args[0]).toString(16)}`;
  return error.args.length === 0 ? error.name : `${error.name}(${error.args.join(", ")})`;
}

/** The events that `contract` logs in a transaction, as `Name(argument, ...)`, in order. */
export async function eventsOf(
  contract: BaseContract,
  sent: Promise<ContractTransactionResponse> | Promise<unknown>,
): Promise<string[]> {
  const receipt = await ((await sent) as ContractTransactionResponse).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return receipt.logs
    .map((log) => contract.interface.parseLog(log))
    .filter((event): event is LogDescription => event !== null)
    .map((event) => `${event.name}(${event.args.join(",")})`);
}
