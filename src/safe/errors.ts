import type { Address, Hex } from "../kinds/value.ts";

/** A signature is not what it is said to be, so that the Safe would refuse it. */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
}

/** No usable answer came: what was sent may or may not have arrived. */
export class ServiceUnreachable extends Error {
  override readonly name = "ServiceUnreachable";
}

/** The service answered that it will not do what it was asked, and did nothing. */
export class ServiceRefused extends Error {
  override readonly name = "ServiceRefused";
  /** HTTP status; absent if the request was not even sent. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** The service keeps the transactions of another chain. */
export class ServiceOfOtherChain extends Error {
  override readonly name = "ServiceOfOtherChain";
  readonly found: bigint;
  readonly expected: bigint;

  constructor(host: string, found: bigint, expected: bigint) {
    super(`${host} serves chain ${found}, not chain ${expected}`);
    this.found = found;
    this.expected = expected;
  }
}

/** The service shows a transaction that does not match its own hash or signatures. */
export class ServiceLied extends Error {
  override readonly name = "ServiceLied";
  readonly safe: Address;
  /** As the service names the transaction. */
  readonly hash: Hex | undefined;

  constructor(safe: Address, hash: Hex | undefined, what: string) {
    super(`transaction ${hash ?? "without a hash"} of Safe ${safe}: ${what}`);
    this.safe = safe;
    this.hash = hash;
  }
}
