import { flushCompileCache } from "node:module";
import { cacheCode } from "./code-cache.ts";
import { importNeighboursDirectly } from "./neighbours.ts";

cacheCode();
importNeighboursDirectly();
await import("./govern.ts");
flushCompileCache();
