import { constants, enableCompileCache } from "node:module";
import { join } from "node:path";
import { projectRoot } from "./project.ts";

/**
 * Keeps compiled code in `.cache/node`, which halves the time a preview spends on loading. To be called before the rest is
 * imported. Without a cache everything works as well, only slower.
 */
export function cacheCode(): void {
  const { status, message } = enableCompileCache(join(projectRoot(), ".cache", "node"));
  if (status === constants.compileCacheStatus.FAILED) console.error(`no cache of compiled code: ${message}`);
}
