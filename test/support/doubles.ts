import { ContractFactory, dataLength, id, toBeHex, zeroPadValue } from "ethers";
import type { InProcessChain } from "./inprocess.ts";

/** Contracts that stand in for the neighbours of a module, written in EVM code so that no artifact is needed. */

/** Deploy `runtime` (hex without prefix) as it is and return its address. */
export async function deployRuntime(chain: InProcessChain, runtime: string): Promise<string> {
  const size = toBeHex(dataLength(`0x${runtime}`), 2).slice(2);
  // PUSH2 size, DUP1, PUSH1 10 (the length of this header), PUSH0, CODECOPY, PUSH0, RETURN
  const deployed = await new ContractFactory([], `0x61${size}80600a5f395ff3${runtime}`, chain.accounts[0]).deploy();
  await deployed.waitForDeployment();
  return deployed.getAddress();
}

/** Answers every call with `word`: 2 is a module of the right version, 1 an exempt policy, 0 neither. */
export function answering(chain: InProcessChain, word: number): Promise<string> {
  return deployRuntime(chain, `60${toBeHex(word, 1).slice(2)}5f5260205ff3`);
}

/** Answers every call with an empty string, which is 64 bytes long. */
export function answeringText(chain: InProcessChain): Promise<string> {
  return deployRuntime(chain, "60205f5260405ff3");
}

/** Logs the calldata of every call, and answers nothing. */
export function recording(chain: InProcessChain): Promise<string> {
  return deployRuntime(chain, "365f5f37365fa000");
}

/** Answers `version()` with 2 and refuses anything else with `OwnableUnauthorizedAccount(caller)`. */
export function ownedByAnother(chain: InProcessChain): Promise<string> {
  const version = id("version()").slice(2, 10);
  const refusal = id("OwnableUnauthorizedAccount(address)").slice(2, 10);
  const answer = "5b60025f5260205ff3";
  const refuse = `63${refusal}60e01b5f523360045260245ffd`;
  // PUSH0, CALLDATALOAD, PUSH1 e0, SHR, PUSH4 selector, EQ, PUSH1 target, JUMPI
  const head = (target: number): string => `5f3560e01c63${version}1460${toBeHex(target, 1).slice(2)}57`;
  const target = (head(0).length + refuse.length) / 2;
  return deployRuntime(chain, `${head(target)}${refuse}${answer}`);
}

/** An address with nothing behind it, distinct for each number. */
export function plainAddress(number: number): string {
  return zeroPadValue(toBeHex(0x1000 + number), 20);
}
