import { OrdinanceError } from "../errors.ts";
import type { Examined } from "../examine.ts";
import { changeText, keyText, wordsOf } from "../report/text.ts";
import { visible } from "../visible.ts";
import type { Proof } from "./proof.ts";

/** What trying a plan out has shown, in a few lines. */
export function proofText(proof: Proof, { desired, plan }: Examined): string {
  const words = wordsOf(desired);
  const { method, why, converges, prefixes, failures, remaining, sideEffects } = proof;
  if (method === "not simulated") return `Not simulated: ${why}.`;
  // Of what could not be read nobody knows how it is, then as now.
  const known = plan.unreadable.length > 0 ? "what could be read" : "the chain";
  const lines = [
    `Simulated (${method}): ${prefixes.safe} of ${prefixes.of} steps work, and ${known} is then ${converges ? "" : "NOT "}as the file says.`,
  ];
  for (const { id, timelock, valid, reason } of proof.operations ?? []) {
    const why = reason === undefined ? "" : `: ${reason}`;
    lines.push(`  operation ${id} of ${timelock}: ${valid ? "still valid" : `no longer valid${why}`}`);
  }
  for (const { step, text, reason, rule } of failures) {
    lines.push(`  step ${step} would fail: ${text}: ${reason}${rule === undefined ? "" : ` (${rule})`}`);
  }
  for (const change of remaining) lines.push(`  would remain: ${changeText(change, words)}`);
  for (const { module, key, before, after } of sideEffects) {
    const [old, fresh] = [before, after].map((value) => words.value(module, key, value));
    lines.push(`  changes besides: ${module}.${keyText(key, words)} ${old} => ${fresh}`);
  }
  // A contract that refuses says why in its own words.
  return lines.map(visible).join("\n");
}

/** Refuses a plan that would fail or end elsewhere. @throws OrdinanceError ORD303, ORD304. */
export function requireProven(proof: Proof, { desired }: Examined): void {
  const words = wordsOf(desired);
  const { failures, remaining, converges } = proof;
  if (converges !== false) return;
  const failing = failures.map(({ step, text, reason, rule }) => ({
    code: "ORD303" as const,
    file: desired.file,
    path: `step ${step}`,
    found: `${text} would fail: ${reason}`,
    expected: rule ?? "a call that works in the state that the calls before it leave",
    remedy: "nothing was sent; remove the cause, or change the file",
  }));
  const left = remaining.map((change) => ({
    code: "ORD304" as const,
    file: desired.file,
    path: `modules.${change.module}.${change.key}`,
    found: `after the plan, ${changeText(change, words)} would remain`,
    expected: "nothing to differ after the plan",
    remedy: "nothing was sent; the contract does not behave as its kind says: check the kind and the address",
  }));
  throw new OrdinanceError(failing.length > 0 ? failing : left);
}
