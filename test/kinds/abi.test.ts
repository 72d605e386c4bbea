import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Interface, type EventFragment, type FunctionFragment, type InterfaceAbi } from "ethers";
import { describe, expect, it } from "vitest";
import { kinds, type KindName } from "../../src/kinds/index.ts";
import { leaves, type Kind } from "../../src/kinds/kind.ts";
import { splitKey, type Members, type Scalar } from "../../src/kinds/property.ts";
import { readArtifact } from "../../src/local/artifacts.ts";
import { leavesOf } from "../../src/plan/world.ts";

const json = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as never;
const governed: Readonly<Record<string, readonly string[]>> = json("../contracts/governed-abi.json");
const timelock: readonly string[] = json("timelock-abi.json");

const artifact = async (name: string) => (await readArtifact(name)).abi;
const { abi: safe } = createRequire(import.meta.url)(
  "@safe-global/safe-smart-account/build/artifacts/contracts/Safe.sol/Safe.json",
) as { readonly abi: InterfaceAbi };

/** What the contract of a kind declares, where it is no contract of the protocol. A proxy answers to nothing itself. */
const OTHERS: Readonly<Partial<Record<KindName, InterfaceAbi>>> = {
  Timelock: timelock,
  Safe: safe,
  AccessControl: await artifact("RuledVault"),
  AccessManager: await artifact("ProtocolAccessManager"),
  Proxy: [],
  ProxyAdmin: await artifact("VaultProxyAdmin"),
};

const roles = { MINTER_ROLE: [], DEFAULT_ADMIN_ROLE: [] };
const vault = `0x${"8".repeat(40)}`;

/** Kinds whose bindings follow from what a file says, as two files might. */
const SPECIAL: readonly (readonly [string, Kind, InterfaceAbi])[] = [
  ["AccessControl with rules", kinds.AccessControl.specialise!({ roles, adminRules: true }), OTHERS.AccessControl!],
  [
    "AccessControl that is enumerable",
    kinds.AccessControl.specialise!({ roles, enumerable: true }),
    await artifact("ListedRoleVault"),
  ],
  [
    "AccessManager with roles",
    kinds.AccessManager.specialise!({
      roles: { MINTER: { id: 1 } },
      targets: { [vault]: { functions: { "setFee(uint256)": "MINTER" } } },
    }),
    OTHERS.AccessManager!,
  ],
];

const subjects = [
  ...(Object.entries(kinds) as [KindName, Kind][]).map(
    ([name, kind]) => [name, kind, OTHERS[name] ?? governed[name] ?? []] as const,
  ),
  ...SPECIAL,
];

/** Values that no setter of the contract changes at once: fixed at deployment, or settled by others than a plan. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  ArbitratorCommittee: ["jobRegistry"],
  // Without a file there are no roles, and so nothing that they could do.
  AccessControl: ["defaultAdmin", "pendingDefaultAdmin", "defaultAdminDelay"],
  "AccessControl with rules": ["roleAdmins.MINTER_ROLE", "roleAdmins.DEFAULT_ADMIN_ROLE"],
  "AccessControl that is enumerable": ["roleAdmins.MINTER_ROLE", "roleAdmins.DEFAULT_ADMIN_ROLE"],
  Proxy: ["implementation", "implementationCode", "admin"],
};

/** ethers answers `null` for a signature that the interface does not have. */
const functionOf = (abi: Interface, signature: string): FunctionFragment | null => abi.getFunction(signature);

/** Where a getter is not what the binding says, if it is not. */
function getterProblems(abi: Interface, path: string, leaf: Scalar | Members): string[] {
  if (leaf.type === "scalar") {
    if (!("getter" in leaf.read)) return [];
    const { getter, returns, args = [], word } = leaf.read;
    return getterProblem(abi, path, { getter, returns, inputs: args.length, word });
  }
  const { getter, returns, args = [], word, list, count, defined } = leaf;
  return [
    ...getterProblem(abi, path, { getter, returns, inputs: args.length + 1, word }),
    ...(list ? listProblem(abi, path, list.getter) : []),
    ...(count ? getterProblem(abi, path, { ...count, returns: "uint256", inputs: count.args?.length ?? 0 }) : []),
    ...(defined ? getterProblem(abi, path, { ...defined, returns: "bytes32", inputs: 0 }) : []),
  ];
}

function getterProblem(
  abi: Interface,
  path: string,
  of: { getter: string; returns: string; inputs: number; word?: number | undefined },
): string[] {
  const found = functionOf(abi, of.getter);
  if (!found) return [`${path}: no ${of.getter}`];
  const outputs = found.outputs.map(({ type }) => type);
  const answer = of.word === undefined ? outputs.join(",") : outputs[of.word];
  return [
    ...(found.constant ? [] : [`${path}: ${of.getter} writes`]),
    ...(answer === of.returns ? [] : [`${path}: ${of.getter} returns ${answer}, not ${of.returns}`]),
    ...(found.inputs.length === of.inputs ? [] : [`${path}: ${of.getter} takes ${found.inputs.length} arguments`]),
  ];
}

/** A list may be followed by the place where the next part of it starts. */
function listProblem(abi: Interface, path: string, getter: string): string[] {
  const found = functionOf(abi, getter);
  return found?.constant && found.outputs[0]?.type === "address[]" ? [] : [`${path}: ${getter} is no list`];
}

/** An event that names members must have them in the indexed argument that the binding says. */
function eventProblems(abi: Interface, path: string, leaf: Scalar | Members): string[] {
  if (leaf.type !== "members") return [];
  return leaf.events.flatMap(({ signature, topic, where }) => {
    const found: EventFragment | null = abi.getEvent(signature);
    if (!found) return [`${path}: no event ${signature}`];
    const indexed = found.inputs.filter((input) => input.indexed);
    const wrong =
      indexed[topic - 1]?.type !== "address" ? [`${path}: topic ${topic} of ${signature} is no address`] : [];
    const topics = Object.keys(where ?? {}).filter(
      (at) => !/^(bytes32|uint64)$/.test(indexed[Number(at) - 1]?.type ?? ""),
    );
    return [...wrong, ...topics.map((at) => `${path}: topic ${at} of ${signature} is no word`)];
  });
}

/** Keys that rules and effects name but no property has. */
function strayKeys(kind: Kind): string[] {
  const known = leavesOf(kind);
  const named = kind.writes.flatMap((write) => [
    ...write.sets,
    ...(write.affects ?? []),
    ...Object.keys(write.only ?? {}),
    ...write.guards.flatMap((guard) => guard.keys),
  ]);
  return [...named, ...kind.invariants.flatMap((guard) => guard.keys)].filter((key) => {
    const { path, member } = splitKey(key);
    const leaf = known.get(path);
    // The order of a list is kept under its own path.
    if (leaf?.type === "members") return member === undefined && !leaf.list;
    return leaf === undefined || member !== undefined;
  });
}

describe.each(subjects)("%s", (name, kind, declared) => {
  const abi = new Interface(declared);
  const found = [...leavesOf(kind)];

  it("goes by its own name", () => {
    expect(kind.name).toBe(name.split(" ")[0]);
  });

  it("reads with getters that the contract has", () => {
    expect(found.flatMap(([path, leaf]) => getterProblems(abi, path, leaf))).toEqual([]);
  });

  it("finds members in events that the contract has", () => {
    expect(found.flatMap(([path, leaf]) => eventProblems(abi, path, leaf))).toEqual([]);
  });

  it("writes with setters that the contract has", () => {
    const missing = kind.writes.filter(({ fn }) => functionOf(abi, fn)?.stateMutability !== "nonpayable");
    expect(missing.map(({ fn }) => fn)).toEqual([]);
  });

  it("knows errors that the contract has, and names no other in its rules", () => {
    expect(kind.errors.filter((error) => !abi.getError(error))).toEqual([]);
    const names = new Set(kind.errors.map((error) => error.slice(0, error.indexOf("("))));
    const rules = [...kind.writes.flatMap(({ guards }) => guards), ...kind.invariants].map(({ rule }) => rule);
    // `... <= 100 % (InvalidPercentage)`: capitalised words in the last parentheses; strings of `require` are quoted.
    const named = rules.flatMap((rule) => /\(([^()]*)\)$/.exec(rule)?.[1]?.match(/(?<!")\b[A-Z]\w+\b(?!")/g) ?? []);
    // A Safe says why with a text of its own, such as GS203.
    expect(named.filter((error) => !names.has(error) && !/^GS\d{3}$/.test(error))).toEqual([]);
  });

  it("names no value in its rules and effects that it does not have", () => {
    expect(strayKeys(kind)).toEqual([]);
  });

  it("has a setter for every value, but for what is fixed at deployment", () => {
    const set = new Set(kind.writes.flatMap(({ sets }) => sets.map((key) => splitKey(key).path)));
    const fixed = [...leaves(kind.properties).keys()].filter((path) => !set.has(path));
    expect(fixed).toEqual(FIXED[name] ?? []);
  });
});
