/**
 * What one step makes of a table in memory: staged while it is made, then all of it at once in the table
 * when its batch is on the disk. A step that fails is dropped with what it staged.
 *
 * Invariants: values are never changed in place; who reads through the step sees what is staged, and
 * nobody else does.
 */
export class StagedMap<V> {
  readonly #held: Map<string, V>;
  readonly #staged = new Map<string, V | undefined>();

  /** @param held The table, which changes with `commit` alone. */
  constructor(held: Map<string, V>) {
    this.#held = held;
  }

  get(key: string): V | undefined {
    return this.#staged.has(key) ? this.#staged.get(key) : this.#held.get(key);
  }

  /** What was there before the step. */
  before(key: string): V | undefined {
    return this.#held.get(key);
  }

  set(key: string, value: V): void {
    this.#staged.set(key, value);
  }

  delete(key: string): void {
    this.#staged.set(key, undefined);
  }

  /** The entries whose keys begin with `prefix`, in no particular order. */
  *entries(prefix = ''): IterableIterator<[string, V]> {
    for (const [key, value] of this.#held) {
      if (key.startsWith(prefix) && !this.#staged.has(key)) yield [key, value];
    }
    for (const [key, value] of this.#staged) {
      if (value !== undefined && key.startsWith(prefix)) yield [key, value];
    }
  }

  get staged(): ReadonlyMap<string, V | undefined> {
    return this.#staged;
  }

  commit(): void {
    for (const [key, value] of this.#staged) {
      if (value === undefined) this.#held.delete(key);
      else this.#held.set(key, value);
    }
    this.#staged.clear();
  }
}
