import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly all: string;
}

/** A copy of the project with a stack file, a state and a cache of its own, inside the clone. */
export interface Project {
  readonly root: string;
  readonly env: Record<string, string>;
  /** Runs the real engine; `--stack test` and `--non-interactive` are added. */
  pulumi(
    args: readonly string[],
    more?: {
      readonly env?: Record<string, string>;
      readonly kill?: (child: import("node:child_process").ChildProcess) => void;
    },
  ): Promise<Run>;
  stackText(): string;
  writeStack(text: string): void;
  read(file: string): string;
  remove(): void;
}

export async function makeProject(stackText: string, env: Record<string, string>): Promise<Project> {
  const base = join(ROOT, ".cache", "e2e");
  mkdirSync(base, { recursive: true });
  const root = mkdtempSync(join(base, "p-"));
  for (const name of ["src", "schemas", "package.json", "Pulumi.yaml"])
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  mkdirSync(join(root, "stacks"));
  mkdirSync(join(root, ".state"));
  const stack = join(root, "stacks", "test.yaml");
  writeFileSync(stack, stackText);
  const full: Record<string, string> = {
    ...(process.env as Record<string, string>),
    PATH: `${join(ROOT, "node_modules", ".bin")}:${process.env["PATH"]}`,
    PULUMI_HOME: join(root, ".pulumi-home"),
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    NODE_COMPILE_CACHE: join(ROOT, ".cache", "node"),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_BACKEND_URL: `file://${join(root, ".state")}`,
    ...env,
  };
  for (const name of ["ORDINANCE_PRIVATE_KEY", "ORDINANCE_KEYSTORE", "ORDINANCE_SIGNER_URL"])
    if (!(name in env)) delete full[name];
  const project: Project = {
    root,
    env: full,
    pulumi: (args, more = {}) =>
      new Promise((done, fail) => {
        const flags = args[0] === "stack" && args[1] === "init" ? [] : ["--stack", "test"];
        const child = spawn("pulumi", [...args, ...flags, "--non-interactive"], {
          cwd: root,
          env: { ...full, ...more.env },
        });
        let [stdout, stderr] = ["", ""];
        child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
        child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
        child.once("error", fail);
        child.once("close", (code) => done({ code: code ?? -1, stdout, stderr, all: stdout + stderr }));
        more.kill?.(child);
      }),
    stackText: () => readFileSync(stack, "utf8"),
    writeStack: (text) => writeFileSync(stack, text),
    read: (file) => readFileSync(join(root, file), "utf8"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  const made = await project.pulumi(["stack", "init", "test"]);
  if (made.code !== 0) throw new Error(`no stack could be made: ${made.all}`);
  return project;
}
