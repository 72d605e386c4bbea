import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { marker, plansIn } from "../../tools/ci/stacks.mjs";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = resolve(import.meta.dirname, "../../.github/workflows");
const workflows = readdirSync(FOLDER).map((file) => {
  const text = readFileSync(join(FOLDER, file), "utf8");
  return { file, text, workflow: parse(text) as Workflow };
});
/** Events that run with what anybody proposes. */
const PROPOSED = ["pull_request", "pull_request_target", "workflow_run", "issue_comment"];
const writes = (permissions: Workflow["permissions"]) =>
  Object.values(permissions ?? { all: "write" }).includes("write");

describe.each(workflows)("$file", ({ text, workflow }) => {
  const events = Object.keys(workflow.on);
  const jobs = Object.values(workflow.jobs);

  it("says what it may do, and leaves no credentials to the code that it runs", () => {
    expect(workflow.permissions).toBeDefined();
    for (const { uses, with: options } of jobs.flatMap(({ steps }) => steps)) {
      if (uses?.startsWith("actions/checkout@")) expect(options).toMatchObject({ "persist-credentials": false });
    }
  });

  it.runIf(events.includes("pull_request"))(
    "has neither secrets nor rights where it runs code of a pull request",
    () => {
      expect(text).not.toMatch(/secrets\./);
      expect(text).not.toMatch(/github\.token|GITHUB_TOKEN/);
      for (const permissions of [workflow.permissions, ...jobs.map((job) => job.permissions ?? workflow.permissions)]) {
        expect(writes(permissions)).toBe(false);
      }
    },
  );

  it.runIf(events.some((event) => PROPOSED.includes(event) && event !== "pull_request"))(
    "checks out the default branch only where it has rights while somebody else proposes",
    () => {
      expect(events).not.toContain("pull_request_target");
      for (const { uses, with: options } of jobs.flatMap(({ steps }) => steps)) {
        if (!uses?.startsWith("actions/checkout@")) continue;
        expect(options).toMatchObject({ ref: "${{ github.event.repository.default_branch }}" });
      }
      // Installing or running what the artifact brings would be running the pull request.
      for (const { run } of jobs.flatMap(({ steps }) => steps))
        expect(run ?? "").not.toMatch(/npm |npx |reports\/review/);
      expect(text).not.toMatch(/secrets\./);
    },
  );

  it.runIf(/secrets\./.test(text))("uses secrets on the main branch only, and enacts behind an approval", () => {
    expect(events.some((event) => PROPOSED.includes(event))).toBe(false);
    for (const job of jobs) {
      if (job.steps.some(({ run }) => run?.includes("up-reviewed"))) expect(job.environment).toBe("production");
    }
  });

  it("puts nothing that others write into a script", () => {
    // Titles, branches and bodies go through the environment, where a shell does not read them as code.
    for (const { run } of jobs.flatMap(({ steps }) => steps)) expect(run ?? "").not.toContain("${{");
  });
});

it("a comment tells which plan of which stack it shows", () => {
  const hash = `0x${"ab".repeat(32)}`;
  expect([...plansIn(`${marker("local", hash)}\n## local\n${marker("main-net", hash)}`)]).toEqual([
    ["local", hash],
    ["main-net", hash],
  ]);
  expect([...plansIn("<!-- ordinance stack=local plan=0x12 -->")]).toEqual([]);
});
