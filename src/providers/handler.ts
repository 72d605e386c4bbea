import { flushCompileCache } from "node:module";
import { cacheCode } from "../code-cache.ts";
import { importNeighboursDirectly } from "../neighbours.ts";

/** Entry of the provider process: see `providerStub`. */
cacheCode();
importNeighboursDirectly();
export const { facet, changeSet } = await import("./logic.ts");
// The engine ends this process with a signal, so nothing may be left for its exit.
flushCompileCache();
