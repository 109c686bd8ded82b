/**
 * What the relay decided, derived a second time: from the bytes of its log alone, entry by entry, with
 * plain Yjs and the slow oracle of authorization.
 *
 * Invariant: takes only batches that are durable, in the order of their chain; each accepted operation is
 * judged again under the directory and the records as they were right before it.
 */
import * as Y from 'yjs';
import { columnRight, oracleAuthorize, oracleReads } from '../model/oracle-authorization.ts';
import type { OracleOperation, OracleRecord, OracleWorld } from '../model/oracle-world.ts';
import { ObservedDirectory } from './observer-directory.ts';
import { insertedBy } from './observer-documents.ts';
import type { SeenBatch, SeenEntry, SeenOperation, SeenSystem } from './observer-log.ts';
import { readLogValue } from './observer-log.ts';
import { ObservedMetadata } from './observer-metadata.ts';

export interface ObservedPart {
  readonly epoch: number;
  readonly doc: Y.Doc;
}

export interface ObservedRecord {
  readonly entity: string;
  readonly id: string;
  readonly system: SeenSystem;
  readonly values: Readonly<Record<string, unknown>>;
  readonly parts: ReadonlyMap<string, ObservedPart>;
}

export interface ObservedChange {
  readonly sequence: number;
  readonly device: number;
  readonly number: number;
  readonly uuid: string;
  readonly keys: readonly string[];
}

/** The device number under which the relay itself writes. */
const RELAY_ITSELF = 4096;

export class ObservedRelay {
  readonly records = new Map<string, ObservedRecord>();
  readonly deleted = new Set<string>();
  readonly changes = new Map<string, ObservedChange>();
  readonly refused = new Map<string, Extract<SeenEntry, { kind: 'refused' }>>();
  readonly users = new Map<number, string>();
  /** Devices of which nothing may enter any more. */
  readonly revoked = new Set<number>();
  /** `id value` of everything that an accepted change has ever inserted. */
  readonly inserted = new Set<string>();
  /** All of that in one text, in which markers are found. */
  readonly markers = new Set<string>();
  readonly problems: string[] = [];
  readonly directory = new ObservedDirectory();
  rebuilds = 0;
  /** Rises with each batch; what depends on rights alone rises with `rights`. */
  batch = 0;
  rights = 0;
  #hash = '0'.repeat(64);
  readonly #metadata = new ObservedMetadata();
  readonly #uuids = new Map<string, number>();
  #readable = new Map<string, boolean>();
  #world: OracleWorld | undefined;
  #oracles = new Map<string, OracleRecord>();

  /** Reads on from the durable values of the log; calls `onBatch` behind each. Returns the new entries. */
  readOn(
    durableValue: (batch: number) => Uint8Array | undefined,
    onBatch: () => void = () => {},
  ): SeenEntry[] {
    const entries: SeenEntry[] = [];
    for (;;) {
      const value = durableValue(this.batch + 1);
      if (value === undefined) return entries;
      const batch = readLogValue(value);
      this.#take(batch);
      onBatch();
      entries.push(...batch.entries);
    }
  }

  /** Whether the user may have the record on a device. */
  reads(user: string, key: string): boolean {
    const record = this.#oracles.get(key);
    if (record === undefined) return false;
    const question = `${user} ${record.entity} ${record.ownerid} ${record.unit}`;
    let answer = this.#readable.get(question);
    if (answer === undefined) {
      answer =
        this.#metadata.isOffline(record.entity) &&
        !this.directory.isDisabled(user) &&
        oracleReads(this.world, user, record);
      this.#readable.set(question, answer);
    }
    return answer;
  }

  /** Whether the user may see that attribute of records that they may read. */
  readsAttribute(user: string, entity: string, attribute: string): boolean {
    const known = this.#metadata.attribute(entity, attribute);
    if (known === undefined) return false;
    if (!known.secured) return true;
    const question = `${user} ${entity}.${attribute}`;
    let answer = this.#readable.get(question);
    if (answer === undefined) {
      answer = columnRight(this.world, user, entity, attribute, 'read');
      this.#readable.set(question, answer);
    }
    return answer;
  }

  /**
   * Whether the user's devices may hold what stands in that attribute. What was published no more is not shown,
   * but its old values stay in the part that everybody has, and in drafts.
   */
  mayHold(user: string, entity: string, attribute: string): boolean {
    return this.#metadata.isCommon(entity, attribute) || this.readsAttribute(user, entity, attribute);
  }

  /** Whether the part is a text. */
  isText(entity: string, part: string): boolean {
    return this.#metadata.isText(entity, part);
  }

  get world(): OracleWorld {
    const { entities, relationships } = this.#metadata.now;
    const records = [...this.#oracles.values()];
    this.#world ??= { ...this.directory.asOracle(), entities, relationships, records };
    return this.#world;
  }

  #take(batch: SeenBatch): void {
    if (batch.batch !== this.batch + 1 || batch.previousHash !== this.#hash) {
      throw new Error(`batch ${batch.batch} does not follow batch ${this.batch}`);
    }
    this.batch = batch.batch;
    this.#hash = batch.hash;
    for (const entry of batch.entries) this.#apply(entry);
  }

  #apply(entry: SeenEntry): void {
    switch (entry.kind) {
      case 'directory':
        this.directory.apply(entry.change);
        this.#rightsChanged();
        break;
      case 'metadata':
        this.#metadata.publish(entry.metadata);
        this.#rightsChanged();
        break;
      case 'enrolled':
        this.users.set(entry.number, entry.user);
        break;
      case 'device':
        if (entry.isRevoked) this.revoked.add(entry.number);
        else this.revoked.delete(entry.number);
        break;
      case 'refused':
        this.#decide(entry.device, entry.number);
        this.refused.set(`${entry.device}/${entry.number}`, entry);
        break;
      case 'accepted':
        this.#accept(entry);
        break;
      case 'rebuilt':
        this.#rebuild(entry);
        break;
      case 'other':
    }
  }

  #rightsChanged(): void {
    this.rights++;
    this.#readable = new Map();
    this.#world = undefined;
  }

  #decide(device: number, number: number): void {
    const key = `${device}/${number}`;
    if (this.changes.has(key) || this.refused.has(key))
      this.problems.push(`[P3] change ${key} was decided twice`);
    if (this.revoked.has(device)) this.problems.push(`[P8] change ${key} of a revoked device was decided`);
  }

  #accept(entry: Extract<SeenEntry, { kind: 'accepted' }>): void {
    const { device, number, uuid, sequence, user } = entry;
    this.#decide(device, number);
    if (this.#uuids.has(uuid)) this.problems.push(`[P3] change ${uuid} was accepted twice`);
    this.#uuids.set(uuid, sequence);
    const keys = [...new Set(entry.operations.map(({ entity, id }) => `${entity}/${id}`))];
    this.changes.set(`${device}/${number}`, { sequence, device, number, uuid, keys });
    for (const operation of entry.operations) {
      // What operators import is the relay's own and not judged by the rights of anyone.
      const verdict = device === RELAY_ITSELF ? 'allowed' : this.#judge(user, operation);
      if (verdict !== 'allowed') {
        const what = `${operation.kind} of ${operation.entity} ${operation.id}`;
        this.problems.push(
          `[P8] accepted of ${user} at ${sequence}: ${what}, where the oracle says ${verdict}`,
        );
      }
      this.#operate(operation);
    }
  }

  #judge(user: string, operation: SeenOperation): string {
    if (this.directory.isDisabled(user)) return 'account-disabled';
    const { kind, entity, id, system, after } = operation;
    if (!this.#metadata.isOffline(entity)) return 'entity-not-offline';
    const touched = [
      ...new Set([
        ...Object.keys(after),
        ...operation.parts.map(({ part }) => part).filter((part) => part !== 'main'),
      ]),
    ];
    const values = after as OracleRecord['values'];
    if (touched.some((name) => this.#metadata.attribute(entity, name) === undefined))
      return 'attribute-removed';
    const known = this.#oracles.get(`${entity}/${id}`);
    if (kind === 'create') {
      const unit = system?.owningbusinessunit ?? null;
      const record: OracleRecord = { entity, id, ownerid: system?.ownerid ?? null, unit, values };
      return oracleAuthorize(this.world, user, { kind, record, touched });
    }
    if (known === undefined) return 'record-gone';
    const question: OracleOperation =
      kind === 'update'
        ? { kind, record: known, touched, after: { ...known.values, ...values } }
        : kind === 'assign'
          ? { kind, record: known, newOwner: system?.ownerid ?? '' }
          : { kind, record: known };
    return oracleAuthorize(this.world, user, question);
  }

  #operate({ kind, entity, id, parts, after, system }: SeenOperation): void {
    const key = `${entity}/${id}`;
    if (kind === 'delete' || system === null) {
      this.records.delete(key);
      this.deleted.add(key);
      this.#note(key);
      return;
    }
    const known = this.records.get(key);
    const held = new Map(known?.parts);
    for (const { part, epoch, update } of parts) {
      const current = held.get(part) ?? { epoch, doc: new Y.Doc({ guid: 'observed' }) };
      if (current.epoch !== epoch) this.problems.push(`an update of epoch ${epoch} in ${key} ${part}`);
      Y.applyUpdate(current.doc, update);
      held.set(part, current);
      for (const value of insertedBy(update)) {
        this.inserted.add(`${id} ${value}`);
        for (const [marker] of value.matchAll(/~k\d{6}~/g)) this.markers.add(marker);
      }
    }
    this.records.set(key, { entity, id, system, values: { ...known?.values, ...after }, parts: held });
    this.#note(key);
  }

  #rebuild({ entity, id, part, epoch, snapshot, system }: Extract<SeenEntry, { kind: 'rebuilt' }>): void {
    const key = `${entity}/${id}`;
    const known = this.records.get(key);
    if (known === undefined) {
      this.problems.push(`a rebuild of ${key}, which is not there`);
      return;
    }
    this.rebuilds++;
    const doc = new Y.Doc({ guid: 'observed' });
    Y.applyUpdateV2(doc, snapshot);
    this.records.set(key, { ...known, system, parts: new Map(known.parts).set(part, { epoch, doc }) });
  }

  /** Keeps what the oracle judges by in step. */
  #note(key: string): void {
    const record = this.records.get(key);
    this.#world = undefined;
    if (record === undefined) {
      this.#oracles.delete(key);
      return;
    }
    const { entity, id, system, values } = record;
    this.#oracles.set(key, {
      ...{ entity, id, ownerid: system.ownerid, unit: system.owningbusinessunit },
      values: values as OracleRecord['values'],
    });
  }
}
