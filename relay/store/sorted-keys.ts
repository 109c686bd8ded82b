/**
 * The keys of a map in order, kept so while more are added.
 *
 * Keys lie in sorted runs, each at most half as long as the one before; what came since the last reading becomes
 * a run of its own, and runs that grew alike are merged. So a key is moved a few times in all, and a reading
 * that begins anywhere costs what it reads, however many keys there are.
 *
 * Invariant: a run is never changed, so a reading goes on over the keys that were there when it began.
 */
export class SortedKeys {
  #runs: readonly (readonly string[])[];
  #added: string[] = [];

  constructor(keys: Iterable<string>) {
    this.#runs = [[...keys].sort()];
  }

  /** Adds a key that is not among them. */
  add(key: string): void {
    this.#added.push(key);
  }

  /** Those between the two, which are not among the result, in order. */
  *between(gt: string, lt: string): Generator<string, undefined> {
    this.#settle();
    const cursors = this.#runs.map((run) => ({ run, at: firstAfter(run, gt) }));
    for (;;) {
      let least: (typeof cursors)[number] | undefined;
      let key = lt;
      for (const cursor of cursors) {
        const next = cursor.run[cursor.at];
        if (next === undefined || next >= key) continue;
        least = cursor;
        key = next;
      }
      if (least === undefined) return undefined;
      least.at += 1;
      yield key;
    }
  }

  #settle(): void {
    if (this.#added.length === 0) return;
    const runs = [...this.#runs];
    let last: readonly string[] = this.#added.sort();
    for (let before = runs.at(-1); before && before.length < 2 * last.length; before = runs.at(-1)) {
      runs.pop();
      last = merged(before, last);
    }
    this.#runs = [...runs, last];
    this.#added = [];
  }
}

function firstAfter(run: readonly string[], key: string): number {
  let low = 0;
  let high = run.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((run[middle] ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function merged(first: readonly string[], second: readonly string[]): string[] {
  const all: string[] = [];
  let other = 0;
  for (const key of first) {
    for (let next = second[other]; next !== undefined && next < key; next = second[++other]) all.push(next);
    all.push(key);
  }
  return all.concat(second.slice(other));
}
