import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { matchesLock } from "../../tools/setup/install.mjs";
import { nodePackage } from "../../tools/setup/node.mjs";
import { npmEnvironment } from "../../tools/setup/npm.mjs";
import { readPins } from "../../tools/setup/pins.mjs";

const ROOT = join(import.meta.dirname, "..", "..");
const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));

describe("packages against the lock file", () => {
  const locked = {
    "": { version: "1" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "2.0.0", optional: true },
  };
  it("accepts the locked versions, without another platform's package", () => {
    expect(matchesLock(locked, { "node_modules/a": { version: "1.0.0" } })).toBe(true);
  });
  it("refuses another version, also of an optional package", () => {
    expect(matchesLock(locked, { "node_modules/a": { version: "1.0.1" } })).toBe(false);
    expect(
      matchesLock(locked, { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.0.0" } }),
    ).toBe(false);
  });
  it("refuses when a package is missing", () => {
    expect(matchesLock(locked, {})).toBe(false);
  });
});

describe("the project's lock file", () => {
  it.each([
    ["linux", "x64"],
    ["linux", "arm64"],
    ["win32", "x64"],
  ])("has Node 24 for %s %s, with a checksum", (platform, arch) => {
    const node = nodePackage(lock, platform, arch);
    expect(node?.version).toMatch(/^24\./);
    expect(node?.entry["integrity"]).toMatch(/^sha512-/);
  });
  it("has no Node for macOS, which uses its own", () => {
    expect(nodePackage(lock, "darwin", "arm64")).toBeUndefined();
  });
  it.each(["darwin-arm64", "darwin-x64", "linux-arm64-gnu", "linux-x64-gnu", "linux-x64-musl", "win32-x64-msvc"])(
    "has the embedded chain for %s",
    (platform) => {
      expect(lock.packages).toHaveProperty([`node_modules/@nomicfoundation/edr-${platform}`]);
    },
  );
  it("names no place to download from", () => {
    expect(Object.values<object>(lock.packages).filter((entry) => "resolved" in entry)).toEqual([]);
  });
});

it("has one version of the engine, its SDK and the module it is built from", () => {
  const pins = readPins(ROOT);
  expect(lock.packages["node_modules/@pulumi/pulumi"].version).toBe(pins.pulumi);
});

it("keeps from npm in another directory what names this one, but not the user's settings", () => {
  const env = { npm_config_local_prefix: "/here", npm_package_name: "x", npm_config_cache: "/cache", HOME: "/root" };
  expect(npmEnvironment(env)).toEqual({ npm_config_cache: "/cache", HOME: "/root" });
});
