import { chmodSync, copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { findAll, pathOf } from "./path.mjs";
import { executable, ROOT, TOOLS } from "./paths.mjs";
import { capture } from "./process.mjs";
import { LANGUAGE_HOST } from "./pulumi-found.mjs";
import { atLeast } from "./version.mjs";

/** Host first: it takes seconds and fails early where modules cannot be had. */
const PROGRAMS = [
  {
    name: LANGUAGE_HOST,
    module: "tools/pulumi/language-nodejs",
    source: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  },
  { name: "pulumi", module: "tools/pulumi/cli", source: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
];

/** @returns {string} oldest Go that builds every module */
export function goFloor() {
  const floors = PROGRAMS.map(({ module }) => {
    const found = /^go (\S+)$/m.exec(readFileSync(join(ROOT, module, "go.mod"), "utf8"))?.[1];
    if (found === undefined) throw new Error(`${module}/go.mod has no go line`);
    return found;
  });
  return floors.reduce((a, b) => (atLeast(a, b) ? a : b));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ go: string } | string>} a string says why there is none
 */
export async function findGo(env) {
  const go = findAll("go", pathOf(env))[0];
  const floor = goFloor();
  if (go === undefined) return `no Go on the PATH (>=${floor} would build it)`;
  // Asked outside the modules: inside, an old Go would answer for the newer toolchain it wants to fetch.
  const { ok, output, why } = await capture(go, ["env", "GOVERSION"], {
    cwd: tmpdir(),
    env: { ...env, GOTOOLCHAIN: "local" },
  });
  if (!ok) return `${go} fails (${why}): ${output}`;
  return atLeast(output, floor) ? { go } : `${go} is ${output.trim()}, older than ${floor}`;
}

/**
 * Builds the command line tool and the language host from their pinned modules.
 * @param {string} go
 * @param {string} version
 * @param {string} resourceHost the SDK's host of dynamic providers
 * @param {string} target directory to be made
 * @param {(status: string) => void} report
 * @returns {Promise<string>} why it failed; empty when it did not
 */
export async function buildPulumi(go, version, resourceHost, target, report) {
  const place = mkdtempSync(join(TOOLS, "pulumi-build-"));
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  try {
    for (const { name, module, source } of PROGRAMS) {
      let compiled = 0;
      report(`${name}: go build`);
      const { ok, output, why } = await capture(
        go,
        ["build", "-v", "-trimpath", "-ldflags", flags, "-o", join(place, executable(name)), source],
        {
          cwd: join(ROOT, module),
          env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false", GOWORK: "off" },
          onLine: (line) => {
            if (line.startsWith("go: ")) report(`${name}: ${line.slice(4)}`);
            else report(`${name}: ${++compiled} packages compiled, now ${line}`);
          },
        },
      );
      if (!ok) return `go build of ${name} failed (${why}):\n${output}`;
    }
    // As in a release: a host of dynamic providers that does not lie beside the engine makes it warn at every preview.
    copyFileSync(resourceHost, join(place, basename(resourceHost)));
    chmodSync(place, 0o755);
    renameSync(place, target);
    return "";
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
