/**
 * A step: everything that one event changes, made in memory first, written as one batch, and only
 * then seen by anyone.
 *
 * Invariants: at most one step at a time (`SerialQueue`); until the batch is stored nobody else sees what
 * is staged; when it fails, memory and storage are as before, and the step rejects with `storage-failed`. What must happen only if the step holds
 * (sending, notifying) is asked for with `afterwards`.
 */
import type * as Y from 'yjs';
import type { HybridClock, Seams, StopPoint } from '../clock/index.ts';
import { type EntityIndex, type MetadataIndex, RejoinError } from '../model/index.ts';
import { clientIdOf } from '../record/index.ts';
import type { Principal } from '../security/index.ts';
import type { BaseRow, HeldPart } from './base-row.ts';
import type { DeviceState } from './device-state.ts';
import {
  type Holdings,
  metadataIn,
  notProvisioned,
  principalIn,
  type StagedHoldings,
  stageHoldings,
  stateIn,
} from './holdings.ts';
import { type OutboxEntry, touchedKeys } from './outbox-entry.ts';
import type { DeviceStorage } from './storage.ts';
import {
  orderKey,
  type PartKey,
  partStateKey,
  partUpdateKey,
  REMOVED,
  type RecordKey,
  recordKey,
  tables,
} from './storage-keys.ts';
import { encodeStored } from './stored-value.ts';

/** What happened to a document that may be open on screen. */
export interface DocumentEvent {
  readonly place: PartKey;
  /** An update to apply in place, or null when the document has to be built again. */
  readonly update: Uint8Array | null;
}

/** A text in which somebody may be typing. */
export interface OpenText {
  readonly doc: Y.Doc;
  /** Under which it is typed. */
  readonly clientId: number;
  /** Whether it holds typing that no step has stored. */
  readonly hasUnsaved: boolean;
}

export interface StepContext {
  /** The open texts, by part key. */
  readonly openTexts: ReadonlyMap<string, OpenText>;
  readonly holdings: Holdings;
  readonly storage: DeviceStorage;
  readonly clock: HybridClock;
  readonly seams: Seams;
}

const STORED = ['state', 'metadata', 'principal', 'rows', 'refused', 'outbox', 'drafts'] as const;

export class Step {
  readonly holdings: StagedHoldings;
  readonly clock: HybridClock;
  readonly seams: Seams;
  /** Records whose view has to be made anew before the step ends. */
  readonly touched = new Set<RecordKey>();
  readonly documents: DocumentEvent[] = [];
  /** Whether what its user may not have any more left the storage: its bytes are to leave the files too. */
  hasRemoved = false;
  readonly #openTexts: ReadonlyMap<string, OpenText>;
  readonly #storage: DeviceStorage;
  readonly #parts = new Map<string, Uint8Array | null>();
  readonly #effects: (() => void)[] = [];
  #byRecord: Map<RecordKey, OutboxEntry[]> | null = null;
  readonly #around: (readonly [before: StopPoint, after: StopPoint])[] = [];

  constructor({ holdings, storage, clock, seams, openTexts }: StepContext) {
    this.#openTexts = openTexts;
    this.holdings = stageHoldings(holdings);
    this.#storage = storage;
    this.clock = clock;
    this.seams = seams;
  }

  get state(): DeviceState {
    return stateIn(this.holdings);
  }

  change(changes: Partial<DeviceState>): void {
    this.holdings.state.set('', { ...this.state, ...changes });
  }

  get metadata(): MetadataIndex {
    return metadataIn(this.holdings);
  }

  get principal(): Principal {
    return principalIn(this.holdings);
  }

  entity(name: string): EntityIndex {
    const index = this.metadata.entity(name);
    if (index === undefined) throw new RejoinError('entity-not-offline', `this device has no entity ${name}`);
    return index;
  }

  /** The Yjs client id under which edits are made now. */
  get clientId(): number {
    const { deviceNumber, generation } = this.state;
    if (deviceNumber === null) throw notProvisioned();
    return clientIdOf(deviceNumber, generation);
  }

  /** Has everything that is written from here on stand under a client id that was never used. */
  beginGeneration(): void {
    this.change({ generation: this.state.generation + 1 });
  }

  /** Has the views of all records that the entry touches made anew. */
  touch(entry: OutboxEntry): void {
    for (const key of touchedKeys(entry)) this.touched.add(key);
  }

  /**
   * Makes sure that nobody types under `clientId` in a document in which the step is about to write:
   * two writers under one id would use the same clocks.
   */
  writeBeside(place: string): void {
    const open = this.#openTexts.get(place);
    if (open?.clientId === this.clientId) this.beginGeneration();
  }

  /**
   * The open document of a text where that shows what the step leaves: nothing came from elsewhere and
   * nothing was withdrawn. So that storing what is typed into a long text does not read it anew.
   */
  shownText(place: string): Y.Doc | undefined {
    const open = this.#openTexts.get(place);
    if (open === undefined || open.hasUnsaved) return undefined;
    const isTouched = this.documents.length > 0 || this.holdings.drafts.staged.size > 0;
    return isTouched ? undefined : open.doc;
  }

  /** Whether the part is an open text. */
  isOpen(place: PartKey): boolean {
    return this.#openTexts.has(place);
  }

  /** The parts of a record that are open texts. */
  openParts(key: RecordKey): string[] {
    const places = [...this.#openTexts.keys()].filter((place) => place.startsWith(`${key}/`));
    return places.map((place) => place.slice(key.length + 1));
  }

  row(key: RecordKey): BaseRow | undefined {
    return this.holdings.rows.get(key);
  }

  /** The outbox in order. */
  outbox(): OutboxEntry[] {
    return [...this.holdings.outbox.entries()].map(([, entry]) => entry).sort((a, b) => a.order - b.order);
  }

  /** The entry at that place in the queue, as it is now: what becomes of one may change those behind it. */
  entry(order: number): OutboxEntry | undefined {
    return this.holdings.outbox.get(orderKey(order));
  }

  /** The entries that touch a record, in order; a step that looks at many records finds each at once. */
  entriesOn(key: RecordKey): readonly OutboxEntry[] {
    if (this.#byRecord === null) {
      this.#byRecord = new Map();
      for (const entry of this.outbox()) {
        for (const touched of touchedKeys(entry)) {
          const known = this.#byRecord.get(touched);
          if (known === undefined) this.#byRecord.set(touched, [entry]);
          else known.push(entry);
        }
      }
    }
    return this.#byRecord.get(key) ?? [];
  }

  putEntry(entry: OutboxEntry): void {
    this.holdings.outbox.set(orderKey(entry.order), entry);
    this.#byRecord = null;
  }

  removeEntry(entry: OutboxEntry): void {
    this.holdings.outbox.delete(orderKey(entry.order));
    this.#byRecord = null;
  }

  /** The stored bytes of a part: its state (V2), if there is one, and the updates (V1) behind it. */
  async readPart(
    row: BaseRow,
    part: string,
  ): Promise<{ state: Uint8Array | undefined; updates: Uint8Array[] }> {
    const held = row.parts[part];
    if (held === undefined) return { state: undefined, updates: [] };
    const state = held.hasState ? await this.#readBytes(partStateKey(row.entity, row.id, part)) : undefined;
    const updates: Uint8Array[] = [];
    for (let n = 0; n < held.updates; n++) {
      const update = await this.#readBytes(partUpdateKey(row.entity, row.id, part, n));
      if (update !== undefined) updates.push(update);
    }
    return { state, updates };
  }

  async #readBytes(key: string): Promise<Uint8Array | undefined> {
    const staged = this.#parts.get(key);
    if (staged !== undefined) return staged ?? undefined;
    return this.#storage.read(key);
  }

  /** Replaces what is stored of a part. Returns how it is held now. */
  putPartState(row: BaseRow, part: string, epoch: number, state: Uint8Array): HeldPart {
    this.removePart(row, part);
    this.#parts.set(partStateKey(row.entity, row.id, part), state.slice());
    return { epoch, hasState: true, updates: 0 };
  }

  /** Adds an update behind what is stored of a part. Returns how it is held now. */
  appendPartUpdate(row: BaseRow, part: string, epoch: number, update: Uint8Array): HeldPart {
    const held = row.parts[part] ?? { epoch, hasState: false, updates: 0 };
    this.#parts.set(partUpdateKey(row.entity, row.id, part, held.updates), update.slice());
    return { ...held, updates: held.updates + 1 };
  }

  removePart(row: BaseRow, part: string): void {
    const held = row.parts[part];
    if (held === undefined) return;
    if (held.hasState) this.#parts.set(partStateKey(row.entity, row.id, part), null);
    for (let n = 0; n < held.updates; n++) this.#parts.set(partUpdateKey(row.entity, row.id, part, n), null);
  }

  putRow(row: BaseRow): void {
    const key = recordKey(row.entity, row.id);
    this.holdings.rows.set(key, row);
    this.touched.add(key);
  }

  /** Takes a record's base, documents and what refused changes left in them out of the storage. */
  removeRow(row: BaseRow): void {
    const key = recordKey(row.entity, row.id);
    for (const part of Object.keys(row.parts)) this.removePart(row, part);
    for (const [refused] of [...this.holdings.refused.entries(`${key}/`)])
      this.holdings.refused.delete(refused);
    this.holdings.rows.delete(key);
    this.touched.add(key);
    this.hasRemoved = true;
  }

  /** Has `effect` run when the step is stored. */
  afterwards(effect: () => void): void {
    this.#effects.push(effect);
  }

  /** Names the moments right before and right after the step is written. */
  passes(before: StopPoint, after: StopPoint): void {
    if (this.seams.reach !== undefined) this.#around.push([before, after]);
  }

  /** What was asked for with `afterwards`: to be run, each by itself, once the step is stored. */
  get effects(): readonly (() => void)[] {
    return this.#effects;
  }

  /** Stores everything that was staged, all or nothing. Returns whether it was anything. */
  async commit(): Promise<boolean> {
    const batch = this.#batch();
    if (batch.size > 0 && this.clock.last !== this.state.stamp) {
      this.change({ stamp: this.clock.last });
      batch.set(tables.state, encodeStored(this.state));
    }
    for (const [before] of this.#around) this.seams.reach?.(before);
    await this.#storage.write(batch);
    for (const [, after] of this.#around) this.seams.reach?.(after);
    for (const table of Object.values(this.holdings)) table.commit();
    return batch.size > 0;
  }

  #batch(): Map<string, Uint8Array | null> {
    const writes = new Map(this.#parts);
    for (const name of STORED) {
      const table = tables[name];
      for (const [key, value] of this.holdings[name].staged) {
        writes.set(key === '' ? table : `${table}/${key}`, value === undefined ? null : encodeStored(value));
      }
    }
    if (this.hasRemoved && this.#storage.canCompact) writes.set(REMOVED, new Uint8Array());
    return writes;
  }
}
