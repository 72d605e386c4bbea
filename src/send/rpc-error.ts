import type { Hex } from "../kinds/value.ts";

/** The endpoint answered with an error: it is known what became of the request. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly method: string;
  readonly code: number;
  /** Revert data, wherever in the error object the endpoint put it. */
  readonly data: Hex | undefined;

  constructor(
    method: string,
    error: { readonly code?: unknown; readonly message?: unknown; readonly data?: unknown },
    message = String(error.message),
  ) {
    super(`${method}: ${message}`);
    this.method = method;
    this.code = typeof error.code === "number" ? error.code : 0;
    this.data = revertData(error.data, 4);
  }
}

/** No usable answer came: a request that changes something may or may not have taken effect. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** Endpoints put revert data in `data`, `data.data`, `data.originalError.data` or after `Reverted `. */
function revertData(value: unknown, depth: number): Hex | undefined {
  if (typeof value === "string") return /^(?:Reverted )?(0x(?:[0-9a-f]{2})*)$/i.exec(value)?.[1] as Hex | undefined;
  if (typeof value !== "object" || value === null || depth === 0) return undefined;
  const { data, originalError, error } = value as Record<string, unknown>;
  return revertData(data, depth - 1) ?? revertData(originalError, depth - 1) ?? revertData(error, depth - 1);
}
