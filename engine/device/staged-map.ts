/**
 * A table in memory that takes changes in two steps: staged while a step is made, then all of them
 * at once when its batch is on the disk, or none.
 *
 * Invariant: values are never changed in place. Readers inside the step see what is staged.
 */
export class StagedMap<V> {
  readonly #held: Map<string, V>;
  readonly #staged = new Map<string, V | undefined>();

  constructor(held: Map<string, V> = new Map()) {
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

  get size(): number {
    let size = this.#held.size;
    for (const [key, value] of this.#staged)
      size += Number(value !== undefined) - Number(this.#held.has(key));
    return size;
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

  rollback(): void {
    this.#staged.clear();
  }

  clear(): void {
    this.#held.clear();
    this.#staged.clear();
  }
}
