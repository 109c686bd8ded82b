/**
 * The form of a record that is there: each field is one edit, made when it is left.
 *
 * Invariant: what was typed stays in the form until the device has stored it or its author gave it up; so
 * neither a value that does not fit nor a full storage loses a character.
 */
import { type EntityIndex, RejoinError, type Value, type Values } from '../../../engine/index.ts';
import type { Form, FormEntry, FormField } from './form-entry.ts';
import { type Reader, type ReadTyped, readChosen, readTyped } from './read-typed.ts';
import { typedValue } from './show-value.ts';

/** What an edit did, so that it can be undone by another one. */
export interface MadeEdit {
  readonly name: string;
  readonly before: Value;
}

/** The record that a form edits, as far as it does. */
export interface EditedRecord {
  readonly values: Values;
  set(values: Values): Promise<void>;
}

export class EditForm implements Form {
  readonly #record: EditedRecord;
  readonly #index: () => EntityIndex | undefined;
  readonly #reader: () => Reader;
  readonly #onMade: (edit: MadeEdit) => void;
  readonly #listeners = new Set<() => void>();
  #entries: ReadonlyMap<string, FormEntry> = new Map();

  constructor(options: {
    readonly record: EditedRecord;
    /** As it is now; undefined where the metadata has the entity no more. */
    readonly index: () => EntityIndex | undefined;
    readonly reader: () => Reader;
    /** Told of each edit that is stored. */
    readonly onMade: (edit: MadeEdit) => void;
  }) {
    this.#record = options.record;
    this.#index = options.index;
    this.#reader = options.reader;
    this.#onMade = options.onMade;
  }

  /** What is not in the record yet, by attribute; another map after each change. */
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
    return { entry, value: entry?.value !== undefined ? entry.value : (this.#record.values[name] ?? null) };
  }

  type(name: string, typed: string): void {
    const had = this.#entries.get(name)?.problem;
    const read = had === undefined ? undefined : this.#read(name, typed);
    // A message goes as soon as it is mended, and comes only when the field is left.
    const problem = read?.ok === false ? read.problem : undefined;
    this.#put(name, { state: 'typing', typed, value: undefined, problem });
  }

  leave(name: string): void {
    const entry = this.#entries.get(name);
    if (entry?.typed === undefined || entry.state !== 'typing') return;
    const attribute = this.#index()?.attribute(name);
    const known = attribute && typedValue(attribute, this.#record.values[name], this.#reader());
    if (entry.typed === known) {
      this.restore(name);
      return;
    }
    const read = this.#read(name, entry.typed);
    if (read.ok) void this.#save(name, { typed: entry.typed, value: read.value });
    else this.#put(name, { ...entry, problem: read.problem });
  }

  restore(name: string): void {
    this.#put(name, undefined);
  }

  choose(name: string, value: Value): void {
    const index = this.#index();
    const attribute = index?.attribute(name);
    if (index === undefined || attribute === undefined) return;
    const read = readChosen(attribute, value, index);
    if (read.ok) void this.#save(name, { typed: undefined, value: read.value });
    else this.#put(name, { state: 'typing', typed: undefined, value, problem: read.problem });
  }

  /** Takes everything that was typed and is fit to be: for a page that may be closed at any moment now. */
  leaveAll(): void {
    for (const name of this.#entries.keys()) this.leave(name);
  }

  /** Tries again what could not be stored. */
  retry(): void {
    for (const [name, { state, typed, value = null }] of this.#entries) {
      if (state === 'unsaved') void this.#save(name, { typed, value });
    }
  }

  #read(name: string, typed: string): ReadTyped {
    const index = this.#index();
    const attribute = index?.attribute(name);
    if (index === undefined || attribute === undefined) return { ok: false, problem: { kind: 'not-taken' } };
    return readTyped(attribute, typed, index, this.#reader());
  }

  async #save(
    name: string,
    { typed, value }: Pick<FormEntry, 'typed'> & { readonly value: Value },
  ): Promise<void> {
    const before = this.#record.values[name] ?? null;
    const saving: FormEntry = { state: 'saving', typed, value, problem: undefined };
    this.#put(name, saving);
    const failure = await this.#record.set({ [name]: value }).then(() => undefined, codeOf);
    const isStillThat = this.#entries.get(name) === saving;
    if (failure === undefined) {
      if (isStillThat) this.restore(name);
      this.#onMade({ name, before });
    } else if (isStillThat) {
      this.#put(
        name,
        failure.startsWith('storage-')
          ? { ...saving, state: 'unsaved' }
          : { ...saving, state: 'typing', problem: { kind: 'not-taken' } },
      );
    }
  }

  #put(name: string, entry: FormEntry | undefined): void {
    const entries = new Map(this.#entries);
    if (entry === undefined) entries.delete(name);
    else entries.set(name, entry);
    this.#entries = entries;
    for (const listener of this.#listeners) listener();
  }
}

function codeOf(error: unknown): string {
  return error instanceof RejoinError ? error.code : 'internal-error';
}
