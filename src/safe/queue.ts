import { OrdinanceError } from "../errors.ts";
import type { Proposals } from "../diff/live.ts";
import type { Address } from "../kinds/value.ts";
import { ServiceLied, ServiceOfOtherChain, ServiceRefused, ServiceUnreachable } from "./errors.ts";
import { openSafeService, type SafeService } from "./service.ts";
import { SAFE_KEY_VARIABLE } from "../send/variables.ts";
import type { Desired } from "../stack/desired.ts";

/** What helps where a service fails, and what that leaves behind. */
type Remedy = (error: unknown) => string;

const NOTHING = "nothing was proposed; check the address, or try again";
/** What it is for waits at the service, maybe since a moment ago. */
const NOT_TAKEN = "the signature was not taken; run up again, which adds it to what waits";

/** What was sent to a service that does not answer may have arrived. */
function sending(refused: string): Remedy {
  const unsure = "it may have arrived all the same; run up again, which looks at what waits first";
  return (error) => (error instanceof ServiceUnreachable ? unsure : refused);
}

/** The service that the stack file names; undefined without one. @throws OrdinanceError ORD207. */
export async function serviceOf(desired: Desired): Promise<SafeService | undefined> {
  const service = await refusing(desired, () => open(desired));
  return service && numbered(desired, service);
}

/** The same service, whose failures are ORD207 and say what they leave behind. */
export function numbered(desired: Desired, service: SafeService): SafeService {
  return {
    chainId: () => refusing(desired, () => service.chainId()),
    pending: (safe) => refusing(desired, () => service.pending(safe)),
    propose: (proposal) => refusing(desired, () => service.propose(proposal), sending(NOTHING)),
    confirm: (hash, signature) => refusing(desired, () => service.confirm(hash, signature), sending(NOT_TAKEN)),
  };
}

async function open({ approvals, network }: Desired): Promise<SafeService | undefined> {
  const url = approvals.safeService;
  if (url === undefined) return undefined;
  const apiKey = process.env[SAFE_KEY_VARIABLE];
  return openSafeService({ chainId: network.chainId, url, ...(apiKey ? { apiKey } : {}) });
}

/**
 * What waits for signatures of each Safe. A service that does not answer is said to be unreachable; one that serves another
 * chain or states what is not so is refused.
 * @param nonces of the next transaction of each Safe: what lies below is done or void, whatever the service still says.
 */
export async function proposalsOf(
  desired: Desired,
  nonces: ReadonlyMap<Address, bigint>,
): Promise<ReadonlyMap<Address, Proposals>> {
  const found = new Map<Address, Proposals>();
  let service: SafeService | undefined;
  for (const [safe, nonce] of nonces) {
    try {
      service ??= await open(desired);
      if (!service) return found;
      const pending = await service.pending(safe);
      found.set(safe, { status: "read", pending: pending.filter(({ tx }) => tx.nonce >= nonce) });
    } catch (error) {
      if (!(error instanceof ServiceUnreachable)) throw refused(desired, error);
      found.set(safe, { status: "unreachable", reason: error.message });
    }
  }
  return found;
}

async function refusing<T>(desired: Desired, work: () => Promise<T>, remedy?: Remedy): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refused(desired, error, remedy);
  }
}

function refused(desired: Desired, error: unknown, remedy: Remedy = () => NOTHING): unknown {
  const ours = [ServiceUnreachable, ServiceRefused, ServiceOfOtherChain, ServiceLied].some(
    (kind) => error instanceof kind,
  );
  if (!ours) return error;
  return new OrdinanceError([
    {
      code: "ORD207",
      file: desired.file,
      path: "approvals.safeService",
      found: (error as Error).message,
      expected: `the transaction service of chain ${desired.network.chainId}`,
      remedy: remedy(error),
    },
  ]);
}
