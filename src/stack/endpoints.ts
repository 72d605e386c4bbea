import type { Node } from "yaml";
import type { Network, RpcEndpoint } from "./desired.ts";
import { interpolate } from "./interpolate.ts";
import { written, type Sheet } from "./sheet.ts";

/** One endpoint or several; each of several is another one, or a quorum of them would say nothing. */
export function readEndpoints(sheet: Sheet, node: Node, env: NodeJS.ProcessEnv): Network["rpc"] | undefined {
  const path = "network.rpc";
  const nodes = sheet.isList(node, path) ? sheet.items(node, path, "a list of endpoints") : undefined;
  if (!nodes) {
    const url = readUrl(sheet, node, path, env);
    return url === undefined ? undefined : [{ url }];
  }
  const found = nodes.map((item, index): RpcEndpoint | undefined => {
    const url = readUrl(sheet, item, `${path}[${index}]`, env);
    return url === undefined ? undefined : { url, ...(nodes.length > 1 && { name: nameOf(index, nodes.length) }) };
  });
  const endpoints = found.filter((each) => each !== undefined);
  for (const [index, { url }] of endpoints.entries()) {
    const first = endpoints.findIndex((each) => each.url === url);
    if (endpoints.length < nodes.length || first === index) continue;
    const expected = `another endpoint than ${nameOf(first, nodes.length)}`;
    sheet.report(nodes[index]!, { code: "ORD115", path: `${path}[${index}]`, found: "the same endpoint", expected });
  }
  const [first, ...others] = endpoints;
  if (nodes.length === 0) sheet.report(node, { code: "ORD118", path, found: "no endpoint", expected: "one or more" });
  return first && endpoints.length === nodes.length ? [first, ...others] : undefined;
}

function nameOf(index: number, count: number): string {
  return `endpoint ${index + 1} of ${count}`;
}

/** Nothing of the endpoint's address goes into a message: it may hold a secret wherever it comes from. */
export function readUrl(sheet: Sheet, node: Node, path: string, env: NodeJS.ProcessEnv): string | undefined {
  const expected = "an endpoint: http:// or https://, or ${NAME} of an environment variable that holds one";
  const scalar = sheet.scalar(node, path, expected);
  if (!scalar) return undefined;
  const { text, problems } = interpolate(written(scalar), env);
  for (const problem of problems) sheet.report(node, { code: "ORD118", path, ...problem });
  if (problems.length > 0) return undefined;
  if (URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol)) return text;
  sheet.report(node, { code: "ORD118", path, found: "something else (not shown, it may hold a secret)", expected });
  return undefined;
}
