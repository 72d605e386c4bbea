import { spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { makeProject, type Project } from "../support/project.ts";
import { blocksIn } from "../support/runbook.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const STACK = "local";

/** What a reader would type, in the order of the page. */
const COMMANDS = blocksIn(README)
  .flatMap(({ lines }) => lines)
  .map((line) => line.trim().replace(/\s+#.*$/, ""))
  .filter((line) => /^(npm|npx|node|git|pulumi|ordinance|export|cd)\b/.test(line));

/** Run by others than this test, each with what says so. */
const ELSEWHERE: Readonly<Record<string, { readonly file: string; readonly says: RegExp }>> = {
  "npm start": { file: "test/e2e/start.test.ts", says: /npm\(\["start"\]/ },
  "npm test": { file: ".ci/run", says: /^npm test/m },
};

/** Run here, in this order, each with the exit code that it has on a chain that differs. */
const HERE: Readonly<Record<string, number>> = {
  "npx pulumi stack init <stack>": 0,
  "npx pulumi preview --stack <stack>": 0,
  "npx ordinance plan --stack <stack>": 2,
  "npx pulumi up --stack <stack>": 0,
};

describe("the commands of the README", { timeout: 400_000 }, () => {
  let chain: DeployedChain;
  let project: Project;
  beforeAll(async () => {
    chain = await deployedChain("anvil", { drifted: true });
    project = await makeProject(chain.stackText, { ORDINANCE_RPC_URL: chain.url });
    // The page's own stack, of which the engine knows nothing yet.
    renameSync(join(project.root, "stacks", "test.yaml"), join(project.root, "stacks", `${STACK}.yaml`));
  });
  afterAll(async () => {
    project.remove();
    await chain.stop();
  });

  it("are each run by a test", () => {
    expect(COMMANDS.filter((each) => !(each in ELSEWHERE) && !(each in HERE))).toEqual([]);
    expect(Object.keys(HERE).filter((each) => !COMMANDS.includes(each))).toEqual([]);
    for (const { file, says } of Object.values(ELSEWHERE)) expect(readFileSync(join(ROOT, file), "utf8")).toMatch(says);
  });

  it("do what the page says, on a fresh state", async () => {
    const block = await chain.block();
    for (const command of COMMANDS.filter((each) => each in HERE)) {
      const sends = command.includes(" up ");
      const { code, all } = await run(command, sends ? chain.operator.key : "");
      expect(code, `${command}\n${all}`).toBe(HERE[command]);
      if (sends) expect(await chain.block()).toBeGreaterThan(block);
      else expect(await chain.block()).toBe(block);
    }
    const again = await run("npx ordinance plan --stack <stack>", "");
    expect([again.code, again.all]).toEqual([0, expect.stringContaining("No difference")]);
  });

  it("names scripts and pages that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
    for (const [, script] of README.matchAll(/`npm (?:run )?([a-z]+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, link] of README.matchAll(/\]\(((?!http)[^)#]+)/g))
      expect(existsSync(join(ROOT, link!)), link).toBe(true);
  });

  function run(command: string, keys: string): Promise<{ readonly code: number; readonly all: string }> {
    const [program, ...args] = command.replaceAll("<stack>", STACK).split(" ");
    // Nobody is there to answer the engine's question.
    const answers = command.includes(" up ") ? ["--yes"] : [];
    return new Promise((done, fail) => {
      const child = spawn(program!, [...args, ...answers], {
        cwd: project.root,
        env: { ...project.env, ORDINANCE_PRIVATE_KEY: keys },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let all = "";
      child.stdout.on("data", (part: Buffer) => (all += part.toString()));
      child.stderr.on("data", (part: Buffer) => (all += part.toString()));
      child.once("error", fail);
      child.once("close", (code) => done({ code: code ?? -1, all }));
    });
  }
});
