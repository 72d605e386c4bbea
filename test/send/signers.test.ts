import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { encryptKeystoreJson, Transaction, Wallet } from "ethers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import type { Address } from "../../src/kinds/value.ts";
import type { UnsignedTransaction } from "../../src/send/signer.ts";
import { RpcError } from "../../src/send/rpc.ts";
import { loadSigners } from "../../src/send/signers.ts";
import { fakeRpc, fakeServer, type FakeServer } from "./support/rpcs.ts";
import { failure } from "./support/shown.ts";

const [first, second, third] = [0, 1, 2].map(localAccount) as [Account, Account, Account];
type Account = ReturnType<typeof localAccount>;
const passphrase = "correct horse battery staple";
const token = "s3cr3t-t0ken";
const tx: UnsignedTransaction = {
  chainId: 31337n,
  nonce: 7,
  to: "0x0000000000000000000000000000000000001001",
  data: "0xABCD",
  value: 5n,
  gas: 50_000n,
  maxFeePerGas: 20n,
  maxPriorityFeePerGas: 2n,
};

let folder: string;
let keystore: string;
let passwordFile: string;
const servers: FakeServer[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "signers-"));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  keystore = write(
    "operator.json",
    await encryptKeystoreJson({ address: second.address, privateKey: second.key }, passphrase, { scrypt: { N: 1024 } }),
  );
  passwordFile = write("passphrase", `${passphrase}\n`);
  write("wrong", "not the passphrase");
  write("not-a-keystore", `{"key":"${third.key}"}`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all(servers.map((server) => server.close()));
});

async function external(
  answer: (method: string, params: readonly unknown[]) => unknown,
): Promise<{ url: string; server: FakeServer }> {
  const server = await fakeServer(answer);
  servers.push(server);
  return { url: `http://user:${token}@127.0.0.1:${server.port}/v1/${token}?key=${token}`, server };
}

it("is content with nothing, and looks at nothing but what it is given", async () => {
  vi.stubEnv("ORDINANCE_PRIVATE_KEY", first.key);
  expect(await loadSigners({})).toEqual([]);
  expect(await loadSigners({ ORDINANCE_PRIVATE_KEY: " ", ORDINANCE_KEYSTORE: "" })).toEqual([]);
  vi.unstubAllEnvs();
});

it("loads one or several private keys and signs with them", async () => {
  const signers = await loadSigners({ ORDINANCE_PRIVATE_KEY: `${first.key}, ${second.key.slice(2)}` });
  expect(signers.map(({ address }) => address)).toEqual([first.address, second.address]);
  const { raw, hash } = await signers[1]!.sign!(tx);
  const signed = Transaction.from(raw);
  expect({ ...signed.toJSON(), from: signed.from }).toMatchObject({
    from: second.address,
    type: 2,
    nonce: 7,
    to: tx.to,
    data: "0xabcd",
    value: "5",
    gasLimit: "50000",
    chainId: "31337",
  });
  expect([signed.maxFeePerGas, signed.maxPriorityFeePerGas, signed.hash]).toEqual([20n, 2n, hash]);
  const rpc = fakeRpc({ eth_sendRawTransaction: (sent: string) => expect(sent).toBe(raw) });
  expect(await signers[1]!.send(tx, rpc)).toEqual({ raw, hash });
  expect(rpc.calls).toEqual(["eth_sendRawTransaction"]);
});

it("decrypts a keystore with a passphrase file that ends in a line break", async () => {
  const [signer] = await loadSigners({ ORDINANCE_KEYSTORE: keystore, ORDINANCE_KEYSTORE_PASSWORD_FILE: passwordFile });
  expect(signer!.address).toBe(second.address);
  expect(Transaction.from((await signer!.sign!(tx)).raw).from).toBe(second.address);
  expect(signer!.describe()).toBe(`keystore operator.json of ${second.address}`);
});

it("takes the accounts of an external signer, which signs and sends itself", async () => {
  const hash = `0x${"ab".repeat(32)}`;
  const { url, server } = await external(
    (method) =>
      ({ eth_accounts: [third.address.toLowerCase()], eth_chainId: "0x7a69", eth_sendTransaction: hash })[method],
  );
  const [signer] = await loadSigners({ ORDINANCE_SIGNER_URL: url });
  expect(signer!.address).toBe(third.address);
  expect("sign" in signer!).toBe(false);
  expect(await signer!.send(tx, fakeRpc({}))).toEqual({ hash });
  const sent = server.requests.find(({ method }) => method === "eth_sendTransaction")!;
  expect(sent.params).toEqual([
    {
      from: third.address,
      to: tx.to,
      data: tx.data,
      value: "0x5",
      nonce: "0x7",
      gas: "0xc350",
      maxFeePerGas: "0x14",
      maxPriorityFeePerGas: "0x2",
      chainId: "0x7a69",
    },
  ]);
  expect(sent.headers.authorization).toBe(`Basic ${Buffer.from(`user:${token}`).toString("base64")}`);
  expect(sent.path).toBe(`/v1/${token}?key=${token}`);
});

it("does not ask an external signer that is connected to another chain", async () => {
  const { url, server } = await external((method) => ({ eth_accounts: [third.address], eth_chainId: "0x1" })[method]);
  const [signer] = await loadSigners({ ORDINANCE_SIGNER_URL: url });
  expect((await failure(signer!.send(tx, fakeRpc({})))).message).toMatch(
    /ORD407 the external signer is connected to chain 1; expected chain 31337/,
  );
  expect(server.requests.map(({ method }) => method)).toEqual(["eth_accounts", "eth_chainId"]);
});

function clef(edit: (asked: Record<string, string>) => object = () => ({})) {
  return external(async (method, params) => {
    if (method === "account_list") return [third.address];
    if (method !== "account_signTransaction")
      throw new RpcError(method, { code: -32601, message: "the method does not exist" });
    const asked = params[0] as Record<string, string>;
    const { from: _from, gas, ...rest } = asked;
    const raw = await new Wallet(third.key).signTransaction({
      ...rest,
      nonce: Number(rest["nonce"]),
      gasLimit: gas!,
      type: 2,
      ...edit(asked),
    });
    return { raw, tx: {} };
  });
}

it("lets Clef sign, so that the transaction can be journaled before it is sent", async () => {
  const { url } = await clef(() => ({ gasLimit: 60_000, maxFeePerGas: 10 }));
  const [signer] = await loadSigners({ ORDINANCE_SIGNER_URL: url });
  const { raw, hash } = await signer!.sign!(tx);
  expect(Transaction.from(raw)).toMatchObject({
    from: third.address,
    hash,
    nonce: 7,
    data: "0xabcd",
    gasLimit: 60_000n,
  });
});

/** An account that lets other code act for it (EIP-7702). */
const DELEGATION = {
  ...{ address: "0x0000000000000000000000000000000000001009", chainId: 31337n, nonce: 0n },
  signature: { r: `0x${"11".repeat(32)}`, s: `0x${"11".repeat(32)}`, yParity: 0 as const },
};

it("refuses what was edited while it was approved", async () => {
  for (const [field, edit] of [
    ["to", { to: first.address }],
    ["data", { data: "0xabce" }],
    ["nonce", { nonce: 8 }],
    ["value", { value: 6 }],
    ["chainId", { chainId: 1 }],
    ["maxFeePerGas", { maxFeePerGas: 21 }],
    ["maxPriorityFeePerGas", { maxPriorityFeePerGas: 3 }],
    ["type", { type: 4, authorizationList: [DELEGATION] }],
  ] as const) {
    const { url } = await clef(() => edit);
    const [signer] = await loadSigners({ ORDINANCE_SIGNER_URL: url });
    expect((await failure(signer!.sign!(tx))).message).toMatch(
      new RegExp(`ORD407 the external signer changed ${field};`),
    );
  }
});

it("explains what Clef answers that is no signed transaction", async () => {
  const unsigned = Transaction.from({ type: 2, chainId: 31337, nonce: 7, to: tx.to, data: "0xabcd", value: 5 });
  for (const raw of ["0x02", "0xdeadbeef", unsigned.unsignedSerialized]) {
    const { url } = await external((method) =>
      method === "eth_accounts"
        ? Promise.reject(new RpcError(method, {}))
        : method === "account_list"
          ? [third.address]
          : { raw },
    );
    const [signer] = await loadSigners({ ORDINANCE_SIGNER_URL: url });
    expect((await failure(signer!.sign!(tx))).message).toMatch(/signed what is no transaction|ORD407 .* changed from/);
  }
});

it("lists all signers, each address once, keys first", async () => {
  const { url } = await external(() => [first.address, second.address, third.address]);
  const signers = await loadSigners({
    ORDINANCE_PRIVATE_KEY: first.key,
    ORDINANCE_KEYSTORE: keystore,
    ORDINANCE_KEYSTORE_PASSWORD_FILE: passwordFile,
    ORDINANCE_SIGNER_URL: url,
  });
  expect(signers.map((each) => each.describe().split(" ")[0])).toEqual(["key", "keystore", "external"]);
  expect(signers.map(({ address }) => address)).toEqual([
    first.address,
    second.address,
    third.address,
  ] satisfies Address[]);
});

it("shows no secret of a signer, however it is shown", async () => {
  const { url } = await external((method) => ({ eth_accounts: [third.address] })[method]);
  const { url: clefUrl } = await clef();
  const signers = [
    ...(await loadSigners({
      ORDINANCE_PRIVATE_KEY: first.key,
      ORDINANCE_KEYSTORE: keystore,
      ORDINANCE_KEYSTORE_PASSWORD_FILE: passwordFile,
      ORDINANCE_SIGNER_URL: url,
    })),
    ...(await loadSigners({ ORDINANCE_SIGNER_URL: clefUrl })),
  ];
  expect(signers).toHaveLength(4);
  for (const signer of signers) {
    const shown = [
      inspect(signer, { depth: 20, showHidden: true }),
      inspect({ in: [signer] }),
      JSON.stringify(signer),
      signer.describe(),
      JSON.stringify(Object.getOwnPropertyDescriptors(signer)),
    ].join("\n");
    expect(shown).toContain(signer.address);
    for (const secret of secrets()) expect(shown).not.toContain(secret);
  }
});

it.each([
  [
    "a key that is too short",
    () => ({ ORDINANCE_PRIVATE_KEY: `${first.key},${second.key.slice(0, -1)}` }),
    /^ORDINANCE_PRIVATE_KEY ORD407 entry 2 of 2 is not a private key; expected 64/,
  ],
  ["a key that is no number of the curve", () => ({ ORDINANCE_PRIVATE_KEY: "f".repeat(64) }), /ORD407 entry 1 of 1/],
  ["zero as a key", () => ({ ORDINANCE_PRIVATE_KEY: "0".repeat(64) }), /ORD407 entry 1 of 1/],
  ["a phrase as a key", () => ({ ORDINANCE_PRIVATE_KEY: passphrase }), /ORD407 entry 1 of 1/],
  [
    "a keystore without passphrase",
    () => ({ ORDINANCE_KEYSTORE: keystore }),
    /^ORDINANCE_KEYSTORE_PASSWORD_FILE ORD407 0 passphrase files for 1 keystores/,
  ],
  [
    "a wrong passphrase",
    () => ({ ORDINANCE_KEYSTORE: keystore, ORDINANCE_KEYSTORE_PASSWORD_FILE: join(folder, "wrong") }),
    /^ORDINANCE_KEYSTORE ORD407 .*operator\.json cannot be decrypted; expected the passphrase in .*wrong to fit/,
  ],
  [
    "a file that is no keystore",
    () => ({ ORDINANCE_KEYSTORE: join(folder, "not-a-keystore"), ORDINANCE_KEYSTORE_PASSWORD_FILE: passwordFile }),
    /not-a-keystore is not a keystore file/,
  ],
  [
    "a keystore that is not there",
    () => ({ ORDINANCE_KEYSTORE: join(folder, "none"), ORDINANCE_KEYSTORE_PASSWORD_FILE: passwordFile }),
    /none cannot be read \(ENOENT\)/,
  ],
  [
    "an address without scheme",
    () => ({ ORDINANCE_SIGNER_URL: `localhost/${token}` }),
    /^ORDINANCE_SIGNER_URL ORD407 the endpoint is not an http or https address/,
  ],
  [
    "a signer that nobody runs",
    () => ({ ORDINANCE_SIGNER_URL: `http://127.0.0.1:1/${token}` }),
    /ORD407 eth_accounts: 127\.0\.0\.1:1 did not answer/,
  ],
])("explains %s without showing it", async (_what, env, message) => {
  const error = await failure(loadSigners(env()));
  expect(error.message).toMatch(message);
  for (const secret of secrets()) expect(error.shown).not.toContain(secret);
});

it("explains an external signer that is no signer", async () => {
  const refusing = await external((method) =>
    Promise.reject(new RpcError(method, { code: -32000 }, `no project ${token}`)),
  );
  const error = await failure(loadSigners({ ORDINANCE_SIGNER_URL: refusing.url }));
  expect(error.message).toMatch(/^ORDINANCE_SIGNER_URL ORD407 account_list: account_list: no project \[redacted\]/);
  expect(error.shown).not.toContain(token);
  const odd = await external(() => ["0x12"]);
  expect((await failure(loadSigners({ ORDINANCE_SIGNER_URL: odd.url }))).message).toMatch(/is not a list of addresses/);
});

/** Keys and the like; keys in either case and without prefix. */
function secrets(): string[] {
  const keys = [first, second, third].map(({ key }) => key.slice(2));
  return [
    ...keys,
    ...keys.map((key) => key.toUpperCase()),
    ...keys.map((key) => key.slice(0, -1)),
    passphrase,
    "not the passphrase",
    token,
    "f".repeat(64),
  ];
}
