import { expect, it, vi } from "vitest";
import type { Desired } from "../../src/stack/desired.ts";
import { ServiceRefused, ServiceUnreachable } from "../../src/safe/errors.ts";
import { serviceOf } from "../../src/safe/queue.ts";
import type { Proposal, SafeService } from "../../src/safe/service.ts";

const failing = vi.hoisted(() => ({ error: new Error() }));
vi.mock("../../src/safe/service.ts", () => {
  const fails = () => Promise.reject(failing.error);
  const service: SafeService = { chainId: fails, pending: fails, propose: fails, confirm: fails };
  return { openSafeService: () => Promise.resolve(service) };
});

const desired = {
  file: "stacks/x.yaml",
  approvals: { safeService: "https://service.example/api" },
  network: { chainId: 1n },
} as unknown as Desired;

async function said(work: (service: SafeService) => Promise<unknown>): Promise<string> {
  const service = await serviceOf(desired);
  return work(service!).then(() => "nothing", String);
}

it("says that nothing was proposed only where that is so", async () => {
  const propose = (service: SafeService) => service.propose({} as Proposal);
  const confirm = (service: SafeService) => service.confirm("0x", "0x");
  const none = /ORD207 .*nothing was proposed/;

  failing.error = new ServiceUnreachable("proposal: service.example did not answer in time");
  expect(await said((service) => service.pending("0x"))).toMatch(none);
  for (const sends of [propose, confirm]) {
    expect(await said(sends)).toMatch(
      /ORD207 .* did not answer in time.*\(it may have arrived all the same; run up again/,
    );
    expect(await said(sends)).not.toMatch(none);
  }

  failing.error = new ServiceRefused("proposal: service.example answered with status 422", 422);
  expect(await said(propose)).toMatch(none);
  // What was proposed before it waits there.
  expect(await said(confirm)).toMatch(/ORD207 .*\(the signature was not taken/);
});
