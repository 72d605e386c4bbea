import { existsSync, writeFileSync } from "node:fs";
import { adopt } from "../adopt/adopt.ts";
import { chainIdOf } from "../adopt/ask.ts";
import { parseGiven } from "../adopt/given.ts";
import { reportText } from "../adopt/report.ts";
import { httpTransport } from "../chain/transport.ts";
import { OrdinanceError } from "../errors.ts";
import { endpointIn, variableIn } from "../stack/interpolate.ts";
import { count } from "../stack/units.ts";
import { EXIT, verdictOf } from "./exit-codes.ts";

/** Where the file looks for its endpoint, unless another variable is named. */
const VARIABLE = "ORDINANCE_RPC_URL";
const PLACE = "ordinance adopt";

export interface AdoptFlags {
  /** A URL, or `${NAME}` of a variable of the environment that holds one. */
  readonly rpc: string;
  readonly chainId?: string;
  readonly startBlock: string;
  readonly out?: string;
  /** What is at `out` already is overwritten. */
  readonly force?: boolean;
  readonly stack?: string;
  /** `true` without paths. */
  readonly into?: true | string[];
  readonly write?: boolean;
  readonly json?: boolean;
}

const USAGE = "ordinance adopt takes addresses (and --out), or --stack with --into (and --write), and not both";

/** Writes a new stack file, or takes values into one that exists. */
export async function adoptCommand(addresses: readonly string[], flags: AdoptFlags): Promise<number> {
  const { stack, into, out, force, ...rest } = flags;
  if (stack === undefined && into === undefined && !flags.write) return writeNew(addresses, flags);
  if (stack === undefined || into === undefined || addresses.length > 0 || out !== undefined || force) {
    console.error(USAGE);
    return EXIT.refused;
  }
  const { adoptIntoCommand } = await import("./adopt-into.ts");
  return adoptIntoCommand({ ...rest, stack, paths: into === true ? [] : into });
}

/** The stack file of a live deployment on stdout or in `out`, the report on stderr. */
async function writeNew(addresses: readonly string[], flags: AdoptFlags): Promise<number> {
  const { rpc, out, force = false, json } = flags;
  const given = parseGiven(addresses);
  const startBlock = numberIn("--start-block", flags.startBlock);
  const wanted = flags.chainId === undefined ? undefined : numberIn("--chain-id", flags.chainId);
  const transport = httpTransport(urlIn(rpc));
  if (out !== undefined && !force && existsSync(out)) throw exists(out);
  const chainId = wanted ?? (await chainIdOf(transport));
  const variable = variableIn(rpc) ?? VARIABLE;
  const { text, report } = await adopt({ transport, chainId, addresses: given, startBlock, variable });
  if (out !== undefined) write(out, text, force);
  if (json) {
    const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
    console.log(JSON.stringify({ verdict: verdictOf(EXIT.clean), chainId, text, report }, plain, 2));
    return EXIT.clean;
  }
  if (out === undefined) process.stdout.write(text);
  console.error(reportText(report));
  if (out !== undefined) console.error(`Written to ${out}.`);
  return EXIT.clean;
}

function urlIn(rpc: string): string {
  const url = endpointIn(rpc, process.env);
  if ("ok" in url) return url.ok;
  throw new OrdinanceError(url.problems.map((problem) => ({ code: "ORD118", file: PLACE, path: "--rpc", ...problem })));
}

function numberIn(path: string, text: string): bigint {
  const parsed = count.parse(text);
  if ("ok" in parsed) return parsed.ok as bigint;
  throw new OrdinanceError([{ code: "ORD109", file: PLACE, path, ...parsed.problem }]);
}

function write(path: string, text: string, force: boolean): void {
  try {
    writeFileSync(path, text, { flag: force ? "w" : "wx" });
  } catch (error) {
    // Somebody else wrote it while the chain was read.
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw exists(path);
    throw error;
  }
}

function exists(path: string): OrdinanceError {
  const remedy = "another name, or --force; --stack and --into take single values into an existing file";
  return new OrdinanceError([{ code: "ORD122", file: path, found: "a file", expected: "none", remedy }]);
}
