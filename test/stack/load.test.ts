import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { A, B, C, load, problemsOf, vaultStack, wantOf } from "./support.ts";

const WAD = 10n ** 18n;

describe("a stack file", () => {
  const desired = load(`# yaml-language-server: $schema=../schemas/stack.schema.json
network:
  chainId: 31337
  rpc: \${RPC:-http://127.0.0.1:8545}
  confirmations: 3
  startBlock: 1_000
  maxFeePerGas: 30 gwei
addresses:
  council: "${C}"
  treasury: council
emergency: none
modules:
  vault:
    kind: StakeManager
    address: "${A}"
    owner: thermostat
    paused: false
    fees: { fee: 5 %, burn: 1 %, validatorReward: { value: 10 %, observe: true } }
    treasury: treasury
    treasuryAllowlist: [treasury, vault]
    weights: { council: 3, "${A}": 4 }
    minStake: { within: [1 AGIALPHA, 100 AGIALPHA] }
    unbondingPeriod: 7 days
    label: "0x"
  thermostat:
    kind: Thermostat
    address: "${B}"
    owner: council
    observe: true
    temperature: { within: band }
    band: { min: 0.1, max: 5 }
    roleTemperatures: { agent: unset, validator: 1.2 }
`);

  it("names proposals that may become void by their hash, however it is written", () => {
    const hash = `0x${"aB".repeat(32)}`;
    const { approvals } = load(`approvals: { supersede: ["${hash}"] }\n${vaultStack("")}`);
    expect(approvals.supersede).toEqual([hash.toLowerCase()]);
    expect(load(vaultStack("")).approvals.supersede).toBe(undefined);
  });

  it("knows its network", () => {
    expect(desired.network.rpc).toEqual([{ url: "http://127.0.0.1:8545" }]);
    expect({ ...desired.network }).toEqual({
      chainId: 31337n,
      confirmations: 3,
      quorum: 1,
      scan: "complete",
      startBlock: 1000n,
      maxFeePerGas: 30n * 10n ** 9n,
    });
    expect([desired.file, desired.stack]).toEqual(["stacks/test.yaml", "test"]);
  });

  it("resolves names, and names addresses by their module first", () => {
    expect(Object.fromEntries(desired.names)).toEqual({ council: C, treasury: C, vault: A, thermostat: B });
    expect([A, B, C].map((address) => desired.nameOf(address as `0x${string}`))).toEqual([
      "vault",
      "thermostat",
      "council",
    ]);
    expect(wantOf(desired, "owner")).toMatchObject({ want: { exact: B } });
    expect(wantOf(desired, "treasuryAllowlist")).toMatchObject({
      members: new Map([
        [C, true],
        [A, true],
      ]),
    });
    expect(wantOf(desired, "weights")).toMatchObject({
      members: new Map([
        [C, 3n],
        [A, 4n],
      ]),
    });
  });

  it("turns units into the contract's numbers", () => {
    expect(wantOf(desired, "fees.fee")).toMatchObject({
      want: { exact: 5n },
      observe: false,
      at: { line: 18, column: 13 },
    });
    expect(wantOf(desired, "paused")).toMatchObject({ want: { exact: false } });
    expect(wantOf(desired, "minStake")).toMatchObject({ want: { within: { min: WAD, max: 100n * WAD } } });
    expect(wantOf(desired, "unbondingPeriod")).toMatchObject({ want: { exact: 604_800n } });
    expect(wantOf(desired, "label")).toMatchObject({ want: { exact: "0x" } });
  });

  it("observes a value or a module", () => {
    expect(wantOf(desired, "fees.validatorReward")).toMatchObject({ want: { exact: 10n }, observe: true });
    expect(desired.modules[1]!.wants.map(({ observe }) => observe)).toEqual([true, true, true, true, true, true]);
  });

  it("finds a band that is written after its use", () => {
    expect(wantOf(desired, "temperature", "thermostat")).toMatchObject({
      want: { within: { min: WAD / 10n, max: 5n * WAD } },
    });
    expect(wantOf(desired, "roleTemperatures.agent", "thermostat")).toMatchObject({ want: { exact: "unset" } });
  });

  it("leaves out what is not written", () => {
    expect(desired.modules[0]!.wants.map(({ path }) => path)).not.toContain("pauser");
  });
});

describe("small forms", () => {
  it("takes an empty list for an empty set", () => {
    expect(wantOf(load(vaultStack("    treasuryAllowlist: []\n")), "treasuryAllowlist")).toMatchObject({
      members: new Map(),
    });
  });

  it("observes a set and a group", () => {
    const desired = load(
      vaultStack("    treasuryAllowlist: { value: [council], observe: true }\n    fees: { fee: 1 %, observe: true }\n"),
    );
    expect(wantOf(desired, "treasuryAllowlist")).toMatchObject({ members: new Map([[C, true]]), observe: true });
    expect(wantOf(desired, "fees.fee")).toMatchObject({ observe: true });
  });

  it("takes an alias whose anchor is there", () => {
    const desired = load(vaultStack("    fees: { fee: &share 5 %, burn: *share }\n"));
    expect(wantOf(desired, "fees.burn")).toMatchObject({ want: { exact: 5n } });
  });

  it("takes a file with CRLF, a byte order mark and comments", () => {
    const desired = load(`\uFEFF# comment\n${vaultStack("    paused: true # halted\n")}`.replaceAll("\n", "\r\n"));
    expect(wantOf(desired, "paused")).toMatchObject({ want: { exact: true } });
  });
});

describe("emergency: halt", () => {
  const stack = (body: string) => load(`emergency: halt\n${vaultStack(body)}`);

  it("pauses where nothing is written, and overrides what is", () => {
    for (const body of ["    minStake: 1 wei\n", "    paused: false\n", "    paused: { value: false }\n"]) {
      const paused = stack(body).modules[0]!.wants.filter(({ path }) => path === "paused");
      expect(paused).toMatchObject([{ want: { exact: true }, observe: false, at: { line: 1, column: 12 } }]);
    }
  });

  it("changes nothing that is only observed", () => {
    expect(wantOf(stack("    observe: true\n"), "paused")).toMatchObject({ want: { exact: true }, observe: true });
    expect(wantOf(stack("    paused: { value: false, observe: true }\n"), "paused")).toMatchObject({ observe: true });
  });

  const tolerated = (until: string) =>
    `${vaultStack("    paused: false\n")}\ndeviations:\n  - { path: vault.paused, reason: agreed, until: "${until}" }\n`;

  it("pauses also what was tolerated as running", () => {
    const [halted, normal] = ["halt", "none"].map((state) => load(`emergency: ${state}\n${tolerated("2999-01-01")}`));
    expect(wantOf(halted!, "paused")).toMatchObject({ want: { exact: true }, observe: false });
    expect(wantOf(halted!, "paused")).not.toHaveProperty("deviation");
    expect(wantOf(normal!, "paused")).toMatchObject({ observe: true, deviation: { reason: "agreed" } });
  });

  it("is held up by no day that is past and no service that is not configured, where somebody asks for nothing else", () => {
    const text = `${tolerated("2020-01-01")}approvals: { safeService: "\${SERVICE}" }\n`;
    expect(wantOf(load(text, {}, true), "paused")).toMatchObject({ want: { exact: true }, observe: false });
    expect(() => load(text)).toThrow(/ORD119[^]*ORD118/);
  });

  it("leaves alone what cannot be paused", () => {
    const desired = load(`emergency: halt
network: { chainId: 1, rpc: "https://example.org" }
modules: { thermostat: { kind: Thermostat, address: "${A}", temperature: 1 } }
`);
    expect(desired.modules[0]!.wants.map(({ path }) => path)).toEqual(["temperature"]);
  });
});

describe("the endpoint", () => {
  const stack = (rpc: string) => `network: { chainId: 1, rpc: "${rpc}" }\nmodules: {}\n`;

  it("comes from the environment, with a default", () => {
    expect(load(stack("${RPC:-http://a.example}")).network.rpc).toEqual([{ url: "http://a.example" }]);
    expect(load(stack("${RPC:-http://a.example}"), { RPC: "" }).network.rpc).toEqual([{ url: "http://a.example" }]);
    expect(load(stack("${RPC:-http://a.example}"), { RPC: "http://b.example" }).network.rpc).toEqual([
      { url: "http://b.example" },
    ]);
    expect(load(stack("https://c.example/${KEY}"), { KEY: "k" }).network.rpc).toEqual([{ url: "https://c.example/k" }]);
  });

  it("may be one of several, which have numbers for names", () => {
    const text = `network: { chainId: 1, rpc: ["\${A}", "https://b.example/\${KEY}"], quorum: 2 }\nmodules: {}\n`;
    const { network } = load(text, { A: "http://a.example", KEY: "hush" });
    expect(network.quorum).toBe(2);
    expect(network.rpc).toEqual([
      { url: "http://a.example", name: "endpoint 1 of 2" },
      { url: "https://b.example/hush", name: "endpoint 2 of 2" },
    ]);
    expect(JSON.stringify({ ...network, chainId: 1, startBlock: 0 }) + inspect(network)).not.toContain("example");
    expect(load(`network: { chainId: 1, rpc: ["http://a.example"] }\nmodules: {}\n`).network.rpc).toEqual([
      { url: "http://a.example" },
    ]);
  });

  it("is not another one because it is written otherwise", () => {
    const two = (a: string, b: string) => `network: { chainId: 1, rpc: ["${a}", "${b}"], quorum: 2 }\nmodules: {}\n`;
    for (const other of ["http://a.example/", "HTTP://A.example:80", " http://a.example", "http://a.example/#two"])
      expect(problemsOf(two("http://a.example", other))).toMatchObject([{ code: "ORD115", path: "network.rpc[1]" }]);
    for (const other of [
      "https://a.example",
      "http://a.example:8545",
      "http://a.example/two",
      "http://a.example?key=2",
    ])
      expect(load(two("http://a.example", other)).network.rpc).toHaveLength(2);
  });

  it("is in no inspection or serialization", () => {
    const { network, ...rest } = load(stack("https://c.example/${KEY}"), { KEY: "hush" });
    expect(network.rpc[0].url).toContain("hush");
    const plain = JSON.stringify({ network, rest }, (_key, value: unknown) =>
      typeof value === "bigint" ? `${value}` : value,
    );
    expect(plain + inspect({ network, rest }, { depth: 9 })).not.toContain("hush");
  });
});
