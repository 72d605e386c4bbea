import { vi } from "vitest";
import { main } from "../../src/cli/main.ts";

export interface CommandRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `ordinance <args>` in this process, as a program whose output is no terminal. */
export async function ordinance(...args: readonly string[]): Promise<CommandRun> {
  let [out, err] = ["", ""];
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation((part) => Boolean((out += String(part)))),
    vi.spyOn(process.stderr, "write").mockImplementation((part) => Boolean((err += String(part)))),
    vi.spyOn(console, "log").mockImplementation((text) => void (out += `${String(text)}\n`)),
    vi.spyOn(console, "error").mockImplementation((text) => void (err += `${String(text)}\n`)),
  ];
  try {
    const code = await main(["node", "ordinance", ...args]);
    return { code, out, err };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
