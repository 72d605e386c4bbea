import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installingNode } from "./node.mjs";
import { findNpm, npmEnvironment } from "./npm.mjs";
import { executable, TOOLS } from "./paths.mjs";
import { capture } from "./process.mjs";
import { LANGUAGE_HOST, RESOURCE_HOST } from "./pulumi-found.mjs";

/** Where the downloader gets the installer; asked first, because a registry mirror has the downloader alone. */
const INSTALLER = "https://get.pulumi.com/install.sh";

const REACH_TIMEOUT_MS = 5_000;
const REGISTRY_TIMEOUT_MS = 60_000;
const DOWNLOAD_TIMEOUT_MS = 600_000;

/** @returns {Promise<string>} why the download site cannot be used; empty when it can */
async function unreachable() {
  try {
    const response = await fetch(INSTALLER, { method: "HEAD", signal: AbortSignal.timeout(REACH_TIMEOUT_MS) });
    return response.ok ? "" : `HTTP status ${response.status}`;
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return cause instanceof Error ? cause.message || cause.name : String(cause);
  }
}

/**
 * Downloads a release by Pulumi's own npm package.
 * @param {string} version
 * @param {string} target directory to be made
 * @param {(status: string) => void} report
 * @returns {Promise<string>} why it failed; empty when it did not
 */
export async function downloadPulumi(version, target, report) {
  const why = await unreachable();
  if (why !== "") return `${new URL(INSTALLER).host} cannot be reached: ${why}`;
  const place = mkdtempSync(join(TOOLS, "pulumi-download-"));
  try {
    const node = await installingNode();
    writeFileSync(join(place, "package.json"), JSON.stringify({ private: true, dependencies: { pulumi: version } }));
    const install = await capture(
      node,
      [findNpm(process.env), "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", place],
      { cwd: place, env: npmEnvironment(process.env), timeoutMs: REGISTRY_TIMEOUT_MS },
    );
    if (!install.ok) return `npm cannot install pulumi@${version}: ${install.why}\n${install.output}`;
    const home = join(place, "home");
    const run = await capture(node, [join(place, "node_modules", "pulumi", "run.js"), "version"], {
      cwd: place,
      env: { ...process.env, PULUMI_HOME: home, PULUMI_VERSION: version, PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
      onLine: report,
    });
    const bin = join(home, "versions", version, "bin");
    if (!run.ok) return `the download failed: ${run.why}\n${run.output}`;
    const script = process.platform === "win32" ? `${RESOURCE_HOST}.cmd` : RESOURCE_HOST;
    for (const name of [executable("pulumi"), executable(LANGUAGE_HOST), script]) {
      if (!existsSync(join(bin, name))) return `the downloaded release has no ${name}`;
    }
    renameSync(bin, target);
    return "";
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
