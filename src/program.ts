import { flushCompileCache } from "node:module";
import { cacheCode } from "./code-cache.ts";

cacheCode();
await import("./govern.ts");
flushCompileCache();
