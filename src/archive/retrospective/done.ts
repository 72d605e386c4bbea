import { id } from "../../keccak.ts";
import { functionsOf } from "../../kinds/passing.ts";
import type { Address } from "../../kinds/value.ts";
import type { Deed } from "../../plan/deeds.ts";
import { deedTexts } from "../../report/deeds.ts";
import { listed, type Telling } from "./entry.ts";

/**
 * What calls have done, in words. One that passes others on (an operation that is executed, `pauseAll`) is called by its function: what
 * came of it has events of its own.
 */
export function doneText(deeds: readonly Deed[] | undefined, through: Address, telling: Telling): string {
  const { naming, world } = telling;
  if (deeds === undefined) return listed(deedTexts(undefined, through, naming));
  return listed(
    deeds.flatMap((deed) => {
      const target = world.byAddress.get(deed.to);
      const known = target && functionsOf(target.kind).find((fn) => id(fn).startsWith(deed.data.slice(0, 10)));
      const named = deed.decoded === undefined && deed.value === 0n && deed.data.length >= 10 ? known : undefined;
      return named === undefined ? deedTexts([deed], through, naming) : [`${target!.name}.${named.split("(")[0]!}`];
    }),
  );
}
