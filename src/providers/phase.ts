import { examine, type Examined } from "../examine.ts";
import { projectRoot } from "../project.ts";

/**
 * What a provider process knows of the chain. The engine starts one process per phase, so this is the one shared
 * snapshot: everything compared in a phase is compared with the same block, and sending opens a new view beside it.
 */
class PhaseSnapshot {
  readonly #start = new Map<string, Promise<Examined>>();
  #verified: { readonly file: string; readonly result: Promise<Examined> } | undefined;
  #atLeast: bigint | undefined;

  /** The state at the start of the phase. */
  start(file: string): Promise<Examined> {
    let found = this.#start.get(file);
    if (!found) this.#start.set(file, (found = examine(projectRoot(), file)));
    return found;
  }

  /** The state now, whatever was read before. */
  now(file: string): Promise<Examined> {
    return examine(projectRoot(), file, this.#options());
  }

  /** The state after what this process has sent: one read, shared until something else is sent. */
  verified(file: string): Promise<Examined> {
    if (this.#verified?.file !== file) this.#verified = { file, result: this.now(file) };
    return this.#verified.result;
  }

  /** Something was sent: verification has to read the block of its last receipt or a later one. */
  sent(block: bigint): void {
    this.#atLeast = block;
    this.#verified = undefined;
  }

  #options() {
    return this.#atLeast === undefined ? {} : { atLeast: this.#atLeast };
  }
}

export const phase = new PhaseSnapshot();
