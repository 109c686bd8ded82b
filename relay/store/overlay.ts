/**
 * What the store knows and has not written to its views yet, in layers:
 *
 *   open → in flight → active → frozen → (cache → disk)
 *
 * Invariant: a read takes the newest layer that knows the key. `open` and `in flight` hold effects of
 * entries that are not durable: they become active when their batch is synced, or are dropped
 * together. `active` and `frozen` are derived from durable entries only; `frozen` is being written.
 */
import type { KeyRange } from './keys.ts';
import { SortedKeys } from './sorted-keys.ts';
import type { ViewName, ViewTypes } from './views.ts';
import { views } from './views.ts';

interface Cell<T> {
  /** Null: deleted. */
  readonly value: T | null;
  readonly weight: number;
}
type Maps = { readonly [K in ViewName]: Map<string, Cell<ViewTypes[K]>> };

/** Bytes of one entry beside its value, about. */
const CELL_WEIGHT = 150;
const REFERENCE_WEIGHT = 16;

/** What one batch, or the batches since a flush, did to the views. */
export class Layer {
  readonly #maps: Maps = {
    state: new Map(),
    metadata: new Map(),
    withdrawn: new Map(),
    directory: new Map(),
    row: new Map(),
    part: new Map(),
    placeholders: new Map(),
    decisions: new Map(),
    used: new Map(),
    child: new Map(),
    childCount: new Map(),
    device: new Map(),
    deviceNumber: new Map(),
  };
  /** Of the views that were scanned. */
  readonly #sorted = new Map<ViewName, SortedKeys>();
  /** By audit prefix: batch, position, batch, position …, oldest first. */
  readonly references = new Map<string, number[]>();
  /** Memory held, about. */
  bytes = 0;

  cells<K extends ViewName>(view: K): ReadonlyMap<string, Cell<ViewTypes[K]>> {
    return this.#maps[view];
  }

  /** The keys of a view that lie in the range, in order; those of now, whatever is set while they are read. */
  keys(view: ViewName, { gt, lt }: KeyRange): Iterator<string, undefined> {
    let keys = this.#sorted.get(view);
    if (keys === undefined) {
      keys = new SortedKeys(this.#maps[view].keys());
      this.#sorted.set(view, keys);
    }
    return keys.between(gt, lt);
  }

  /** Undefined: not known here. Null: deleted here. */
  get<K extends ViewName>(view: K, key: string): ViewTypes[K] | null | undefined {
    return this.#maps[view].get(key)?.value;
  }

  set<K extends ViewName>(view: K, key: string, value: ViewTypes[K] | null): void {
    const weight = CELL_WEIGHT + (value === null ? 0 : views[view].weigh(value));
    this.#place(view, key, { value, weight });
  }

  addReference(prefix: string, batch: number, position: number): void {
    const known = this.references.get(prefix);
    if (known === undefined) {
      this.references.set(prefix, [batch, position]);
      this.bytes += CELL_WEIGHT;
    } else known.push(batch, position);
    this.bytes += REFERENCE_WEIGHT;
  }

  /** Takes over what a later layer did. The later layer is not used again. */
  absorb(later: Layer): void {
    for (const view of Object.keys(views) as ViewName[]) this.#absorbView(view, later);
    for (const [prefix, places] of later.references) {
      const known = this.references.get(prefix);
      if (known === undefined) {
        this.references.set(prefix, places);
        this.bytes += CELL_WEIGHT;
      } else for (const place of places) known.push(place);
      this.bytes += places.length * (REFERENCE_WEIGHT / 2);
    }
  }

  #absorbView<K extends ViewName>(view: K, later: Layer): void {
    for (const [key, cell] of later.#maps[view]) this.#place(view, key, cell);
  }

  #place<K extends ViewName>(view: K, key: string, cell: Cell<ViewTypes[K]>): void {
    const map = this.#maps[view];
    const known = map.get(key);
    if (known === undefined) this.#sorted.get(view)?.add(key);
    this.bytes += cell.weight - (known?.weight ?? 0);
    map.set(key, cell);
  }
}

/** The layers of one organization, and the steps between them. */
export class Overlay {
  #open = new Layer();
  #inFlight: Layer | null = null;
  #active = new Layer();
  #frozen: Layer | null = null;

  get activeBytes(): number {
    return this.#active.bytes;
  }
  /** Memory of everything above the frozen generation, staged or durable. */
  get growingBytes(): number {
    return this.#open.bytes + (this.#inFlight?.bytes ?? 0) + this.#active.bytes;
  }
  /** Layers that hold durable effects, older first. */
  get durable(): readonly Layer[] {
    return this.#frozen === null ? [this.#active] : [this.#frozen, this.#active];
  }
  /** Where effects are staged. */
  get open(): Layer {
    return this.#open;
  }

  get<K extends ViewName>(view: K, key: string): ViewTypes[K] | null | undefined {
    let found = this.#open.get(view, key);
    if (found !== undefined) return found;
    if (this.#inFlight !== null) {
      found = this.#inFlight.get(view, key);
      if (found !== undefined) return found;
    }
    return this.getDurable(view, key);
  }

  /** The same without what is staged or in flight. */
  getDurable<K extends ViewName>(view: K, key: string): ViewTypes[K] | null | undefined {
    const found = this.#active.get(view, key);
    if (found !== undefined || this.#frozen === null) return found;
    return this.#frozen.get(view, key);
  }

  /** Drops what is staged for the next batch, and begins that anew. */
  reopen(): void {
    this.#open = new Layer();
  }

  /** The open layer's batch is being written: what is staged from here on belongs to the next. */
  seal(): void {
    this.#inFlight = this.#open;
    this.#open = new Layer();
  }

  /** The batch in flight is durable. */
  activate(): void {
    if (this.#inFlight !== null) this.#active.absorb(this.#inFlight);
    this.#inFlight = null;
  }

  /** The batch in flight failed, and with it what was staged on it. */
  dropStaged(): void {
    this.#inFlight = null;
    this.#open = new Layer();
  }

  /** Ends the active generation, to be written. Only while none is frozen. */
  freeze(): Layer {
    this.#frozen = this.#active;
    this.#active = new Layer();
    return this.#frozen;
  }

  /** The frozen generation is on disk. */
  forgetFrozen(): void {
    this.#frozen = null;
  }
}
