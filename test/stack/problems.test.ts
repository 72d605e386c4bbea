import { describe, expect, it } from "vitest";
import { formatProblem } from "../../src/errors.ts";
import { A, B, places, problemsOf, vaultStack } from "./support.ts";

/** Each text is one mistake: its number, its place, and words of its message. */
type Case = readonly [name: string, text: string, place: string, message: RegExp];

const LOWER = A.toLowerCase();
const head = `network: { chainId: 1, rpc: "https://example.org" }\n`;
const thermostat = (body: string) => `${head}modules:\n  t:\n    kind: Thermostat\n    address: "${A}"\n${body}`;

const CASES: readonly Case[] = [
  // approvals
  [
    "a hash cut short",
    `${head}approvals:\n  supersede: ["0x12"]\nmodules: {}\n`,
    "ORD109 3:15",
    / approvals\.supersede\[0\]: "0x12"; expected 32 bytes/,
  ],
  [
    "a hash instead of a list of them",
    `${head}approvals:\n  supersede: "0x12"\nmodules: {}\n`,
    "ORD103 3:14",
    /expected a list of Safe transaction hashes/,
  ],
  // shape
  [
    "unknown key of a module",
    vaultStack("    minstake: 1 wei\n"),
    "ORD104 7:5",
    / modules\.vault\.minstake: .*did you mean "minStake"\?/,
  ],
  [
    "unknown key of a group",
    vaultStack("    fees: { fees: 1 % }\n"),
    "ORD104 7:13",
    / modules\.vault\.fees\.fees: .*did you mean "fee"\?/,
  ],
  ["unknown key of the file", `${head}module: {}\nmodules: {}\n`, "ORD104 2:1", /did you mean "modules"\?/],
  [
    "unknown key of the network",
    `network: { chainId: 1, rpc: "https://example.org", confirmation: 1 }\nmodules: {}\n`,
    "ORD104 1:52",
    /did you mean "confirmations"\?/,
  ],
  ["unknown key like nothing", vaultStack("    colour: red\n"), "ORD104 7:5", /one of owner, paused/],
  ["key of the prototype", vaultStack("    constructor: 1\n"), "ORD104 7:5", /"constructor"/],
  ["missing section", "network: { chainId: 1, rpc: 'https://example.org' }\n", "ORD105 1:1", /no modules/],
  ["missing kind", `${head}modules:\n  m: { address: "${A}" }\n`, "ORD105 3:3", /no kind/],
  ["missing address", `${head}modules:\n  m: { kind: Thermostat }\n`, "ORD105 3:3", /no address/],
  [
    "unknown kind",
    `${head}modules:\n  m: { kind: Thermostats, address: "${A}" }\n`,
    "ORD108 3:14",
    /did you mean "Thermostat"\?/,
  ],
  [
    "list instead of a mapping",
    vaultStack("    fees: [5 %]\n"),
    "ORD103 7:11",
    /a list; expected a mapping with fee, burn/,
  ],
  ["mapping instead of a list", `${head}modules: []\n`, "ORD103 2:10", /a list; expected a mapping/],
  ["list instead of a value", vaultStack("    minStake: [1 wei]\n"), "ORD103 7:15", /a list; expected an amount/],
  ["value instead of a list", vaultStack("    treasuryAllowlist: treasury\n"), "ORD103 7:24", /expected a list/],
  [
    "list instead of weights",
    vaultStack("    weights: [treasury]\n"),
    "ORD103 7:14",
    /expected a mapping from addresses/,
  ],
  ["nothing at all", vaultStack("    minStake:\n    paused: true\n"), "ORD103 7:14", /nothing; expected an amount/],
  ["nothing in braces", vaultStack("    fees: { fee }\n"), "ORD103 7:13", /nothing; expected a whole percentage/],
  ["a key twice", vaultStack("    paused: true\n    paused: false\n"), "ORD106 8:5", /only the one in line 7/],
  [
    "value and within",
    vaultStack("    minStake: { value: 1 wei, within: [1 wei, 2 wei] }\n"),
    "ORD105 7:15",
    /both value and within/,
  ],
  [
    "observe without a value",
    vaultStack("    minStake: { observe: true }\n"),
    "ORD105 7:15",
    /neither value nor within/,
  ],

  // addresses and names
  [
    "wrong checksum",
    vaultStack(`    treasury: "${LOWER}"\n`),
    "ORD110 7:15",
    new RegExp(`expected "${A}".*compare all digits`),
  ],
  [
    "number for an address",
    vaultStack(`    treasury: ${A}\n`),
    "ORD110 7:15",
    /without quotes, which YAML reads as a number; expected the address in quotes/,
  ],
  ["number in a list", vaultStack(`    treasuryAllowlist: [treasury, ${A}]\n`), "ORD110 7:35", /reads as a number/],
  ["number as a member's key", vaultStack(`    weights: { ${A}: 1 }\n`), "ORD110 7:16", /reads as a number/],
  [
    "number for a module's address",
    `${head}modules:\n  m: { kind: Thermostat, address: ${A} }\n`,
    "ORD110 3:35",
    /reads as a number/,
  ],
  ["short address", vaultStack('    treasury: "0x1234"\n'), "ORD110 7:15", /"0x1234"; expected an address of 40/],
  ["unknown name", vaultStack("    treasury: tresury\n"), "ORD111 7:15", /did you mean "treasury"\?/],
  ["variable in a value", vaultStack("    treasury: ${TREASURY}\n"), "ORD111 7:15", /only read in network.rpc/],
  ["name cycle", `${head}addresses: { a: b, b: a }\nmodules: {}\n`, "ORD112 2:14", /"a" stands for "b" stands for "a"/],
  ["name of itself", `${head}addresses: { a: a }\nmodules: {}\n`, "ORD112 2:14", /"a" stands for "a"/],
  [
    "module that is its own address",
    `${head}modules:\n  t: { kind: Thermostat, address: t }\n`,
    "ORD112 3:3",
    /"t" stands for "t"/,
  ],
  [
    "name of an address and a module",
    vaultStack(`  treasury: { kind: Thermostat, address: "${B}" }\n`),
    "ORD113 7:3",
    /only the one in line 2/,
  ],
  ["reserved name", `${head}addresses: { observe: "${A}" }\nmodules: {}\n`, "ORD113 2:14", /a meaning of its own/],
  ["name with a dot", `${head}addresses: { a.b: "${A}" }\nmodules: {}\n`, "ORD113 2:14", /a letter, then/],
  [
    "duplicate module address",
    vaultStack(`  other:\n    kind: Thermostat\n    address: "${A}"\n`),
    "ORD114 9:14",
    /another address than vault \(line 4\)/,
  ],
  ["member twice", vaultStack(`    treasuryAllowlist: [treasury, "${B}"]\n`), "ORD115 7:35", /a second time/],

  // values
  [
    "fraction of a whole percent",
    vaultStack("    fees: { fee: 33.33 % }\n"),
    "ORD109 7:18",
    /"33.33 %", which is not a multiple of 1 %/,
  ],
  [
    "too many decimals",
    vaultStack("    minStake: 0.0000000000000000001 AGIALPHA\n"),
    "ORD109 7:15",
    /not a multiple of 1 wei; expected .* at most 18 decimals/,
  ],
  ["negative amount", vaultStack("    minStake: -1 AGIALPHA\n"), "ORD109 7:15", /negative/],
  [
    "number without a unit",
    vaultStack("    unbondingPeriod: 1800\n"),
    "ORD109 7:22",
    /"1800", a number without a unit/,
  ],
  ["exponent", thermostat("    temperature: 1e3\n"), "ORD109 6:18", /"1e3"/],
  ["flag of another language", vaultStack("    paused: yes\n"), "ORD109 7:13", /"yes"; expected true or false/],
  ["flag in quotes", vaultStack('    paused: "true"\n'), "ORD109 7:13", /without quotes/],
  ["number for a text", vaultStack("    label: 5\n"), "ORD109 7:12", /expected "5"/],
  ["number for a word", vaultStack(`    root: 0x${"12".repeat(32)}\n`), "ORD109 7:11", /without quotes/],
  ["state of emergency", `${head}emergency: stop\nmodules: {}\n`, "ORD109 2:12", /none, halt/],
  ["chain id zero", `network: { chainId: 0, rpc: "https://example.org" }\nmodules: {}\n`, "ORD109 1:21", /at least 1/],
  [
    "gas price without a unit",
    `network: { chainId: 1, rpc: "https://example.org", maxFeePerGas: 30 }\nmodules: {}\n`,
    "ORD109 1:66",
    /30 gwei/,
  ],

  // values together
  [
    "fees above 100 %",
    vaultStack("    paused: true\n    fees: { fee: 60 %, burn: 41 % }\n"),
    "ORD116 8:5",
    /60 % \+ 41 % = 101 %; expected a sum of at most 100 %/,
  ],
  [
    "band upside down",
    thermostat("    band: { min: 5, max: 0.1 }\n"),
    "ORD116 6:5",
    /band.min 5 and band.max 0.1; expected band.min < band.max/,
  ],
  [
    "band without a width",
    thermostat("    band: { min: 5, max: 5 }\n    temperature: { within: band }\n"),
    "ORD116 6:5",
    /expected band.min < band.max/,
  ],
  [
    "temperature outside its band",
    thermostat("    temperature: 7\n    band: { min: 1, max: 5 }\n"),
    "ORD116 6:5",
    /expected temperature <= band.max/,
  ],
  [
    "bounds upside down",
    vaultStack("    minStake: { within: [2 wei, 1 wei] }\n"),
    "ORD117 7:25",
    /the lower bound first/,
  ],
  [
    "bounds that are equal",
    vaultStack("    minStake: { within: [1 wei, 1 wei] }\n"),
    "ORD117 7:25",
    /or the exact value/,
  ],
  ["one bound", vaultStack("    minStake: { within: [1 wei] }\n"), "ORD117 7:25", /1 values; expected \[min, max\]/],
  ["bounds of a flag", vaultStack("    paused: { within: [false, true] }\n"), "ORD117 7:23", /without an order/],
  [
    "band that is not there",
    thermostat("    temperature: { within: band }\n"),
    "ORD117 6:28",
    /"band" without exact min and max/,
  ],

  // YAML
  ["alias without an anchor", vaultStack("    fees: { fee: *share }\n"), "ORD107 7:18", /"\*share" without an anchor/],
  [
    "anchor that holds itself",
    vaultStack("    fees: &fees { fee: *fees }\n"),
    "ORD107 7:24",
    /inside what it stands for/,
  ],
  ["alias of nothing", vaultStack("    minStake: *\n"), "ORD102 7:15", /an alias that cannot be one/],
  ["merge key", vaultStack("    <<: { paused: true }\n"), "ORD102 7:5", /a merge key/],
  ["second document", `${head}modules: {}\n---\n${head}`, "ORD102 3:1", /a second document/],
  ["YAML 1.1", `%YAML 1.1\n---\n${head}modules: {}\n`, "ORD102 1:1", /expected YAML 1.2/],
  ["tag", vaultStack("    minStake: !!str 5\n"), "ORD102 7:21", /the tag !!str/],
  ["tab", vaultStack("\tminStake: 1 wei\n"), "ORD102 7:1", /a tab in the indentation; expected spaces/],
  ["tab behind spaces", vaultStack("    fees:\n    \tfee: 1 %\n"), "ORD102 8:5", /a tab/],
  ["open quote", vaultStack('    label: "open\n    paused: true\n'), "ORD102 7:12", /a closing quote/],
  ["indentation", vaultStack("   minStake: 1 wei\n"), "ORD102 7:1", /indentation/],
  ["comments only", "# nothing yet\n", "ORD101 1:1", /the keys network and modules/],
  ["only brackets", "[".repeat(100_000), "ORD102 1:1", /levels/],

  // endpoint
  [
    "unset variable",
    `network: { chainId: 1, rpc: "\${ORDINANCE_RPC_URL}" }\nmodules: {}\n`,
    "ORD118 1:29",
    /ORDINANCE_RPC_URL, which is not set/,
  ],
  ["no variable", `network: { chainId: 1, rpc: "https://\${1}.example" }\nmodules: {}\n`, "ORD118 1:29", /no variable/],
  ["no endpoint", `network: { chainId: 1, rpc: "localhost:8545" }\nmodules: {}\n`, "ORD118 1:29", /not shown/],
  [
    "no endpoints",
    `network: { chainId: 1, rpc: [] }\nmodules: {}\n`,
    "ORD118 1:29",
    /no endpoint; expected one or more/,
  ],
  [
    "a bad one among endpoints",
    `network: { chainId: 1, rpc: ["http://a.example", "ftp://b.example"], quorum: 2 }\nmodules: {}\n`,
    "ORD118 1:50",
    /network\.rpc\[1\].*not shown/,
  ],
  [
    "an endpoint twice",
    `network: { chainId: 1, rpc: ["http://a.example", "\${A:-http://a.example}"] }\nmodules: {}\n`,
    "ORD115 1:50",
    /network\.rpc\[1\]: the same endpoint; expected another endpoint than endpoint 1 of 2/,
  ],
  [
    "a quorum of more than there are",
    `network: { chainId: 1, rpc: ["http://a.example", "http://b.example"], quorum: 3 }\nmodules: {}\n`,
    "ORD109 1:79",
    /network\.quorum: .*at most 2/,
  ],
  [
    "a quorum of none",
    `network: { chainId: 1, rpc: "http://a.example", quorum: 0 }\nmodules: {}\n`,
    "ORD109 1:57",
    /at least 1/,
  ],
];

describe("one mistake is one problem at its place", () => {
  it.each(CASES.map(([name, text, place, message]) => ({ name, text, place, message })))(
    "$name: $place",
    ({ name, text, place, message }) => {
      const problems = problemsOf(text);
      if (name === "only brackets") expect(places(problems)[0]).toMatch(/^ORD102 1:/);
      else expect(places(problems)).toEqual([place]);
      expect(formatProblem(problems[0]!)).toMatch(message);
      for (const { found, expected } of problems)
        expect([found, expected].every((words) => words.length > 0)).toBe(true);
    },
  );
});
