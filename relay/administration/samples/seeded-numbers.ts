/** Numbers that follow from a seed, so that what is made of them is the same each time (mulberry32). */
export class SeededNumbers {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to the limit, which it never is. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** One of the list. Throws where it has none. */
  pick<T>(list: readonly T[]): T {
    const place = this.below(list.length);
    if (place >= list.length) throw new RangeError('a list to pick from is empty');
    return list[place] as T;
  }
}
