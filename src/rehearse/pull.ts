import type { ReadOptions } from "../chain/read-stack.ts";
import { between } from "../diff/between.ts";
import type { Live } from "../diff/live.ts";
import type { ForkedChain } from "../prove/forked-chain.ts";
import { wordsOf } from "../report/text.ts";
import { unreadBecause } from "./copy.ts";
import type { Lever, Offered } from "./lever.ts";
import type { EndReport, LeverName, LeverReport, MoveReport } from "./model.ts";
import { carryOutMove, look, movedText, type Scene } from "./move.ts";

/** Pulls one lever and leaves the copy as it was. */
export async function pulled(
  fork: ForkedChain,
  lever: LeverName,
  of: Offered,
  options: ReadOptions,
): Promise<LeverReport> {
  const start = performance.now();
  const mark = await fork.request("evm_snapshot", []);
  let restored = false;
  const restore = async () => {
    if (!restored) await fork.request("evm_revert", [mark]);
    restored = true;
  };
  const moves: MoveReport[] = [];
  const report = (rest: Pick<LeverReport, "outcome" | "why" | "end">): LeverReport => {
    const notes = [...("skipped" in of ? [] : of.notes), ...strangersIn(moves)];
    return { lever, notes, moves, ...rest, took: Math.round(performance.now() - start) };
  };
  try {
    if ("skipped" in of) return report({ outcome: "skipped", why: of.skipped });
    const scene: Scene = { fork, desired: of.desired, options };
    const before = await look(scene);
    let last = before;
    for (const move of of.moves) {
      const { report: made, after, why } = await carryOutMove(scene, move, last);
      moves.push(made);
      last = after;
      if (why !== undefined) return report({ outcome: "failed", why: `${move.what}: ${why}` });
    }
    if (of.undone === "snapshot") {
      await restore();
      last = await look(scene);
    }
    const end = endOf(of, before, last);
    if (end.differences.length === 0) return report({ outcome: "worked", end });
    return report({ outcome: "failed", why: "the end is not the start", end });
  } catch (error) {
    const why = unreadBecause(error);
    if (why === undefined) throw error;
    return report({ outcome: "unread", why });
  } finally {
    await restore();
  }
}

/** A lever may work only because of somebody whom nobody would think of calling. */
function strangersIn(moves: readonly MoveReport[]): readonly string[] {
  const acting = moves.flatMap(({ sent }) => sent.flatMap(({ by, approvers }) => [by, ...approvers]));
  const unnamed = [...new Set(acting)].filter((name) => /^0x[0-9a-f]{40}$/i.test(name));
  return unnamed.length === 0 ? [] : [`it needs somebody whom the file does not name: ${unnamed.join(", ")}`];
}

function endOf({ desired, undone }: Lever, before: Live, after: Live): EndReport {
  const words = wordsOf(desired);
  const { compared, moved } = between(before, after);
  return { by: undone, compared, differences: moved.map((each) => movedText(each, words)) };
}
