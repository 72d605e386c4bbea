import type { Node } from "yaml";
import type { Network, RpcEndpoint } from "./desired.ts";
import { ENDPOINT, endpointIn } from "./interpolate.ts";
import { written, type Sheet } from "./sheet.ts";

/** One endpoint or several; each of several is another one, or a quorum of them would say nothing. */
export function endpointsAt(sheet: Sheet, node: Node, env: NodeJS.ProcessEnv): Network["rpc"] | undefined {
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
    const first = endpoints.findIndex((each) => reached(each.url) === reached(url));
    if (endpoints.length < nodes.length || first === index) continue;
    const expected = `another endpoint than ${nameOf(first, nodes.length)}`;
    sheet.report(nodes[index]!, { code: "ORD115", path: `${path}[${index}]`, found: "the same endpoint", expected });
  }
  const [first, ...others] = endpoints;
  if (nodes.length === 0) sheet.report(node, { code: "ORD118", path, found: "no endpoint", expected: "one or more" });
  return first && endpoints.length === nodes.length ? [first, ...others] : undefined;
}

/** What is asked in the end, however it is written: with or without the port of the scheme, a slash, or a fragment. */
function reached(url: string): string {
  const target = new URL(url);
  target.hash = "";
  return target.href;
}

function nameOf(index: number, count: number): string {
  return `endpoint ${index + 1} of ${count}`;
}

export function readUrl(sheet: Sheet, node: Node, path: string, env: NodeJS.ProcessEnv): string | undefined {
  const scalar = sheet.scalar(node, path, ENDPOINT);
  if (!scalar) return undefined;
  const url = endpointIn(written(scalar), env);
  if ("ok" in url) return url.ok;
  for (const problem of url.problems) sheet.report(node, { code: "ORD118", path, ...problem });
  return undefined;
}
