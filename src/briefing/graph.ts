import { membersOf } from "../authority/reach.ts";
import { waitOf } from "../authority/way.ts";
import { OFFICES } from "../doctor/rights.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { AuthorityMatrix, AuthorityRight, Governed, Holding, Rights, Standing } from "../matrix/authority.ts";
import type { PlanModule } from "../plan/world.ts";
import { delayText } from "../review/time.ts";
import type { Party } from "../review/words.ts";
import { bounded, grouped, type Drawn } from "./graph-groups.ts";

/** Who governs what, as a directed graph from those who hold rights to those over whom they hold them. Plain data. */
export interface AuthorityGraph {
  /** Contracts in the order of the matrix, then those who hold rights and are none of them. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** `passing`: a contract that passes calls on and is neither a Safe nor a timelock. `stranger`: a contract of no known kind. */
export type GraphKind = "account" | "everybody" | "stranger" | "safe" | "timelock" | "passing" | "module";

/** Contracts that are governed alike, or accounts that hold the same. */
export interface GraphNode {
  readonly id: string;
  readonly kind: GraphKind;
  readonly members: readonly Party[];
  /** `Timelock, 2 days` */
  readonly note: string;
  /** Rights over them; empty of accounts, and of what is only put together because there is too much of it. */
  readonly rights: readonly GraphRight[];
}

export interface GraphRight {
  /** `owner`, `roles.PROPOSER_ROLE` */
  readonly right: string;
  readonly holders: readonly GraphHolder[];
  /** It could not be read, so that the holders are not known. */
  readonly unread?: true;
}

export interface GraphHolder {
  /** Absent where the contract holds it over itself. */
  readonly holder?: Party;
  readonly standing: Standing;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly rights: readonly string[];
  /** The worst of all its rights: one that the file does not declare, one that is declared but not held, or neither. */
  readonly standing: "undeclared" | "missing" | "held";
}

/**
 * Pure. What a module may do with another one without setting anything there (`callers`) is left out: it governs nothing. So is
 * what contracts may do with themselves.
 */
export function graphOf(rights: Rights, { contracts }: Pick<AuthorityMatrix, "contracts">): AuthorityGraph {
  const held = new Map(contracts.map(({ contract, rights: all }) => [contract.address, all]));
  const governed = rights.contracts.map((each): Drawn => {
    const { module } = each;
    const drawn = drawnRights(rights, each, held.get(module.address) ?? []);
    return { party: rights.words.party(module.address), kind: kindOf(module), note: noteOf(module), rights: drawn };
  });
  const known = new Set(governed.map(({ party }) => party.address));
  const strangers = new Map<Address, Drawn>();
  for (const { holder } of governed.flatMap((each) => each.rights.flatMap(({ holders }) => holders))) {
    if (!holder || known.has(holder.address)) continue;
    strangers.set(holder.address, { party: holder, ...accountOf(rights, holder), rights: [] });
  }
  return bounded(grouped(governed, [...strangers.values()]));
}

function drawnRights(
  rights: Rights,
  { module, rights: own }: Governed,
  all: readonly AuthorityRight[],
): readonly GraphRight[] {
  const setting = new Set(own.flatMap(({ key, fns }) => (fns.length > 0 ? [key] : [])));
  return all.flatMap(({ right, holders, unreadable }): readonly GraphRight[] => {
    if (right === "self") return [];
    if (unreadable !== undefined) return [{ right, holders: [], unread: true }];
    const drawn = holders.filter((each) => isSomebody(each) && (setting.has(right) || !isUse(rights, each)));
    // That nobody owns a contract is worth seeing; that a list is empty is not.
    if (drawn.length === 0 && (holders.length > 0 || !OFFICES.has(right))) return [];
    const held = drawn.map(({ holder, standing }): GraphHolder =>
      holder.address === module.address ? { standing } : { holder, standing },
    );
    return [{ right, holders: held }];
  });
}

/** The zero address is somebody where everybody acts as it. */
function isSomebody({ holder, actors }: Holding): boolean {
  return holder.address !== ZERO_ADDRESS || actors.length > 0;
}

/** Whether a module of the protocol holds it, as the file says or without the file saying anything. */
function isUse({ world }: Rights, { holder, standing }: Holding): boolean {
  const contract = world.byAddress.get(holder.address);
  if (!contract || contract.kind.topology !== undefined) return false;
  return standing === "declared" || standing === "unmanaged" || standing === "inherent";
}

function kindOf({ kind: { topology } }: PlanModule): GraphKind {
  if (topology === undefined) return "module";
  return topology === "safe" || topology === "timelock" ? topology : "passing";
}

function noteOf(module: PlanModule): string {
  const { name, topology } = module.kind;
  if (topology === "timelock") return `${name}, ${delayText(waitOf(module))}`;
  if (topology !== "safe") return name;
  return `${name}, ${String(module.values.get("threshold"))} of ${membersOf(module, "owners").length} sign`;
}

function accountOf({ world }: Rights, { address }: Party): Pick<Drawn, "kind" | "note"> {
  if (address === ZERO_ADDRESS) return { kind: "everybody", note: "anybody at all" };
  return world.hasCode(address) === true
    ? { kind: "stranger", note: "contract of no known kind" }
    : { kind: "account", note: "account" };
}
