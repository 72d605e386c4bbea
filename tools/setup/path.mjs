import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { executable } from "./paths.mjs";

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Missing, dangling and forbidden are the same to someone who looks for a program.
    return false;
  }
}

/** @param {NodeJS.ProcessEnv} env */
export const pathOf = (env) => (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((entry) => entry !== "");

/**
 * @param {string} name
 * @param {readonly string[]} directories
 * @returns {string[]} every program of that name, first found first
 */
export const findAll = (name, directories) =>
  directories.map((directory) => join(directory, executable(name))).filter(isExecutable);

/**
 * @param {string} file
 * @param {readonly string[]} directories
 * @returns {boolean} whether the file, or what it links to, lies in one of them
 */
export function isInside(file, directories) {
  const names = [file, realpathSync(file)];
  return directories.some((directory) => names.some((name) => name.startsWith(directory + sep)));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} first
 * @returns {NodeJS.ProcessEnv} the same with directories put before its PATH
 */
export function withPath(env, first) {
  const { Path: _, ...rest } = env;
  return { ...rest, PATH: [...first, ...pathOf(env)].join(delimiter) };
}
