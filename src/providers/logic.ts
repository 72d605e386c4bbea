import { changeSetLogic } from "./change-set.ts";
import { facetLogic } from "./facet.ts";
import { Provider } from "./provider.ts";

export const facet = new Provider(facetLogic);
export const changeSet = new Provider(changeSetLogic);
