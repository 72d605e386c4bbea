import { parseDocument, isNode } from "yaml";
import { partsOf } from "../chain/answers.ts";
import { OrdinanceError } from "../errors.ts";
import { KEY_VARIABLE, SAFE_KEY_VARIABLE, URL_VARIABLE } from "../send/variables.ts";
import type { Desired } from "../stack/desired.ts";
import type { Files } from "./manifest.ts";

const LEFT_OUT = '"left out of the archive"';
/** Where a stack file may hold an endpoint. */
const ENDPOINTS = [
  ["network", "rpc"],
  ["approvals", "safeService"],
] as const;
const VARIABLES = [
  ...[KEY_VARIABLE, URL_VARIABLE, SAFE_KEY_VARIABLE],
  ...["GITHUB_TOKEN", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_ACCESS_TOKEN"],
];
/** Shorter parts of an endpoint's address are words, not tokens. */
const SHORTEST = 8;

/** The text of a stack file without its endpoints, also where a comment or a default names one. */
export function withoutEndpoints(text: string): string {
  const document = parseDocument(text);
  const ranges = ENDPOINTS.flatMap((path) => {
    const node: unknown = document.getIn(path, true);
    return isNode(node) && node.range ? [node.range] : [];
  }).sort(([one], [other]) => other - one);
  const cut = ranges.reduce((now, [from, to]) => `${now.slice(0, from)}${LEFT_OUT}${now.slice(to)}`, text);
  return cut.replace(/https?:\/\/[^\s"'`<>\]},]+/gi, "(left out of the archive)");
}

/**
 * What must not be in an archive: keys, passphrases, tokens, and the endpoints with the parts that may be tokens.
 * @param desired as it was loaded: an endpoint that is down is a secret, too.
 */
export function secretsOf({ network, approvals }: Desired, env: NodeJS.ProcessEnv): readonly string[] {
  const set = VARIABLES.flatMap((name) => (env[name] ?? "").split(",")).map((each) => each.trim().replace(/^0x/i, ""));
  const endpoints = [...network.rpc.map(({ url }) => url), approvals.safeService ?? ""].filter((each) => each !== "");
  const parts = [...endpoints, env[URL_VARIABLE] ?? ""].flatMap(partsOf);
  return [...new Set([...set, ...endpoints, ...parts])].filter((each) => each.length >= SHORTEST);
}

/** Refuses an archive that would give something away, and names the file, never what it holds. ORD129. */
export function requireNoSecrets(files: Files, secrets: readonly string[]): void {
  const sought = secrets.map((each) => each.toLowerCase());
  const leaking = [...files].filter(([path, bytes]) => {
    const text = `${path}\n${bytes.toString("latin1")}`.toLowerCase();
    return sought.some((secret) => text.includes(Buffer.from(secret).toString("latin1")));
  });
  if (leaking.length === 0) return;
  throw new OrdinanceError(
    leaking.map(([path]) => ({
      code: "ORD129" as const,
      file: path,
      found: "a key, a passphrase, a token or an endpoint of this environment",
      expected: "nothing that is secret: an archive is passed on",
      remedy: "nothing was written; remove it from the file that it comes from",
    })),
  );
}
