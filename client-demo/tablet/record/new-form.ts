/**
 * The form of a record that is not there yet: nothing is made before *Create*, and then all at once.
 *
 * Invariant: as of a form of a record that is there, nothing that was typed goes before it is stored.
 */
import type { EntityIndex, Value, Values } from '../../../engine/index.ts';
import type { Form, FormEntry, FormField } from './form-entry.ts';
import { type Reader, type ReadTyped, readChosen, readTyped } from './read-typed.ts';

const notTaken: ReadTyped = { ok: false, problem: { kind: 'not-taken' } };

export class NewForm implements Form {
  readonly #index: () => EntityIndex | undefined;
  readonly #reader: Reader;
  readonly #listeners = new Set<() => void>();
  #entries: ReadonlyMap<string, FormEntry>;

  /** @param given Values to begin with. */
  constructor(options: {
    readonly index: () => EntityIndex | undefined;
    readonly reader: Reader;
    readonly given?: Values;
  }) {
    this.#index = options.index;
    this.#reader = options.reader;
    this.#entries = new Map(
      Object.entries(options.given ?? {}).map(([name, value]) => [
        name,
        { state: 'typing', typed: undefined, value, problem: undefined },
      ]),
    );
  }

  /** What the fields have, by attribute; another map after each change. */
  get entries(): ReadonlyMap<string, FormEntry> {
    return this.#entries;
  }

  /** Calls `listener` with each change of the entries. Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  field(name: string): FormField {
    const entry = this.#entries.get(name);
    return { entry, value: entry?.value ?? null };
  }

  type(name: string, typed: string): void {
    const had = this.#entries.get(name)?.problem;
    this.#put(name, typed, had === undefined ? undefined : this.#read(name, typed));
  }

  leave(name: string): void {
    const typed = this.#entries.get(name)?.typed;
    if (typed !== undefined) this.#put(name, typed, this.#read(name, typed));
  }

  restore(name: string): void {
    const entries = new Map(this.#entries);
    entries.delete(name);
    this.#set(entries);
  }

  choose(name: string, value: Value): void {
    this.#put(name, undefined, this.#readChosen(name, value), value);
  }

  /** What the fields of those names have, null where nothing; undefined where one is not fit, which it then says. */
  finish(names: readonly string[]): Values | undefined {
    const values: Record<string, Value> = {};
    let isWhole = true;
    for (const name of names) {
      const entry = this.#entries.get(name);
      const read =
        entry?.typed === undefined
          ? this.#readChosen(name, entry?.value ?? null)
          : this.#read(name, entry.typed);
      if (!read.ok) {
        isWhole = false;
        this.#put(name, entry?.typed, read, entry?.value);
      } else values[name] = read.value;
    }
    return isWhole ? values : undefined;
  }

  #read(name: string, typed: string): ReadTyped {
    const index = this.#index();
    const attribute = index?.attribute(name);
    if (index === undefined || attribute === undefined) return notTaken;
    return readTyped(attribute, typed, index, this.#reader);
  }

  #readChosen(name: string, value: Value): ReadTyped {
    const index = this.#index();
    const attribute = index?.attribute(name);
    if (index === undefined || attribute === undefined) return notTaken;
    return readChosen(attribute, value, index);
  }

  #put(name: string, typed: string | undefined, read: ReadTyped | undefined, chosen?: Value): void {
    const problem = read?.ok === false ? read.problem : undefined;
    const value = read?.ok === true && typed === undefined ? read.value : chosen;
    this.#set(new Map(this.#entries).set(name, { state: 'typing', typed, value, problem }));
  }

  #set(entries: ReadonlyMap<string, FormEntry>): void {
    this.#entries = entries;
    for (const listener of this.#listeners) listener();
  }
}
