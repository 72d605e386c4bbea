/** Which provider a resource belongs to. */
export type ProviderName = "facet" | "changeSet";

/**
 * The provider code that the engine keeps in the state and runs for ever after. It is constant and knows nothing: the
 * logic is imported at run time from this package, so that an upgrade reaches old resources and no closure, key or
 * endpoint is ever serialized.
 */
export function providerStub(name: ProviderName): string {
  return `exports.handler=async()=>(await import("ordinance/provider")).${name}`;
}
