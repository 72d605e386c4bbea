import { HDNodeWallet, Mnemonic } from "ethers";
import type { Address, Hex } from "../kinds/value.ts";

/** The phrase every development chain starts with. Its keys are public: they own nothing anywhere else. */
const PHRASE = "test test test test test test test test test test test junk";

export interface LocalAccount {
  readonly address: Address;
  readonly key: Hex;
}

/** Account `index` of the embedded chain: 0 operator, 1 guardian, 2 council, 3 treasury; the others are strangers. */
export function localAccount(index: number): LocalAccount {
  const wallet = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(PHRASE), `m/44'/60'/0'/0/${index}`);
  return { address: wallet.address as Address, key: wallet.privateKey as Hex };
}
