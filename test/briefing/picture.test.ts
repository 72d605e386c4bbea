import fc from "fast-check";
import { expect, it } from "vitest";
import { pictureOf, type Picture } from "../../src/briefing/graph-layout.ts";
import { drawing } from "../../src/briefing/graph-svg.ts";
import { committee } from "../support/graph-cast.ts";
import { plainAddress } from "../support/graph-plan.ts";
import { graphs } from "../support/graph.ts";
import { worldOfGraph } from "../support/graph-world.ts";
import { elementsOf } from "../support/markup.ts";
import { graphFor } from "./support.ts";

const NEAR = 0.01;

function expectSound({ width, height, cards, routes }: Picture): void {
  for (const { left, top, width: wide, height: high } of cards) {
    expect(Math.min(left, top, width - left - wide, height - top - high)).toBeGreaterThanOrEqual(0);
  }
  for (const [index, one] of cards.entries()) {
    for (const other of cards.slice(index + 1)) {
      const apart =
        one.left + one.width <= other.left + NEAR ||
        other.left + other.width <= one.left + NEAR ||
        one.top + one.height <= other.top + NEAR ||
        other.top + other.height <= one.top + NEAR;
      expect(apart, `${one.card.node.id} and ${other.card.node.id}`).toBe(true);
    }
  }
  for (const { edge, points } of routes) {
    const [from, to] = [edge.from, edge.to].map((id) => cards.find(({ card }) => card.node.id === id)!);
    for (const [point, box] of [
      [points[0]!, from!],
      [points.at(-1)!, to!],
    ] as const) {
      const sides = [box.left, box.left + box.width];
      expect(Math.min(...sides.map((side) => Math.abs(side - point.x)))).toBeLessThan(NEAR);
      expect(point.y).toBeGreaterThan(box.top);
      expect(point.y).toBeLessThan(box.top + box.height);
    }
    for (const { x, y } of points) expect([x >= 0, y >= 0, x <= width, y <= height]).toEqual([true, true, true, true]);
  }
}

it("has no boxes over each other, and lines from box to box, whoever governs whom", () => {
  fc.assert(
    fc.property(graphs(), (shape) => {
      const graph = graphFor([...worldOfGraph(shape).modules.values()]);
      const picture = pictureOf(graph);
      expect([picture.cards.length, picture.routes.length]).toEqual([graph.nodes.length, graph.edges.length]);
      expectSound(picture);
      // The same again, with other pictures made meanwhile.
      expect(drawing(graph).markup).toBe(drawing(graph).markup);
    }),
    { numRuns: 60 },
  );
});

it("is made in time of a stack in which everything is governed otherwise", () => {
  const modules = Array.from({ length: 400 }, (_, index) =>
    committee(
      plainAddress(1000 + index),
      { pauser: plainAddress(1000 + ((index * 7) % 400)), pauserManager: plainAddress(1000 + ((index * 13) % 400)) },
      `m${index}`,
      plainAddress(5000 + index),
    ),
  );
  const graph = graphFor(modules);
  const before = performance.now();
  expectSound(pictureOf(graph));
  expect(performance.now() - before).toBeLessThan(2_000);
});

it("is well formed, tells what it shows, and links those whom it names", () => {
  const alone = graphFor([committee(plainAddress(1), { pauser: plainAddress(2) })]);
  const { markup } = drawing(alone);
  const names = elementsOf(markup).map(({ name }) => name);
  expect(names.filter((name) => name === "svg" || name === "desc")).toEqual(["svg", "desc"]);
  expect(markup).toContain(`aria-labelledby="graph-title graph-desc"`);
  expect(markup).toContain("2 lines between 3 cards");
  for (const address of [1, 2, 44].map(plainAddress)) expect(markup).toContain(`<a href="#address-${address}">`);
  expect(markup).not.toMatch(/url\(|xlink|http/);
});
