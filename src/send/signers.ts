import type { Address } from "../kinds/value.ts";
import { keySigners } from "./key-signer.ts";
import type { Signer } from "./signer.ts";
import { KEY_VARIABLE, KEYSTORE_VARIABLE, PASSWORD_VARIABLE, URL_VARIABLE } from "./variables.ts";

/**
 * Every signer that `env` configures, in the order keys, keystores, external signer; the first of an address counts.
 * Nothing else in the project reads these variables, and nothing is read or decrypted before this is called.
 * @throws OrdinanceError (ORD407) if something that is configured cannot be used.
 */
export async function loadSigners(env: Readonly<Record<string, string | undefined>>): Promise<readonly Signer[]> {
  const found = new Map<Address, Signer>();
  const add = (signers: readonly Signer[]) => {
    for (const signer of signers) if (!found.has(signer.address)) found.set(signer.address, signer);
  };
  const [key, keystore, url] = [KEY_VARIABLE, KEYSTORE_VARIABLE, URL_VARIABLE].map((name) => env[name]?.trim());
  if (key) add(keySigners(key));
  // What opens keystores takes longer to load than an emergency should wait.
  if (keystore) add(await (await import("./keystore-signer.ts")).keystoreSigners(keystore, env[PASSWORD_VARIABLE]));
  if (url) add(await (await import("./external-signer.ts")).externalSigners(url));
  return [...found.values()];
}
