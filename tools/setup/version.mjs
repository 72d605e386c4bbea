/** @typedef {readonly [major: number, minor: number, patch: number]} Version */

/**
 * The first `x.y.z` of a text such as `v3.259.0` or `go1.26.8`; a missing patch number counts as 0.
 * @param {string} text
 * @returns {Version | undefined}
 */
export function parseVersion(text) {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
}

/**
 * @param {Version} a
 * @param {Version} b
 * @returns {number} below 0 when `a` is older, above 0 when it is newer
 */
export const compareVersions = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/**
 * @param {string} text
 * @param {string} floor
 */
export function atLeast(text, floor) {
  const [version, least] = [parseVersion(text), parseVersion(floor)];
  return version !== undefined && least !== undefined && compareVersions(version, least) >= 0;
}

/**
 * At least `floor` and of the same major version: a new major may change state and protocol.
 * @param {string} text
 * @param {string} floor
 */
export const suitable = (text, floor) => atLeast(text, floor) && parseVersion(text)?.[0] === parseVersion(floor)?.[0];
