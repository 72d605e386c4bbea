import type { Unit } from "../stack/unit.ts";
import { count } from "../stack/units.ts";
import { quoted } from "../stack/units/quoted.ts";

/** AccessManager.ADMIN_ROLE: the members configure everything. */
export const ADMIN_ROLE = 0n;
/** AccessManager.PUBLIC_ROLE: everybody is a member. */
export const PUBLIC_ROLE = 2n ** 64n - 1n;

/** A role by its name in the file or one of the two that every manager has; by its number where it has no name. */
export function roleUnit(roles: readonly { readonly name: string; readonly id: bigint }[]): Unit {
  const ids = new Map<string, bigint>([
    ["ADMIN_ROLE", ADMIN_ROLE],
    ["PUBLIC_ROLE", PUBLIC_ROLE],
    ...roles.map(({ name, id }) => [name, id] as const),
  ]);
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  const expects = `a role: ${[...ids.keys()].join(", ")}, or its number`;
  return {
    name: "choice",
    expects,
    parse(text) {
      const known = ids.get(text);
      if (known !== undefined) return { ok: known };
      const parsed = count.parse(text);
      if ("ok" in parsed && typeof parsed.ok === "bigint" && parsed.ok <= PUBLIC_ROLE) return parsed;
      return { problem: { found: quoted(text), expected: expects } };
    },
    format: (value) => (typeof value === "bigint" ? names.get(value) : undefined) ?? String(value),
  };
}
