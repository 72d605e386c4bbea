import { setTimeout as sleep } from "node:timers/promises";
import { readPauses } from "../halt.ts";
import { projectRoot } from "../project.ts";
import { EXIT } from "./exit-codes.ts";
import { fileOf } from "./stack.ts";

/** Whether everything that can be paused is paused; scripts that must honour a halt wait for it. */
export async function statusCommand(options: { stack: string; wait?: string; timeout: string }): Promise<number> {
  const { wait } = options;
  if (wait !== undefined && wait !== "paused" && wait !== "running") {
    console.error(`nobody can wait for "${wait}": there are paused and running`);
    return EXIT.refused;
  }
  const deadline = Date.now() + 1000 * Number(options.timeout);
  for (;;) {
    const { desired, live } = await readPauses(projectRoot(), fileOf(options.stack));
    const pausable = desired.modules.filter(({ wants }) => wants.length > 0).map(({ name }) => name);
    const paused = pausable.filter((name) => live.modules.get(name)?.values.get("paused") === true);
    const reached = wait === "running" ? paused.length === 0 : paused.length === pausable.length;
    if (reached || wait === undefined || Date.now() > deadline) {
      console.log(
        `${paused.length} of ${pausable.length} are paused${paused.length > 0 ? `: ${paused.join(", ")}` : ""}`,
      );
      return wait === undefined || reached ? EXIT.clean : EXIT.differs;
    }
    await sleep(1000);
  }
}
