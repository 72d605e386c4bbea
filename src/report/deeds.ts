import type { Key } from "../kinds/property.ts";
import type { Address, Value } from "../kinds/value.ts";
import type { Deed } from "../plan/deeds.ts";
import type { Rival } from "../plan/rivals.ts";
import { keyText, type Words } from "./text.ts";

/** How addresses and values are named. */
export type Naming = Pick<Words, "address" | "value" | "shows">;

/** Each call of somebody else's transaction in words: `stakeManager.setFeePct(uint256) sets fees.fee to 7 % [7]`. */
export function deedTexts(deeds: readonly Deed[] | undefined, safe: Address, naming: Naming): readonly string[] {
  if (deeds === undefined) return ["runs foreign code in the Safe's place: nobody can tell what it does"];
  return deeds.map((deed) => {
    const scheduled = deed.scheduledIn === undefined ? "" : `schedules in ${naming.address(deed.scheduledIn)}: `;
    return `${scheduled}${deedText(deed, safe, naming)}`;
  });
}

/** What becomes of what waits with the Safe's next nonce, where what is still to submit has its own. */
export function turnText({ turn, nonce }: { readonly turn: bigint | string; readonly nonce: bigint | string }): string {
  return turn === nonce ? "makes void what waits with this nonce" : `goes behind what waits with nonce ${nonce}`;
}

/** What becomes of what waits with the nonce of a proposal. */
export function besideText({ mayVoid }: Pick<Rival, "mayVoid">): string {
  return mayVoid
    ? "makes void what else waits with this nonce"
    : "is not carried out here before this is rejected, or named under approvals.supersede";
}

function deedText({ to, value, data, decoded, scheduledIn }: Deed, safe: Address, naming: Naming): string {
  if (decoded) {
    const { module, fn, sets, keys } = decoded;
    const known = sets ? Object.entries(sets).filter(([key]) => naming.shows(module.name, key)) : [];
    const values = known.map(([key, set]) => setText(module.name, key, set, naming)).join(", ");
    return `${module.name}.${fn} ${values === "" ? `changes ${keys.map((key) => keyText(key, naming)).join(", ")}` : `sets ${values}`}`;
  }
  const wei = value > 0n ? [`sends ${value} wei to ${naming.address(to)}`] : [];
  const bytes = (data.length - 2) / 2;
  const call =
    bytes > 0 ? [`calls ${naming.address(to)} with ${data.slice(0, 10)} and ${Math.max(bytes - 4, 0)} bytes more`] : [];
  const found = [...wei, ...call];
  if (found.length > 0) return found.join(" and ");
  return to === safe && scheduledIn === undefined
    ? "does nothing but reject what waits with the same nonce"
    : `calls ${naming.address(to)} without data`;
}

function setText(module: string, key: Key, value: Value, naming: Naming): string {
  return `${keyText(key, naming)} to ${naming.value(module, key, value)}`;
}
