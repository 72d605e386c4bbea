import type { Live, LiveModule, Proposals } from "../diff/live.ts";
import type { Desired } from "../stack/desired.ts";
import { withoutUrls } from "../stack/units/quoted.ts";
import { endpointOf } from "./answers.ts";

type Endpoints = Pick<Desired, "network" | "approvals">;

/**
 * The same, and no reason why something is not known holds the address of an endpoint or of the service, or any part of one that
 * may be a secret: reports are shown to more people than an error on a terminal, and reasons may quote what came from outside.
 */
export function withoutEndpoints(live: Live, declared: Endpoints): Live {
  const clean = cleaner(declared);
  const modules = new Map([...live.modules].map(([name, module]) => [name, cleanModule(module, clean)]));
  const authorities = new Map([...live.authorities].map(([at, module]) => [at, cleanModule(module, clean)]));
  const scan = { ...live.scan, gaps: live.scan.gaps.map(clean) };
  if (!live.proposals) return { ...live, modules, authorities, scan };
  const proposals = new Map(
    [...live.proposals].map(([safe, each]): [typeof safe, Proposals] => [
      safe,
      each.status === "unreachable" ? { ...each, reason: clean(each.reason) } : each,
    ]),
  );
  return { ...live, modules, authorities, scan, proposals };
}

type Clean = (text: string) => string;

/** Takes out everything of the endpoints of a stack, and any other URL. */
export function cleaner({ network, approvals }: Endpoints): Clean {
  const urls = [...network.rpc.map(({ url }) => url), approvals.safeService ?? ""].filter((url) => URL.canParse(url));
  const parsed = urls.map((url) => new URL(url));
  // With its port before it is taken without.
  const hosts = parsed
    .flatMap(({ host, hostname }) => [host, hostname])
    .filter((host) => host !== "")
    .sort((one, other) => other.length - one.length);
  const redactions = urls.map((url) => endpointOf(url).redact);
  return (text) => {
    const bare = withoutUrls(text);
    const parts = redactions.reduce((left, redact) => redact(left), bare);
    return hosts.reduce((left, host) => left.replaceAll(host, "<host>"), parts);
  };
}

function cleanModule(module: LiveModule, clean: Clean): LiveModule {
  if (module.unreadable.size === 0) return module;
  return { ...module, unreadable: new Map([...module.unreadable].map(([key, reason]) => [key, clean(reason)])) };
}
