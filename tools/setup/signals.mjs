import { constants } from "node:os";

/** @type {Set<() => void>} */
const cleanups = new Set();

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Registers what to undo when the set-up is interrupted.
 * @param {() => void} cleanup must not wait for anything
 * @returns {() => void} removes it again
 */
export function onInterrupt(cleanup) {
  cleanups.add(cleanup);
  return () => void cleanups.delete(cleanup);
}

/** @param {NodeJS.Signals} signal */
function interrupted(signal) {
  for (const cleanup of cleanups) cleanup();
  process.exit(128 + constants.signals[signal]);
}

export function watchSignals() {
  for (const signal of SIGNALS) process.on(signal, interrupted);
}

/**
 * From here on signals belong to the command that runs.
 * @param {(signal: NodeJS.Signals) => void} forward
 */
export function handSignalsTo(forward) {
  for (const signal of SIGNALS) {
    process.removeListener(signal, interrupted);
    process.on(signal, forward);
  }
}
