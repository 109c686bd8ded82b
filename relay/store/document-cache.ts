/**
 * Keeps what was costly to build, bounded by bytes: the least recently used goes first.
 *
 * Invariant: an entry is only a copy of what can be built again; whoever changes one that may have to
 * be taken back (a refused change's candidate) deletes it.
 */
import { LRUCache } from 'lru-cache';

export interface DocumentCacheOptions<T> {
  readonly maxBytes: number;
  /** Bytes that the value holds in memory, about; asked when it is set. */
  readonly weigh: (value: T) => number;
}

export class DocumentCache<T extends object | number | string | boolean> {
  readonly #cache: LRUCache<string, T>;

  constructor({ maxBytes, weigh }: DocumentCacheOptions<T>) {
    this.#cache = new LRUCache<string, T>({
      maxSize: maxBytes,
      sizeCalculation: (value) => Math.max(1, Math.ceil(weigh(value))),
    });
  }

  get(key: string): T | undefined {
    return this.#cache.get(key);
  }
  /** Larger than the whole cache: not kept. */
  set(key: string, value: T): void {
    this.#cache.set(key, value);
  }
  delete(key: string): void {
    this.#cache.delete(key);
  }
  clear(): void {
    this.#cache.clear();
  }
  get bytes(): number {
    return this.#cache.calculatedSize;
  }
}
