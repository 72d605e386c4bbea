import { expect, it } from "vitest";
import type { Desired } from "../../src/stack/desired.ts";
import { ServiceRefused, ServiceUnreachable } from "../../src/safe/errors.ts";
import { numbered } from "../../src/safe/queue.ts";
import type { Proposal, SafeService } from "../../src/safe/service.ts";

const desired = { file: "stacks/x.yaml", network: { chainId: 1n } } as unknown as Desired;

/** What a service that fails with `error` is said to do. */
function said(error: Error, work: (service: SafeService) => Promise<unknown>): Promise<string> {
  const fails = () => Promise.reject(error);
  const service = numbered(desired, { chainId: fails, pending: fails, propose: fails, confirm: fails });
  return work(service).then(() => "nothing", String);
}

it("says that nothing was proposed only where that is so", async () => {
  const propose = (service: SafeService) => service.propose({} as Proposal);
  const confirm = (service: SafeService) => service.confirm("0x", "0x");
  const none = /ORD207 .*nothing was proposed/;

  const silent = new ServiceUnreachable("proposal: service.example did not answer in time");
  expect(await said(silent, (service) => service.pending("0x"))).toMatch(none);
  for (const sends of [propose, confirm]) {
    expect(await said(silent, sends)).toMatch(
      /ORD207 .* did not answer in time.*\(it may have arrived all the same; run up again/,
    );
    expect(await said(silent, sends)).not.toMatch(none);
  }

  const refusal = new ServiceRefused("proposal: service.example answered with status 422", 422);
  expect(await said(refusal, propose)).toMatch(none);
  // What was proposed before it waits there.
  expect(await said(refusal, confirm)).toMatch(/ORD207 .*\(the signature was not taken/);
});
