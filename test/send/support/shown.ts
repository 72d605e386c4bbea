import { inspect } from "node:util";
import { expect } from "vitest";

/** The error of a promise that has to fail, in every form in which it may be shown. */
export async function failure(promise: Promise<unknown>): Promise<{ message: string; shown: string }> {
  const error = await promise.then(
    () => expect.unreachable("it should fail"),
    (each: unknown) => each as Error,
  );
  return {
    message: error.message,
    shown: [error.message, error.stack, inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error)].join(
      "\n",
    ),
  };
}
