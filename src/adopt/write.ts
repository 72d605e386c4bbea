import type { Header } from "../chain/header.ts";
import { kinds } from "../kinds/index.ts";
import type { Address } from "../kinds/value.ts";
import { timeText } from "../stack/units/moment.ts";
import { moduleText, type LeftOut } from "./module-text.ts";
import { whatIs, whoIs } from "./people.ts";
import type { Use } from "./mentions.ts";
import type { Found, Walked } from "./walk.ts";

/** Everything that a new stack file says. */
export interface Contents {
  readonly chainId: bigint;
  readonly startBlock: bigint;
  /** The variable of the environment that holds the endpoint: the file itself must not, it may hold a secret. */
  readonly variable: string;
  readonly block: Header;
  /** In the order of the file. */
  readonly modules: readonly Found[];
  readonly uses: ReadonlyMap<Address, readonly Use[]>;
  readonly codes: Walked["codes"];
  readonly unknown: Walked["unknown"];
  readonly names: ReadonlyMap<Address, string>;
}

export interface WrittenStack {
  readonly text: string;
  readonly leftOut: readonly LeftOut[];
}

const KINDS = Object.keys(kinds);

/** A new stack file: the network, who is who, and every value of every module as it was read. */
export function writeStack(contents: Contents): WrittenStack {
  const { chainId, startBlock, variable, block, modules, names, uses } = contents;
  const nameOf = (address: Address) => names.get(address) ?? address;
  const written = modules.map((module) =>
    moduleText(module, names, whatIs(module, uses.get(module.address) ?? [], nameOf)),
  );
  const people = peopleLines(contents, nameOf);
  const lines = [
    "# yaml-language-server: $schema=../schemas/stack.schema.json",
    `# What chain ${chainId} held in block ${block.number} (${timeText(block.timestamp)}), as \`ordinance adopt\` read it. What is here is managed from now on:`,
    "# docs/adopt.md says what to check by hand.",
    "network:",
    `  chainId: ${chainId}`,
    `  rpc: \${${variable}}`,
    `  startBlock: ${startBlock} # logs are read from here on: nothing may have been deployed before`,
    "",
    ...(people.length > 0 ? ["addresses:", ...people, ""] : []),
    "emergency: none # halt: every `paused` below becomes true",
    "",
    "modules:",
    ...written.flatMap(({ lines: own }, index) => (index === 0 ? own : ["", ...own])),
  ];
  return { text: lines.join("\n") + "\n", leftOut: written.flatMap(({ leftOut }) => leftOut) };
}

function peopleLines({ names, modules, uses, codes, unknown }: Contents, nameOf: (of: Address) => string): string[] {
  const own = new Set(modules.map(({ address }) => address));
  return [...names].flatMap(([address, name]) => {
    if (own.has(address)) return [];
    const of = { code: codes.get(address), reason: unknown.get(address), uses: uses.get(address) ?? [] };
    return [`  ${name}: "${address}" # ${whoIs(of, nameOf)}`];
  });
}

/** SystemPause with the modules that it knows, in its order; then the others by kind; timelocks and Safes last. */
export function inOrder(modules: readonly Found[]): readonly Found[] {
  const byAddress = new Map(modules.map((module) => [module.address, module]));
  const found = new Set<Found>();
  for (const module of modules) {
    if (module.kind.topology !== "systemPause") continue;
    found.add(module);
    for (const [key, address] of module.values) {
      const own = key.startsWith("modules.") ? byAddress.get(address as Address) : undefined;
      if (own && own.kind.topology === undefined) found.add(own);
    }
  }
  const rest = modules.filter((module) => !found.has(module));
  return [...found, ...rest.sort((one, other) => rank(one) - rank(other))];
}

function rank({ kind: { name, topology } }: Found): number {
  const later = topology === "timelock" ? 1 : topology === "safe" ? 2 : 0;
  return later * KINDS.length + KINDS.indexOf(name);
}
