/**
 * Scans of a key range over disk and overlay together.
 *
 * Invariant: a scan shows one moment, that of its first step: the disk's iterator and the copy of the
 * overlay are taken in the same turn. Only durable effects are in it.
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
  const newer = new Map<string, T | null>();
  for (const layer of overlay.durable) {
    for (const [key, { value }] of layer.cells(view)) {
      if (key > range.gt && key < range.lt) newer.set(key, value === null ? null : pick(value));
    }
  }
  const waiting = [...newer].sort(([a], [b]) => (a < b ? -1 : 1)).values();
  let next = waiting.next();
  for await (const entry of stored()) {
    while (!next.done && next.value[0] < entry[0]) {
      if (next.value[1] !== null) yield [next.value[0], next.value[1]];
      next = waiting.next();
    }
    if (!newer.has(entry[0])) yield entry;
  }
  for (; !next.done; next = waiting.next()) {
    if (next.value[1] !== null) yield [next.value[0], next.value[1]];
  }
}
