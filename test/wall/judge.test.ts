import { describe, expect, it } from "vitest";
import { judge } from "../../src/wall/judge.ts";
import type { Result } from "../../src/wall/model.ts";

const SHA = "a".repeat(40);
const OTHER = "b".repeat(40);
const run = (more: Partial<Result> = {}): Result => {
  return { kind: "check run", name: "build", outcome: "success", sha: SHA, app: { id: "1", slug: "ci" }, ...more };
};
const stateOf = (...results: readonly Result[]) => judge({ name: "build" }, SHA, results).state;

describe("a required check", () => {
  it.each([
    ["success", "green"],
    ["failure", "failed"],
    ["cancelled", "failed"],
    ["timed_out", "failed"],
    ["action_required", "failed"],
    ["startup_failure", "failed"],
    ["neutral", "failed"],
    ["something new", "failed"],
    ["skipped", "skipped"],
    ["stale", "stale"],
    ["queued", "pending"],
    ["in_progress", "pending"],
    ["waiting", "pending"],
    ["requested", "pending"],
    ["pending", "pending"],
  ])("whose run says %s is %s", (outcome, state) => {
    expect(stateOf(run({ outcome }))).toBe(state);
  });

  it.each([
    ["success", "green"],
    ["failure", "failed"],
    ["error", "failed"],
    ["pending", "pending"],
  ])("whose status says %s is %s", (outcome, state) => {
    const { app: _, ...rest } = run({ kind: "status", outcome });
    expect(stateOf(rest)).toBe(state);
  });

  it("is as bad as the worst of its name, whatever their order", () => {
    const results = [run(), run({ outcome: "skipped" }), run({ outcome: "failure" }), run({ outcome: "queued" })];
    expect(stateOf(...results)).toBe("failed");
    expect(stateOf(...results.toReversed())).toBe("failed");
    expect(stateOf(run(), run({ kind: "status", outcome: "pending" }))).toBe("pending");
  });

  it("is missing where nothing has its name", () => {
    expect(judge({ name: "build" }, SHA, [run({ name: "Build" })])).toEqual({
      name: "build",
      state: "missing",
      why: "no check run and no status of this name on this commit",
      evidence: [],
    });
  });

  it("is not green by a success on another commit", () => {
    expect(judge({ name: "build" }, SHA, [run({ sha: OTHER })])).toMatchObject({
      state: "stale",
      why: `success on ${OTHER}, which is another commit`,
    });
    expect(stateOf(run({ sha: OTHER, outcome: "failure" }), run())).toBe("green");
  });

  it("is not green by another app than the branch requires", () => {
    const required = { name: "build", appId: "1" };
    expect(judge(required, SHA, [run({ app: { id: "2", slug: "forger" } })])).toMatchObject({
      state: "missing",
      why: "only from forger, not from the app 1",
    });
    const { app: _, ...status } = run({ kind: "status" });
    expect(judge(required, SHA, [status])).toMatchObject({ state: "missing", why: /commit status/ });
    expect(judge(required, SHA, [run(), run({ app: { id: "2", slug: "forger" }, outcome: "failure" })]).state).toBe(
      "green",
    );
  });

  it("may be named with its workflow", () => {
    const results = [run({ suite: "7" }), run({ suite: "8", outcome: "failure" })];
    const workflows = new Map([
      ["7", "ci (v2)"],
      ["8", "nightly"],
    ]);
    expect(judge({ name: "ci (v2) / build" }, SHA, results, workflows).state).toBe("green");
    expect(judge({ name: "nightly / build" }, SHA, results, workflows).state).toBe("failed");
    expect(judge({ name: "build" }, SHA, results, workflows).state).toBe("failed");
    expect(judge({ name: "other / build" }, SHA, results, workflows).state).toBe("missing");
    // Whoever may set a status may call it so.
    const { app: _, ...status } = run({ kind: "status", name: "nightly / build" });
    expect(judge({ name: "nightly / build" }, SHA, [...results, status], workflows).state).toBe("failed");
  });
});
