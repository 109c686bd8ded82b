/**
 * How many links more, or fewer, there are by what a change did so far than in the store: by who names whom.
 *
 * Invariant: a record is counted by the row before the change and by its row now, once each, however often the
 * change touches it and somebody asks; so a change of many records costs no more than its records.
 */
import type { RecordId, Row } from '../../engine/model/index.ts';
import type { ViewReader } from '../store/index.ts';

/** What a change made of a record; without a row where it deleted it. */
export interface TouchedRecord {
  readonly entity: string;
  readonly row: Row | undefined;
}

export class LinkCounts {
  readonly #reader: ViewReader;
  readonly #touched: ReadonlyMap<RecordId, TouchedRecord>;
  readonly #differences = new Map<string, number>();
  /** The rows by which records were counted. */
  readonly #counted = new Map<RecordId, Row | undefined>();
  readonly #uncounted: Set<RecordId>;

  /** @param touched What the change touched so far: it goes on growing, and `touch` tells of each. */
  constructor(reader: ViewReader, touched: ReadonlyMap<RecordId, TouchedRecord>) {
    this.#reader = reader;
    this.#touched = touched;
    this.#uncounted = new Set(touched.keys());
  }

  /** The record has another row by now. */
  touch(id: RecordId): void {
    this.#uncounted.add(id);
  }

  /** How many rows of `child` more than in the store name the record by their lookup `attribute`. */
  difference(child: string, attribute: string, id: RecordId): number {
    for (const touched of this.#uncounted) this.#count(touched);
    this.#uncounted.clear();
    return this.#differences.get(linkKey(child, attribute, id)) ?? 0;
  }

  #count(id: RecordId): void {
    const touched = this.#touched.get(id);
    if (touched === undefined) return;
    const { entity, row } = touched;
    const before = this.#counted.has(id) ? this.#counted.get(id) : this.#reader.row(entity, id);
    this.#add(entity, before, -1);
    this.#add(entity, row, 1);
    this.#counted.set(id, row);
  }

  #add(entity: string, row: Row | undefined, step: 1 | -1): void {
    for (const [attribute, value] of Object.entries(row?.values ?? {})) {
      if (typeof value !== 'object' || value === null) continue;
      const key = linkKey(entity, attribute, value.id);
      this.#differences.set(key, (this.#differences.get(key) ?? 0) + step);
    }
  }
}

function linkKey(child: string, attribute: string, target: string): string {
  return `${child}/${attribute}/${target}`;
}
