/** Block explorers of public chains, by chain id. A chain that is not here is not linked. */
const EXPLORERS: Readonly<Record<string, string>> = {
  "1": "https://etherscan.io",
  "10": "https://optimistic.etherscan.io",
  "56": "https://bscscan.com",
  "100": "https://gnosisscan.io",
  "137": "https://polygonscan.com",
  "8453": "https://basescan.org",
  "42161": "https://arbiscan.io",
  "43114": "https://snowscan.xyz",
  "59144": "https://lineascan.build",
  "84532": "https://sepolia.basescan.org",
  "421614": "https://sepolia.arbiscan.io",
  "11155111": "https://sepolia.etherscan.io",
  "11155420": "https://sepolia-optimism.etherscan.io",
};

/** The page of a transaction, where an explorer of the chain is known. */
export function transactionUrl(chainId: string, hash: string): string | undefined {
  const explorer = Object.hasOwn(EXPLORERS, chainId) ? EXPLORERS[chainId] : undefined;
  return explorer === undefined ? undefined : `${explorer}/tx/${hash}`;
}
