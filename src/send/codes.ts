import { OrdinanceError } from "../errors.ts";
import { RpcError, UnreachableError } from "./rpc.ts";

/** Numbers of what can go wrong from loading a signer to the last confirmation. */
export type SendCode =
  /** The endpoint did not answer, or not usably. */
  | "ORD201"
  /** The endpoint serves another chain. */
  | "ORD202"
  /** Fees above the ceiling. */
  | "ORD403"
  /** A nonce is in use by a transaction that is not this one. */
  | "ORD404"
  /** Not mined, or not confirmed, in time. */
  | "ORD405"
  /** Reverted, or would revert. */
  | "ORD406"
  /** A signer cannot be used, or the network refuses what it signed. */
  | "ORD407"
  /** What is sent cannot be noted before. */
  | "ORD412";

/** What is wrong and what would be right. None of the texts may hold a key, a passphrase or a URL. */
export interface Trouble {
  readonly code: SendCode;
  readonly found: string;
  readonly expected: string;
  readonly remedy?: string;
}

/** @param place where to look: an environment variable, or `chain 31337`. */
export function unusable(place: string, trouble: Trouble): OrdinanceError {
  return new OrdinanceError([{ ...trouble, file: place }]);
}

/** An endpoint's failure as an error of this project; anything else is a defect and is thrown as it is. */
export function endpointFailure(place: string, error: unknown): OrdinanceError {
  if (error instanceof OrdinanceError) return error;
  if (!(error instanceof UnreachableError || error instanceof RpcError)) throw error;
  return unusable(place, {
    code: "ORD201",
    found: error.message,
    expected: "an answer from the endpoint",
    remedy: "run again when the endpoint answers",
  });
}
