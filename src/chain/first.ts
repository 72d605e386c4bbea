/** One way to a result. `alive` is called whenever there is a sign that it comes; `signal` says that nobody waits any more. */
export type Attempt<T> = (signal: AbortSignal, alive: () => void) => Promise<T>;

/** The first attempt that succeeded, or why each of them failed, in their order. */
export type First<T> = { readonly index: number; readonly value: T } | { readonly failures: readonly unknown[] };

/**
 * Makes one attempt after the other until one succeeds: the next begins when the newest has failed, or has given no sign of life
 * for `patience` milliseconds and goes on beside it. The others are then told to stop.
 * @param another whether a failure leaves hope for another attempt; any other failure is thrown at once.
 */
export function firstOf<T>(
  attempts: readonly Attempt<T>[],
  patience: number,
  another: (failure: unknown) => boolean,
): Promise<First<T>> {
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const failures = new Map<number, unknown>();
    let timer: NodeJS.Timeout | undefined;
    let newest = -1;
    const end = () => {
      clearTimeout(timer);
      stop.abort();
    };
    const wait = () => {
      clearTimeout(timer);
      if (newest + 1 < attempts.length) timer = setTimeout(begin, patience);
    };
    const fail = (index: number, failure: unknown) => {
      // Whoever was told to stop fails because of that.
      if (stop.signal.aborted) return;
      failures.set(index, failure);
      if (!another(failure)) {
        end();
        reject(failure as Error);
      } else if (failures.size === attempts.length) resolve({ failures: attempts.map((_, at) => failures.get(at)) });
      else if (index === newest) begin();
    };
    const begin = () => {
      clearTimeout(timer);
      const index = newest + 1;
      const attempt = attempts[index];
      if (!attempt) return;
      newest = index;
      wait();
      const alive = () => {
        if (index === newest && !stop.signal.aborted) wait();
      };
      attempt(stop.signal, alive).then(
        (value) => {
          end();
          resolve({ index, value });
        },
        (failure: unknown) => fail(index, failure),
      );
    };
    if (attempts.length === 0) resolve({ failures: [] });
    begin();
  });
}
