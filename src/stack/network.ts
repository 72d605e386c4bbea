import type { Node, Scalar } from "yaml";
import type { Hex, Value } from "../kinds/value.ts";
import { withEndpoints, type Approvals, type Network } from "./desired.ts";
import { endpointsAt, readUrl } from "./endpoints.ts";
import { keysOf } from "./keys.ts";
import type { Names } from "./names.ts";
import { describe, written, type Sheet } from "./sheet.ts";
import type { Unit } from "./unit.ts";
import { choice, count, duration, gasPrice, token, word } from "./units.ts";

const KEYS = {
  required: ["chainId", "rpc"],
  optional: ["confirmations", "startBlock", "maxFeePerGas", "scan", "quorum"],
} as const;
const APPROVALS = { required: [], optional: ["safeService", "delay", "guard", "supersede"] } as const;
const scanning = choice("way of scanning", ["complete", "best-effort"]);
/** A day of blocks on the fastest chains: more is a slip. */
const MAX_CONFIRMATIONS = 100_000n;

/** The section `network`; `undefined` if one of its values is wrong (and reported). */
export function readNetwork(sheet: Sheet, node: Node, env: NodeJS.ProcessEnv): Network | undefined {
  const keys = keysOf(sheet, node, "network", KEYS);
  if (!keys) return undefined;
  const get = (key: string, unit: Unit, bounds?: Bounds) => {
    const entry = keys.get(key);
    return entry && number(sheet, entry.value, `network.${key}`, unit, bounds);
  };
  const chainId = get("chainId", count, { min: 1n, max: 2n ** 53n - 1n });
  const confirmations = get("confirmations", count, { min: 1n, max: MAX_CONFIRMATIONS }) ?? 1n;
  const startBlock = get("startBlock", count) ?? 0n;
  const maxFeePerGas = get("maxFeePerGas", gasPrice, { min: 1n });
  const rpcEntry = keys.get("rpc");
  const rpc = rpcEntry && endpointsAt(sheet, rpcEntry.value, env);
  const most = rpc ? { max: BigInt(rpc.length) } : {};
  const quorum = get("quorum", count, { min: 1n, ...most }) ?? 1n;
  const scan: Network["scan"] = get("scan", scanning) === 1n ? "best-effort" : "complete";
  if (chainId === undefined || rpc === undefined) return undefined;
  const network = {
    chainId,
    confirmations: Number(confirmations),
    startBlock,
    scan,
    quorum: Number(quorum),
    ...(maxFeePerGas === undefined ? {} : { maxFeePerGas }),
  };
  return withEndpoints(network, rpc);
}

/** The section `approvals`; what is wrong in it is reported and left out. */
export function readApprovals(sheet: Sheet, names: Names, node: Node, env: NodeJS.ProcessEnv): Approvals {
  const keys = keysOf(sheet, node, "approvals", APPROVALS);
  const [service, wait, contract, voided] = APPROVALS.optional.map((key) => keys?.get(key));
  const delay = wait && number(sheet, wait.value, "approvals.delay", duration);
  const guard = contract && names.addressAt(contract.value, "approvals.guard");
  const safeService = service && readUrl(sheet, service.value, "approvals.safeService", env);
  const supersede = voided && readHashes(sheet, voided.value, "approvals.supersede");
  const approvals = {
    ...(delay !== undefined && { delay }),
    ...(guard !== undefined && { guard }),
    ...(supersede !== undefined && { supersede }),
  };
  if (safeService === undefined) return approvals;
  return Object.defineProperty(approvals, "safeService", { value: safeService, enumerable: false });
}

/** The section `review`: what is assumed where a consequence is shown in amounts. */
export function readVolume(sheet: Sheet, node: Node): bigint | undefined {
  const volume = keysOf(sheet, node, "review", { required: [], optional: ["volume"] })?.get("volume");
  return volume && number(sheet, volume.value, "review.volume", token, { min: 1n });
}

interface Bounds {
  readonly min?: bigint;
  readonly max?: bigint;
}

function number(sheet: Sheet, node: Node, path: string, unit: Unit, { min, max }: Bounds = {}): bigint | undefined {
  const read = readUnit(sheet, node, path, unit);
  if (!read) return undefined;
  const value = read.value as bigint;
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return value;
  const expected = value < (min ?? 0n) ? `at least ${unit.format(min!)}` : `at most ${unit.format(max!)}`;
  sheet.report(node, { code: "ORD109", path, found: describe(read.scalar), expected });
  return undefined;
}

/** Hashes of Safe transactions; one that is none is reported and left out. */
function readHashes(sheet: Sheet, node: Node, path: string): readonly Hex[] {
  const items = sheet.items(node, path, "a list of Safe transaction hashes") ?? [];
  return items.flatMap((item, index) => {
    const read = readUnit(sheet, item, `${path}[${index}]`, word);
    return read ? [read.value as Hex] : [];
  });
}

/** A value of a unit with the scalar that it was read from; `undefined` (and reported) if it is none. */
function readUnit(
  sheet: Sheet,
  node: Node,
  path: string,
  unit: Unit,
): { readonly value: Value; readonly scalar: Scalar } | undefined {
  const scalar = sheet.scalar(node, path, unit.expects);
  if (!scalar) return undefined;
  const parsed: { readonly ok: Value } | { readonly problem: { found: string; expected: string } } = unit.parse(
    written(scalar),
  );
  if ("ok" in parsed) return { value: parsed.ok, scalar };
  sheet.report(node, { code: "ORD109", path, ...parsed.problem });
  return undefined;
}
