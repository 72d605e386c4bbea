import { spawn } from "node:child_process";
import type { Project } from "../test/support/project.ts";

/**
 * Runs Node in a project, without the cache of compiled code that its engine's processes share.
 * @throws Error with the output if it ends with another code than these.
 */
export async function node(project: Project, args: readonly string[], codes: readonly number[] = [0]): Promise<void> {
  const { NODE_COMPILE_CACHE: _shared, ...env } = project.env;
  await new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: project.root, env });
    let all = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (all += part.toString()));
    child.once("error", fail);
    child.once("close", (code) => (codes.includes(code ?? -1) ? done() : fail(new Error(all))));
  });
}
