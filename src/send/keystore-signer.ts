import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { decryptKeystoreJson, isKeystoreJson } from "ethers/wallet";
import { ethers } from "../ethers.ts";
import { unusable } from "./codes.ts";
import { KeySigner } from "./key-signer.ts";
import type { Signer } from "./signer.ts";
import { KEYSTORE_VARIABLE, PASSWORD_VARIABLE } from "./variables.ts";

/**
 * Decrypts keystore files (Web3 Secret Storage).
 * @param keystores paths, separated by commas.
 * @param passwords path of the passphrase file, or one for each keystore, separated by commas.
 * @throws OrdinanceError (ORD407) that names files, never their contents.
 */
export async function keystoreSigners(keystores: string, passwords: string | undefined): Promise<readonly Signer[]> {
  const files = listed(keystores);
  const passwordFiles = listed(passwords ?? "");
  const [shared] = passwordFiles;
  if (shared === undefined || (passwordFiles.length !== 1 && passwordFiles.length !== files.length)) {
    throw unusable(PASSWORD_VARIABLE, {
      code: "ORD407",
      found: `${passwordFiles.length} passphrase files for ${files.length} keystores`,
      expected: "the path of one passphrase file, or of one for each keystore",
    });
  }
  const signers: Signer[] = [];
  for (const [index, file] of files.entries()) {
    signers.push(await decrypt(file, passwordFiles[index] ?? shared));
  }
  return signers;
}

async function decrypt(file: string, passwordFile: string): Promise<Signer> {
  const json = await contents(KEYSTORE_VARIABLE, file);
  // An editor ends the file with a line break that is no part of the passphrase.
  const passphrase = (await contents(PASSWORD_VARIABLE, passwordFile)).replace(/\r?\n$/, "");
  const refuse = (found: string, expected: string) =>
    unusable(KEYSTORE_VARIABLE, { code: "ORD407", found: `${file} ${found}`, expected });
  if (!isKeystoreJson(json)) throw refuse("is not a keystore file", "Web3 Secret Storage, version 3");
  let key: string;
  try {
    key = (await decryptKeystoreJson(json, passphrase)).privateKey;
  } catch (error) {
    // The original error is not passed on: it may carry the passphrase.
    if (/password/i.test((error as Error).message))
      throw refuse("cannot be decrypted", `the passphrase in ${passwordFile} to fit`);
    throw refuse("is damaged", "a keystore file with a supported cipher and a matching address");
  }
  return new KeySigner(new (ethers("crypto").SigningKey)(key), `keystore ${basename(file)}`);
}

async function contents(variable: string, file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw unusable(variable, {
      code: "ORD407",
      found: `${file} cannot be read (${code ?? "unknown cause"})`,
      expected: "a readable file",
    });
  }
}

function listed(variable: string): string[] {
  return variable
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}
