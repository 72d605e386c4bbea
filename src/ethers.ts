import { createRequire } from "node:module";

/*
 * What is used of ethers, from its CommonJS build: that loads in half the time. Its ES modules import `node:http`, and an
 * import looks at every export, one of which brings in all of fetch.
 */
const load = createRequire(import.meta.url);
const abi = load("ethers/abi") as typeof import("ethers/abi");
const address = load("ethers/address") as typeof import("ethers/address");
const crypto = load("ethers/crypto") as typeof import("ethers/crypto");
const hash = load("ethers/hash") as typeof import("ethers/hash");
const transaction = load("ethers/transaction") as typeof import("ethers/transaction");

export const { AbiCoder, ErrorFragment, EventFragment, Interface } = abi;
export type ErrorFragment = import("ethers/abi").ErrorFragment;
export type EventFragment = import("ethers/abi").EventFragment;
export type Interface = import("ethers/abi").Interface;
export type { ParamType, Result, TransactionDescription } from "ethers/abi";
export const { getAddress, isAddress } = address;
export const { keccak256, Signature, SigningKey } = crypto;
export type SigningKey = import("ethers/crypto").SigningKey;
export const { hashMessage, id } = hash;
export const { computeAddress, Transaction } = transaction;
export type Transaction = import("ethers/transaction").Transaction;
