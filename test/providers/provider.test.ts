import { describe, expect, it } from "vitest";
import { PartialResult, Provider, type Logic, type Properties } from "../../src/providers/provider.ts";
import { providerStub } from "../../src/providers/stub.ts";

function logic(more: Partial<Logic> = {}): Logic {
  return {
    id: () => "id",
    diff: () => Promise.resolve("same"),
    apply: (inputs) => Promise.resolve(inputs),
    read: (props) => Promise.resolve(props),
    ...more,
  };
}

describe("the engine's side of a provider", () => {
  it("answers the engine's comparison with what makes it show the change", async () => {
    const answer = async (found: "same" | "visible" | "hidden") =>
      new Provider(logic({ diff: () => Promise.resolve(found) })).diff("id", {}, {});
    expect(await answer("same")).toEqual({ changes: false });
    expect(await answer("visible")).toEqual({});
    expect(await answer("hidden")).toEqual({ changes: true });
  });

  it("keeps its own code in the outputs of a partial failure, without which a stack could not be destroyed", async () => {
    const provider = new Provider(
      logic({ apply: () => Promise.reject(new PartialResult({ calls: ["left"] }, ["1 of 2"])) }),
    );
    const inputs: Properties = { __provider: "code", calls: ["done", "left"] };
    const failure: unknown = await provider.create(inputs).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      id: "id",
      properties: { calls: ["left"], __provider: "code" },
      reasons: ["1 of 2"],
    });
    const again: unknown = await provider.update("id", {}, inputs).catch((error: unknown) => error);
    expect(again).toMatchObject({ id: "id", properties: { __provider: "code" } });
  });

  it("passes any other failure on as it is", async () => {
    const provider = new Provider(logic({ apply: () => Promise.reject(new Error("no")) }));
    await expect(provider.create({})).rejects.toThrow("no");
  });

  it("forgets without touching anything, and is ready before configure has been answered", async () => {
    const applied: Properties[] = [];
    const provider = new Provider(
      logic({ apply: (inputs) => Promise.resolve(void applied.push(inputs)).then(() => inputs) }),
    );
    const configured = provider.configure({});
    await Promise.all([provider.read("id", {}), provider.check({}, {}), configured]);
    await provider.delete();
    expect(applied).toEqual([]);
  });

  it("leaves one constant line in the state", () => {
    expect(providerStub("facet")).toBe('exports.handler=async()=>(await import("ordinance/provider")).facet');
    expect(providerStub("changeSet").length).toBeLessThan(100);
  });
});
