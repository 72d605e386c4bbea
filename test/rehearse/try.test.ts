import { it } from "vitest";
import { readWhole } from "../../src/examine.ts";
import { loadStack } from "../../src/stack/load.ts";
import { rehearse } from "../../src/rehearse/rehearse.ts";
import { LEVERS } from "../../src/rehearse/model.ts";
import { readingBench } from "../support/reading-bench.ts";

it("tries", async () => {
  const bench = await readingBench({ drifted: process.env["DRIFTED"] === "1" });
  const t = performance.now();
  const reading = await readWhole(bench.folder, loadStack(bench.stack()), { everySet: true });
  const r = await rehearse(bench.folder, reading, { only: LEVERS, progress: (text) => console.error(text) });
  console.log(JSON.stringify(r, null, 1), performance.now() - t);
  const count = new Map<string, number>();
  for (const m of bench.proxy.seen.flat()) count.set(m, (count.get(m) ?? 0) + 1);
  console.log(count);
  await bench.stop();
}, 200000);
