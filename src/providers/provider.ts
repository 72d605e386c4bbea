/** Plain JSON that the engine keeps for a resource. */
export type Properties = Readonly<Record<string, unknown>>;

/** What a provider of this project has to say; `Provider` adds what the engine's quirks demand. */
export interface Logic {
  /** Undefined when nothing changes; `visible` when the engine's own comparison of inputs shows the change. */
  diff(olds: Properties, news: Properties): Promise<"same" | "visible" | "hidden">;
  /** Brings the resource about and returns its outputs; throws `PartialResult` to keep outputs of a failure. */
  apply(inputs: Properties): Promise<Properties>;
  /** Live values in the shape of the inputs. */
  read(props: Properties): Promise<Properties>;
  id(inputs: Properties): string;
}

/** A failure after which the engine must remember the resource, so that refresh and destroy still work. */
export class PartialResult extends Error {
  readonly properties: Properties;
  readonly reasons: readonly string[];

  constructor(properties: Properties, reasons: readonly string[]) {
    super(reasons.join("\n"));
    this.properties = properties;
    this.reasons = reasons;
  }
}

/**
 * The engine's side of a provider. The engine hands out a provider before its `configure` has finished, so every method
 * waits for it; and it forgets the provider's code on a partial failure unless the failure carries it.
 */
export class Provider {
  readonly #logic: Logic;
  #ready: Promise<void> = Promise.resolve();

  constructor(logic: Logic) {
    this.#logic = logic;
  }

  configure(_request: unknown): Promise<void> {
    // Assigned before anything is awaited: calls that race with this one see the promise.
    this.#ready = Promise.resolve();
    return this.#ready;
  }

  async check(_olds: Properties, news: Properties): Promise<{ inputs: Properties }> {
    await this.#ready;
    return { inputs: news };
  }

  /** An unknown difference makes the engine compare the inputs itself, which is what shows `live => desired`. */
  async diff(_id: string, olds: Properties, news: Properties): Promise<{ changes?: boolean }> {
    await this.#ready;
    const found = await this.#logic.diff(olds, news);
    return found === "same" ? { changes: false } : found === "hidden" ? { changes: true } : {};
  }

  async create(inputs: Properties): Promise<{ id: string; outs: Properties }> {
    await this.#ready;
    const id = this.#logic.id(inputs);
    return { id, outs: await this.#apply(id, inputs) };
  }

  async update(id: string, _olds: Properties, news: Properties): Promise<{ outs: Properties }> {
    await this.#ready;
    return { outs: await this.#apply(id, news) };
  }

  async read(id: string, props: Properties): Promise<{ id: string; props: Properties; inputs: Properties }> {
    await this.#ready;
    const live = await this.#logic.read(props);
    return { id, props: live, inputs: live };
  }

  /** Forgetting a resource never touches the chain. */
  async delete(): Promise<void> {
    await this.#ready;
  }

  async #apply(id: string, inputs: Properties): Promise<Properties> {
    try {
      return await this.#logic.apply(inputs);
    } catch (error) {
      if (!(error instanceof PartialResult)) throw error;
      // The engine recognises this shape by its fields, not by its class.
      throw Object.assign(new Error(error.message), {
        id,
        properties: { ...error.properties, __provider: inputs["__provider"] },
        reasons: error.reasons,
      });
    }
  }
}
