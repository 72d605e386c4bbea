const HEARTBEAT_MS = 15_000;

/**
 * Progress goes to stderr: stdout belongs to the command that follows.
 * @param {string} line
 */
export const say = (line) => void process.stderr.write(`setup: ${line}\n`);

/**
 * @param {number} ms
 * @returns {string} for example `0.4 s`, `12.3 s`, `3 min 05 s`
 */
export function elapsed(ms) {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/**
 * Announces a step, says every 15 s what it is doing, and says how long it took.
 * @template T
 * @param {string} title
 * @param {(report: (status: string) => void) => Promise<T>} work `report` sets what the next heartbeat shows
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = Date.now();
  let status = "";
  say(`${title} ...`);
  const heartbeat = setInterval(
    () => say(`  ${elapsed(Date.now() - start)}${status === "" ? "" : `: ${status}`}`),
    HEARTBEAT_MS,
  );
  try {
    const result = await work((text) => void (status = text));
    say(`  done in ${elapsed(Date.now() - start)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
