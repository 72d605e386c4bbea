import { readFileSync } from "node:fs";
import { Interface, type EventFragment, type FunctionFragment } from "ethers";
import { describe, expect, it } from "vitest";
import { kinds, type KindName } from "../../src/kinds/index.ts";
import { leaves, type Kind } from "../../src/kinds/kind.ts";
import { splitKey, type Members, type Scalar } from "../../src/kinds/property.ts";

const json = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as never;
const governed: Readonly<Record<string, readonly string[]>> = json("../contracts/governed-abi.json");
const timelock: readonly string[] = json("timelock-abi.json");

/** What the contract of a kind declares: a timelock is no contract of the protocol but OpenZeppelin's. */
function abiOf(name: KindName): Interface {
  return new Interface(name === "Timelock" ? timelock : (governed[name] ?? []));
}

/** ethers answers `null` for a signature that the interface does not have. */
const functionOf = (abi: Interface, signature: string): FunctionFragment | null => abi.getFunction(signature);

/** Where a getter is not what the binding says, if it is not. */
function getterProblem(abi: Interface, path: string, leaf: Scalar | Members): string | undefined {
  if (leaf.type === "scalar" && "slot" in leaf.read) return undefined;
  const {
    getter,
    returns,
    args = [],
  } = leaf.type === "members" ? leaf : (leaf.read as Exclude<Scalar["read"], { slot: bigint }>);
  const found = functionOf(abi, getter);
  if (!found) return `${path}: no ${getter}`;
  if (!found.constant) return `${path}: ${getter} writes`;
  const outputs = found.outputs.map(({ type }) => type).join(",");
  if (outputs !== returns) return `${path}: ${getter} returns ${outputs}, not ${returns}`;
  const expected = args.length + (leaf.type === "members" ? 1 : 0);
  return found.inputs.length === expected ? undefined : `${path}: ${getter} takes ${found.inputs.length} arguments`;
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
    const topics = Object.keys(where ?? {}).filter((at) => indexed[Number(at) - 1]?.type !== "bytes32");
    return [...wrong, ...topics.map((at) => `${path}: topic ${at} of ${signature} is no word`)];
  });
}

/** Keys that rules and effects name but no property has. */
function strayKeys(kind: Kind): string[] {
  const known = leaves(kind.properties);
  const named = kind.writes.flatMap((write) => [
    ...write.sets,
    ...(write.affects ?? []),
    ...Object.keys(write.only ?? {}),
    ...write.guards.flatMap((guard) => guard.keys),
  ]);
  return [...named, ...kind.invariants.flatMap((guard) => guard.keys)].filter((key) => {
    const { path, member } = splitKey(key);
    return known.get(path)?.type !== (member === undefined ? "scalar" : "members");
  });
}

describe.each(Object.entries(kinds) as [KindName, Kind][])("%s", (name, kind) => {
  const abi = abiOf(name);
  const found = [...leaves(kind.properties)];

  it("goes by its own name", () => {
    expect(kind.name).toBe(name);
  });

  it("reads with getters that the contract has", () => {
    expect(found.flatMap(([path, leaf]) => getterProblem(abi, path, leaf) ?? [])).toEqual([]);
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
    expect(named.filter((error) => !names.has(error))).toEqual([]);
  });

  it("names no value in its rules and effects that it does not have", () => {
    expect(strayKeys(kind)).toEqual([]);
  });

  it("has a setter for every value, but for what is fixed at deployment", () => {
    const set = new Set(kind.writes.flatMap(({ sets }) => sets.map((key) => splitKey(key).path)));
    const fixed = found.map(([path]) => path).filter((path) => !set.has(path));
    expect(fixed).toEqual(name === "ArbitratorCommittee" ? ["jobRegistry"] : []);
  });
});
