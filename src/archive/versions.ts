import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** What an archive was made with. */
export interface Versions {
  readonly ordinance: string;
  readonly node: string;
  readonly pulumi: string;
  /** The project's commit, and whether anything tracked or new differs from it; absent outside of a repository. */
  readonly git?: { readonly commit: string; readonly clean: boolean };
}

/** @param root folder of the project that is governed. */
export function versionsOf(root: string): Versions {
  const require = createRequire(import.meta.url);
  const git = gitOf(root);
  return {
    ordinance: versionIn(new URL("../../package.json", import.meta.url)),
    node: process.versions.node,
    pulumi: versionIn(require.resolve("@pulumi/pulumi/package.json")),
    ...(git && { git }),
  };
}

function versionIn(file: string | URL): string {
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

function gitOf(root: string): Versions["git"] {
  const git = (...args: readonly string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  let commit: string;
  try {
    commit = git("rev-parse", "HEAD");
  } catch (error) {
    // 128: no repository, or none with a commit. ENOENT: no git here, and so nothing to tell.
    const { status, code } = error as { status?: number; code?: string };
    if (status === 128 || code === "ENOENT") return undefined;
    throw error;
  }
  return { commit, clean: git("status", "--porcelain") === "" };
}
