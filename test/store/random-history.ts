/**
 * A store and plain maps side by side, for the property test of random histories.
 *
 * Invariant: the maps use none of the store's code. A batch whose write failed may be in the log after
 * a reopening; then they take it over whole.
 */
import { expect } from 'vitest';
import * as Y from 'yjs';
import type { DeviceNumber, Values } from '../../engine/model/index.ts';
import type { RelayStore, SealedBatch } from '../../relay/store/index.ts';
import { LevelStore } from '../../relay/store/index.ts';
import { LossyLevel } from '../world/lossy-level.ts';
import {
  accepted,
  append,
  author,
  collect,
  DEVICE,
  FIRST_STATE,
  type OperationSpec,
  ORGANIZATION,
  recordId,
  refused,
  TIME,
  uuidOf,
} from './log-entries.ts';
import type { Step } from './random-steps.ts';

interface ModelRow {
  readonly values: Values;
  readonly version: number;
  readonly text: string;
}
/** What the log comes to, without any of the store's code. */
interface Model {
  readonly rows: ReadonlyMap<number, ModelRow>;
  readonly used: ReadonlySet<number>;
  readonly verdicts: ReadonlyMap<number, readonly string[]>;
  readonly sequence: number;
  /** Per record, how many entries touched it. */
  readonly touches: ReadonlyMap<number, number>;
}
const EMPTY: Model = {
  rows: new Map(),
  used: new Set(),
  verdicts: new Map(),
  sequence: 1,
  touches: new Map(),
};

/** A store and its model, taken through the same steps. */
export class RandomHistory {
  readonly #db: LossyLevel;
  #level!: LevelStore;
  store!: RelayStore;
  /** Durable, in flight, staged. */
  #durable = EMPTY;
  #inFlight: { readonly sealed: SealedBatch; readonly model: Model } | undefined;
  #staged = EMPTY;
  readonly #numbers = new Map<number, number>();
  #ids = 0;
  readonly #current = new Map<number, number>();

  constructor(random: () => number) {
    this.#db = new LossyLevel(random);
  }

  async begin(): Promise<void> {
    this.#level = await LevelStore.open(this.#db, { flushAtBytes: 6_000, pause: async () => undefined });
    this.store = await this.#level.create(ORGANIZATION, FIRST_STATE);
  }

  async run(next: Step): Promise<void> {
    switch (next.kind) {
      case 'change':
        return this.#change(next);
      case 'refuse':
        return this.#refuse(next.record, next.device);
      case 'append':
        return this.#append();
      case 'pipeline':
        return this.#seal();
      case 'flush':
        return this.store.flush();
      case 'restart':
        await this.#land();
        await this.#level.close();
        return this.#reopen();
      case 'crash':
      case 'crash-prefix':
        await this.#db.crash(next.kind === 'crash' ? 'none' : 'prefix');
        return this.#reopen();
      case 'fail-lost':
      case 'fail-kept':
      case 'fail-flush':
        return this.#fail(next.kind);
    }
  }

  #change(next: Extract<Step, { kind: 'change' }>): void {
    const { device, value, parent, text, remove } = next;
    const known = this.#current.get(next.record);
    const row = known === undefined ? undefined : this.#staged.rows.get(known);
    const number = this.#nextNumber(device);
    const isDelete = row !== undefined && remove === 0;
    const n = row === undefined || known === undefined ? ++this.#ids : known;
    const id = recordId(n);
    const after: Values = {
      value: value === 0 ? null : value,
      parent: parent === null ? null : { entity: 'account', id: uuidOf(1_000 + parent) },
    };
    const kind = row === undefined ? 'create' : isDelete ? 'delete' : 'update';
    const parts = isDelete ? [] : [{ part: 'note', update: this.#type(n, row?.text ?? '', text) }];
    const operation: OperationSpec = { kind, id, after: isDelete ? {} : after, parts };
    const by = author(number, (DEVICE + device) as DeviceNumber);
    this.store.stage(accepted(this.store, by, [operation]));
    this.#current.set(next.record, n);

    const rows = new Map(this.#staged.rows);
    const sequence = this.#staged.sequence + 1;
    const values = Object.fromEntries(
      Object.entries({ ...row?.values, ...after }).filter(([, kept]) => kept !== null),
    );
    if (isDelete) rows.delete(n);
    else rows.set(n, { values, version: sequence, text: (row?.text ?? '') + text });
    this.#staged = {
      rows,
      sequence,
      used: new Set(this.#staged.used).add(n),
      verdicts: this.#verdict(device, `${number} accepted`),
      touches: new Map(this.#staged.touches).set(n, (this.#staged.touches.get(n) ?? 0) + 1),
    };
  }

  #type(n: number, before: string, text: string): Uint8Array {
    // From what the store has: a document of what was dropped must not be typed on.
    const doc = new Y.Doc();
    const part = this.store.part('contact', recordId(n), 'note');
    if (part?.snapshot) Y.applyUpdateV2(doc, part.snapshot);
    for (const update of part?.updates ?? []) Y.applyUpdate(doc, update);
    expect(doc.getText('note').toString()).toBe(before);
    const vector = Y.encodeStateVector(doc);
    doc.getText('note').insert(before.length, text);
    return Y.encodeStateAsUpdate(doc, vector);
  }

  #refuse(record: number, device: number): void {
    const number = this.#nextNumber(device);
    const n = this.#current.get(record);
    const touchedRecords = n === undefined ? [] : [{ entity: 'contact', id: recordId(n) }];
    this.store.stage(refused(author(number, (DEVICE + device) as DeviceNumber), { touchedRecords }));
    const touches = new Map(this.#staged.touches);
    if (n !== undefined) touches.set(n, (touches.get(n) ?? 0) + 1);
    this.#staged = { ...this.#staged, touches, verdicts: this.#verdict(device, `${number} rejected`) };
  }

  #nextNumber(device: number): number {
    const number = (this.#numbers.get(device) ?? 0) + 1;
    this.#numbers.set(device, number);
    return number;
  }

  #verdict(device: number, verdict: string): ReadonlyMap<number, readonly string[]> {
    const known = this.#staged.verdicts.get(device) ?? [];
    return new Map(this.#staged.verdicts).set(device, [...known, verdict].slice(-64));
  }

  /** Seals what is staged and leaves it in flight. */
  async #seal(): Promise<void> {
    await this.#land();
    const sealed = this.store.seal(TIME);
    if (sealed !== undefined) this.#inFlight = { sealed, model: this.#staged };
  }

  /** The batch in flight becomes durable. */
  async #land(): Promise<void> {
    if (this.#inFlight === undefined) return;
    const { sealed, model } = this.#inFlight;
    await this.store.appendBatch(sealed);
    this.#inFlight = undefined;
    this.#durable = model;
  }

  async #append(): Promise<void> {
    await this.#land();
    await append(this.store);
    this.#durable = this.#staged;
  }

  async #fail(how: 'fail-lost' | 'fail-kept' | 'fail-flush'): Promise<void> {
    if (how === 'fail-flush') {
      this.#db.failWrites('lost');
      const { batch } = this.store.checkpoint;
      const failed = await this.store.flush().then(
        () => false,
        () => true,
      );
      expect(failed || this.store.checkpoint.batch === batch).toBe(true);
      this.#db.recover();
    } else {
      await this.#seal();
      this.#db.failWrites(how === 'fail-lost' ? 'lost' : 'kept');
      const inFlight = this.#inFlight;
      if (inFlight !== undefined) {
        await expect(this.store.appendBatch(inFlight.sealed)).rejects.toMatchObject({
          code: 'storage-failed',
        });
        this.#forgetStaged();
        this.check();
        if (how === 'fail-kept') this.#durable = inFlight.model;
      }
      this.#db.recover();
    }
    // A store that works keeps what was staged: only one that failed reads the log again.
    const hasFailed = this.store.status === 'failed';
    await this.#level.reopen();
    if (hasFailed) this.#forgetStaged();
  }

  async #reopen(): Promise<void> {
    this.#level = await LevelStore.open(this.#db, { flushAtBytes: 6_000, pause: async () => undefined });
    this.store = await this.#level.organization(ORGANIZATION);
    this.#forgetStaged();
  }

  #forgetStaged(): void {
    this.#inFlight = undefined;
    this.#staged = this.#durable;
  }

  /** Synchronous reads show what is staged. */
  check(): void {
    const { rows, used, verdicts, sequence } = this.#staged;
    expect(this.store.nextSequence).toBe(sequence + 1);
    const counts = new Map<string, number>();
    for (let n = 1; n <= this.#ids; n++) {
      const row = rows.get(n);
      const stored = this.store.row('contact', recordId(n));
      expect(stored && { values: stored.values, version: stored.system.versionnumber }).toEqual(
        row && { values: row.values, version: row.version },
      );
      expect(this.store.isUsed(recordId(n))).toBe(used.has(n));
      expect(this.#textOf(n)).toBe(row?.text ?? '');
      const parent = row?.values.parent;
      if (parent !== null && typeof parent === 'object')
        counts.set(parent.id, (counts.get(parent.id) ?? 0) + 1);
    }
    for (const n of [0, 1, 2]) {
      const target = uuidOf(1_000 + n);
      expect(this.store.childCount('contact', 'parent', target)).toBe(counts.get(target) ?? 0);
    }
    for (const device of [0, 1]) {
      const { recent } = this.store.decisions((DEVICE + device) as DeviceNumber);
      expect(recent.map(({ number, verdict }) => `${number} ${verdict}`)).toEqual(verdicts.get(device) ?? []);
    }
  }

  #textOf(n: number): string {
    const part = this.store.part('contact', recordId(n), 'note');
    const doc = new Y.Doc();
    if (part?.snapshot) Y.applyUpdateV2(doc, part.snapshot);
    for (const update of part?.updates ?? []) Y.applyUpdate(doc, update);
    return doc.getText('note').toString();
  }

  /** Scans, log and audit show what is durable. */
  async checkDurable(): Promise<void> {
    const { rows, sequence, touches } = this.#durable;
    const ids = [...rows.keys()].sort((a, b) => a - b).map(recordId);
    expect(await collect(this.store.ids('contact'))).toEqual(ids);
    expect((await collect(this.store.rows('contact'))).map(({ id }) => id)).toEqual(ids);
    for (const n of [0, 1, 2]) {
      const target = uuidOf(1_000 + n);
      const children = [...rows].filter(([, { values }]) => {
        const parent = values.parent;
        return parent !== null && typeof parent === 'object' && parent.id === target;
      });
      expect(await collect(this.store.children('contact', 'parent', target))).toEqual(
        children
          .map(([child]) => child)
          .sort((a, b) => a - b)
          .map(recordId),
      );
    }
    const batches = await collect(this.store.readLog(0, 1e9));
    const sequences = batches.flatMap(({ entries }) =>
      entries.flatMap((entry) => ('sequence' in entry ? entry.sequence : [])),
    );
    expect(sequences).toEqual(Array.from({ length: sequence }, (_, i) => i + 1));
    for (const [n, count] of touches) {
      const audit = await collect(this.store.auditOfRecord('contact', recordId(n), { limit: 1e6 }));
      expect(audit).toHaveLength(count);
    }
  }
}
