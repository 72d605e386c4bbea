import { changeSetLogic } from "./change-set.ts";
import { facetLogic } from "./facet.ts";
import { Provider } from "./provider.ts";

/** Entry of the provider process: see `providerStub`. */
export const facet = new Provider(facetLogic);
export const changeSet = new Provider(changeSetLogic);
