/**
 * One record that is open: its values, its texts as live documents, and what can be done with it.
 *
 * Invariant: values are those of base + pending and change in one step; a text is one document for as
 * long as that can be (`rebuilt` tells when not).
 */
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { type OwnerId, type RecordId, RejoinError, type StateCode, type Values } from '../model/index.ts';
import { type Conflict, conflictsOf } from '../record/index.ts';
import type { Privilege } from '../security/index.ts';
import { RECORD_GONE } from './apply-leave.ts';
import { Closing } from './closing.ts';
import type { DeviceCore } from './device-core.ts';
import { LiveText } from './live-text.ts';
import { makeEdit } from './make-edit.ts';
import { type May, may } from './may.ts';
import { openView } from './part-doc.ts';
import type { Step } from './step.ts';
import { partKey, type RecordKey, recordKey } from './storage-keys.ts';
import { tellListeners } from './tell-listeners.ts';
import type { ViewRow } from './view-row.ts';

/** How long typing is gathered before it is stored, in milliseconds. */
const TYPING_MS = 50;

export class RecordHandle {
  readonly entity: string;
  readonly id: RecordId;
  readonly #core: DeviceCore;
  readonly #key: RecordKey;
  readonly #texts: ReadonlyMap<string, LiveText>;
  readonly #unlisten: () => void;
  readonly #listeners = new Set<(row: ViewRow | undefined) => void>();
  readonly #closing = new Closing(() => this.#close());

  /** Opens a record with its texts. @throws RejoinError `record-gone` when it is not on this device. */
  static async open(core: DeviceCore, entity: string, id: RecordId): Promise<RecordHandle> {
    const key = recordKey(entity, id);
    const texts = new Map<string, LiveText>();
    try {
      await core.run((step) => openTexts(core, step, { key, texts }));
    } catch (error) {
      for (const live of texts.values()) core.texts.release(live);
      throw error;
    }
    return new RecordHandle(core, { entity, id, texts });
  }

  private constructor(
    core: DeviceCore,
    { entity, id, texts }: { entity: string; id: RecordId; texts: ReadonlyMap<string, LiveText> },
  ) {
    this.entity = entity;
    this.id = id;
    this.#core = core;
    this.#key = recordKey(entity, id);
    this.#texts = texts;
    this.#unlisten = core.onRecord(this.#key, (row) => tellListeners(this.#listeners, row, core.report));
  }

  /** The record now; undefined when it has gone. */
  get row(): ViewRow | undefined {
    return this.#core.holdings.views.get(this.#key);
  }

  get values(): Values {
    return this.row?.values ?? {};
  }

  /** Sets attributes; resolves when that is stored. A text is changed by its difference. */
  async set(values: Values): Promise<void> {
    await this.#core.run((step) => makeEdit(step, { kind: 'update', key: this.#key, values }));
  }

  /** The live text of a memo, to bind an editor to. @throws RejoinError when the attribute is none. */
  text(attribute: string): Y.Text {
    return this.#live(attribute).text;
  }

  /** Calls `listener` when a text was built again: bind to the new `text(attribute)`. */
  onRebuilt(attribute: string, listener: () => void): () => void {
    return this.#live(attribute).onRebuilt(listener);
  }

  /**
   * Who else has the text open, and where their cursors are, for an editor binding to show and to write its own
   * cursor into (`cursor` of the local state is all that leaves this device of it). The others' states have
   * `user: { id, name, color }`, from the relay; there are none without a connection. Another one after `rebuilt`.
   */
  presence(attribute: string): Awareness {
    return this.#core.presences.of(this.#live(attribute));
  }

  /** Stores what was typed so far. @throws RejoinError `storage-failed` where that is not on the disk. */
  flush(): Promise<void> {
    return this.#core.flush();
  }

  /** The attributes that hold several values written at the same time, with their authors. */
  async conflicts(): Promise<readonly Conflict[]> {
    return this.#core.run(async (step) => {
      const conflicted = new Set(step.holdings.views.get(this.#key)?.conflicts);
      const found: Conflict[] = [];
      for (const layout of step.metadata.entity(this.entity)?.parts ?? []) {
        if (![...layout.roots.keys()].some((attribute) => conflicted.has(attribute))) continue;
        const { doc } = await openView(step, this.#key, layout.name);
        found.push(...conflictsOf(doc, layout));
      }
      return found;
    });
  }

  /** Whether the user may do that with this record, as far as this device knows. */
  may(privilege: Privilege, attribute?: string): May {
    const metadata = this.#core.index;
    const entity = metadata.entity(this.entity);
    const row = this.row;
    if (entity === undefined || row === undefined) {
      return { allowed: false, code: 'record-gone', reason: RECORD_GONE.reason };
    }
    return may(this.#core.principal, entity, { privilege, row, attribute });
  }

  async delete(): Promise<void> {
    await this.#core.run((step) => makeEdit(step, { kind: 'delete', key: this.#key }));
  }

  async setState(statecode: StateCode): Promise<void> {
    await this.#core.run((step) => makeEdit(step, { kind: 'set-state', key: this.#key, statecode }));
  }

  async assign(ownerid: OwnerId): Promise<void> {
    await this.#core.run((step) => makeEdit(step, { kind: 'assign', key: this.#key, ownerid }));
  }

  /** Calls `listener` with the record whenever it changes; with undefined when it has gone. */
  subscribe(listener: (row: ViewRow | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stores what was typed, and lets go of the documents; stays open where it can't be stored. */
  close(): Promise<void> {
    return this.#closing.run();
  }

  async #close(): Promise<void> {
    // A step takes what was typed before it: more may have been while it wrote.
    do await this.flush();
    while ([...this.#texts.values()].some((live) => live.hasUnsaved));
    this.#unlisten();
    this.#listeners.clear();
    for (const live of this.#texts.values()) this.#core.texts.release(live);
  }

  #live(attribute: string): LiveText {
    const live = this.#texts.get(attribute);
    if (live === undefined)
      throw new RejoinError('invalid-argument', `${attribute} is no text of ${this.entity}`);
    return live;
  }
}

interface Opening {
  readonly key: RecordKey;
  /** Those that are held, by part. */
  readonly texts: Map<string, LiveText>;
}

async function openTexts(core: DeviceCore, step: Step, { key, texts }: Opening): Promise<void> {
  const view = step.holdings.views.get(key);
  if (view === undefined) throw new RejoinError('record-gone');
  for (const layout of step.entity(view.entity).parts) {
    if (layout.kind !== 'text') continue;
    const held = core.texts.retain(partKey(key, layout.name));
    if (held !== undefined) {
      texts.set(layout.name, held);
      continue;
    }
    const { doc } = await openView(step, key, layout.name);
    const onTyped = core.whenIdle(TYPING_MS);
    const { clientId } = step;
    const live = new LiveText({ key, attribute: layout.name, doc, clientId, onTyped, report: core.report });
    core.texts.hold(live);
    texts.set(layout.name, live);
  }
}
