/**
 * Scans of a key range over disk and overlay together.
 *
 * It reads on from where it is and copies nothing, so a page costs what it holds, however much is not flushed yet.
 *
 * Invariant: nothing that was durable at the first step is missed, because the disk's iterator and the layers
 * of the overlay are taken in the same turn. An entry is as it was then or as it became while the scan went on.
 * Only durable effects are in it.
 */
import type { KeyRange } from './keys.ts';
import type { Overlay } from './overlay.ts';
import type { ViewName, ViewTypes } from './views.ts';

type Entry<T> = readonly [key: string, value: T];

export interface Scan<K extends ViewName, T> {
  readonly overlay: Overlay;
  readonly view: K;
  readonly range: KeyRange;
  /** What is wanted of a value in memory. */
  readonly pick: (value: ViewTypes[K]) => T;
  /** Opens the disk's iterator over the same range. */
  readonly stored: () => AsyncIterable<Entry<T>>;
}

/** Entries of one view in key order. */
export async function* scanView<K extends ViewName, T>({
  overlay,
  view,
  range,
  pick,
  stored,
}: Scan<K, T>): AsyncGenerator<Entry<T>> {
  const layers = overlay.durable.toReversed();
  const newer = mergedKeys(layers.map((layer) => layer.keys(view, range)));
  let next = newer.next();
  const take = (key: string): Entry<T>[] => {
    const value = layers.map((layer) => layer.get(view, key)).find((known) => known !== undefined);
    next = newer.next();
    return value == null ? [] : [[key, pick(value)]];
  };
  for await (const entry of stored()) {
    while (!next.done && next.value < entry[0]) yield* take(next.value);
    if (!next.done && next.value === entry[0]) yield* take(next.value);
    else yield entry;
  }
  while (!next.done) yield* take(next.value);
}

/** Each key once, in order. */
function* mergedKeys(sources: readonly Iterator<string, undefined>[]): Generator<string, undefined> {
  const heads = sources.map((source) => ({ source, key: source.next().value }));
  for (;;) {
    const keys = heads.flatMap(({ key }) => (key === undefined ? [] : [key]));
    const [least] = keys.sort();
    if (least === undefined) return undefined;
    yield least;
    for (const head of heads) if (head.key === least) head.key = head.source.next().value;
  }
}
