import { OrdinanceError } from "../errors.ts";
import { endpointFailure, type SendCode } from "./codes.ts";
import { RpcError, UnreachableError } from "./rpc.ts";
import type { Failure } from "./send-one.ts";

/** Nothing of this call was sent when an error is thrown; but after others were, it is a result. */
export async function attempt<T>(send: () => Promise<T>, place: string, first: boolean): Promise<T | Failure> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof OrdinanceError || error instanceof RpcError || error instanceof UnreachableError))
      throw error;
    const failure = endpointFailure(place, error);
    if (first) throw failure;
    return {
      state: "failed",
      code: failure.code as SendCode,
      reason: failure.problems.map(({ found, remedy }) => (remedy ? `${found} (${remedy})` : found)).join("; "),
      onItsWay: false,
    };
  }
}
