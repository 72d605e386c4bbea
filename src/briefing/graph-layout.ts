import * as dagre from "@dagrejs/dagre";
import { cardOf, type Card } from "./graph-card.ts";
import { routesOf, type Box, type Point, type Route } from "./graph-route.ts";
import type { AuthorityGraph } from "./graph.ts";

/** Where everything of a graph is, in pixels from the upper left corner. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly PlacedCard[];
  readonly routes: readonly Route[];
}

export interface PlacedCard extends Box {
  readonly card: Card;
}

/** What is used of the library: its own types name files in a way that Node's rules do not resolve. */
interface Dagre {
  readonly Graph: new () => Plane;
  readonly layout: (plane: Plane) => void;
}

interface Plane {
  setGraph(label: Readonly<Record<string, string | number>>): void;
  setNode(id: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(from: string, to: string, label: { readonly weight: number }): void;
  graph(): { readonly width: number; readonly height: number };
  /** The middle. */
  node(id: string): Point;
  edge(from: string, to: string): { readonly points: readonly Point[] };
}

/** Around the picture. */
const MARGIN = 6;

/** In layers from the left, where those are who act, to the right. The same graph gives the same picture. */
export function pictureOf(graph: AuthorityGraph): Picture {
  const { Graph, layout } = dagre as unknown as Dagre;
  const plane = new Graph();
  plane.setGraph({ rankdir: "LR", nodesep: 14, edgesep: 10, ranksep: 48 });
  const cards = graph.nodes.map(cardOf);
  for (const { node, width, height } of cards) plane.setNode(node.id, { width, height });
  // Lines that stand for more rights are kept straight first.
  for (const { from, to, rights } of graph.edges) plane.setEdge(from, to, { weight: Math.min(rights.length, 3) });
  layout(plane);
  const placed = new Map(
    cards.map((card): [string, PlacedCard] => {
      const { x, y } = plane.node(card.node.id);
      const { width, height } = card;
      return [card.node.id, { card, left: x - width / 2, top: y - height / 2, width, height }];
    }),
  );
  const laid = graph.edges.map((edge) => {
    const { points } = plane.edge(edge.from, edge.to);
    return { edge, from: placed.get(edge.from)!, to: placed.get(edge.to)!, bends: points.slice(1, -1) };
  });
  const boxes = [...placed.values()];
  return framed(boxes, routesOf(laid, boxes));
}

/** Moved so that nothing lies outside: lines may run beside all boxes. */
function framed(boxes: readonly PlacedCard[], routes: readonly Route[]): Picture {
  const points = routes.flatMap((each) => each.points);
  const [xs, ys] = [
    [...points.map(({ x }) => x), ...boxes.flatMap(({ left, width }) => [left, left + width])],
    [...points.map(({ y }) => y), ...boxes.flatMap(({ top, height }) => [top, top + height])],
  ];
  const [left, top] = [xs, ys].map((all) => Math.min(...all, Infinity) - MARGIN) as [number, number];
  const [right, bottom] = [xs, ys].map((all) => Math.max(...all, -Infinity) + MARGIN) as [number, number];
  const moved = ({ x, y }: Point): Point => ({ x: x - left, y: y - top });
  return {
    width: Math.ceil(right - left),
    height: Math.ceil(bottom - top),
    cards: boxes.map((box) => ({ ...box, left: box.left - left, top: box.top - top })),
    routes: routes.map(({ edge, points: own }) => ({ edge, points: own.map(moved) })),
  };
}
