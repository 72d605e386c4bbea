import type { GraphEdge } from "./graph.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The way of a line between two boxes. */
export interface Route {
  readonly edge: GraphEdge;
  /** From the side of one box to that of another; at least two. */
  readonly points: readonly Point[];
}

/** An edge, with the places that were kept free for it between the boxes of the layers that it crosses. */
export interface Laid {
  readonly edge: GraphEdge;
  readonly from: Box;
  readonly to: Box;
  readonly bends: readonly Point[];
}

/**
 * Lines leave and enter boxes at their sides, evenly spread and in the order of where they come from, and cross each layer level
 * until they are past its widest box.
 */
export function routesOf(all: readonly Laid[], boxes: readonly Box[]): readonly Route[] {
  const widths = new Map<number, number>();
  for (const box of boxes) {
    const at = layerOf(middleOf(box).x);
    widths.set(at, Math.max(widths.get(at) ?? 0, box.width));
  }
  const lanes = all.map((each) => ({ ...each, bends: each.bends.filter(({ x }) => widths.has(layerOf(x))) }));
  const leaving = spread(lanes, ({ from, to, bends }) => [from, (bends[0] ?? middleOf(to)).y]);
  const entering = spread(lanes, ({ from, to, bends }) => [to, (bends.at(-1) ?? middleOf(from)).y]);
  return lanes.map((lane, index): Route => {
    const { edge, from, to, bends } = lane;
    // Where rights go in a circle, one of the lines runs back.
    const back = middleOf(to).x < middleOf(from).x;
    const side = ({ left, width }: Box, right: boolean) => (right ? left + width : left);
    const level = (x: number, y: number): readonly Point[] => {
      const half = widths.get(layerOf(x))! / 2;
      const sides = [x - half, x + half].map((each) => ({ x: each, y }));
      return back ? sides.toReversed() : sides;
    };
    const [start, end] = [leaving[index]!, entering[index]!];
    const points = [
      { x: side(from, !back), y: start },
      // A box may be narrower than its layer.
      level(middleOf(from).x, start)[1]!,
      ...bends.flatMap(({ x, y }) => level(x, y)),
      level(middleOf(to).x, end)[0]!,
      { x: side(to, back), y: end },
    ];
    return { edge, points: points.filter(({ x, y }, at) => x !== points[at - 1]?.x || y !== points[at - 1]?.y) };
  });
}

function middleOf({ left, top, width, height }: Box): Point {
  return { x: left + width / 2, y: top + height / 2 };
}

/** Boxes of one layer have one middle, apart from how numbers are rounded. */
function layerOf(x: number): number {
  return Math.round(x * 2);
}

/** Heights at which lines touch their boxes. */
function spread(lanes: readonly Laid[], touching: (lane: Laid) => readonly [Box, number]): readonly number[] {
  const byBox = new Map<Box, { readonly index: number; readonly towards: number }[]>();
  lanes.forEach((lane, index) => {
    const [box, towards] = touching(lane);
    const all = byBox.get(box) ?? [];
    byBox.set(box, all);
    all.push({ index, towards });
  });
  const found = lanes.map(() => 0);
  for (const [{ top, height }, all] of byBox) {
    all
      .toSorted((a, b) => a.towards - b.towards || a.index - b.index)
      .forEach(({ index }, place) => (found[index] = top + (height * (place + 1)) / (all.length + 1)));
  }
  return found;
}
