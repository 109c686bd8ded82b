/**
 * A text that is open in an editor: a Yjs document that stays, while base and pending changes move
 * under it.
 *
 * Invariants: what is typed is in the buffer until a step has stored it, and goes back there when
 * storing fails; what comes from elsewhere is applied in place, so that caret and undo survive; only
 * what can't be done in place replaces the document (`rebuilt`).
 */
import * as Y from 'yjs';
import { decodeUpdate, readText, reformText } from '../record/index.ts';
import { readableParts } from '../security/index.ts';
import { RECORD_GONE } from './apply-leave.ts';
import { toDraft } from './become-draft.ts';
import { enqueue, newEntry } from './make-edit.ts';
import { ownWordsOnly } from './own-words.ts';
import { epochOf } from './part-doc.ts';
import { writerOf } from './reform-pending.ts';
import type { Step } from './step.ts';
import { type PartKey, partKey, type RecordKey, splitRecordKey } from './storage-keys.ts';
import { type ReportError, tellListeners } from './tell-listeners.ts';

const ELSEWHERE = Symbol('elsewhere');

export class LiveText {
  readonly key: RecordKey;
  readonly attribute: string;
  readonly #onTyped: () => void;
  readonly #report: ReportError;
  readonly #rebuilt = new Set<() => void>();
  #doc: Y.Doc;
  #clientId: number;
  #buffer: Uint8Array[] = [];

  /** @param doc The text's view, which nobody else writes in. */
  constructor(options: {
    key: RecordKey;
    attribute: string;
    doc: Y.Doc;
    clientId: number;
    onTyped: () => void;
    /** Takes what listeners throw. */
    report: ReportError;
  }) {
    this.key = options.key;
    this.attribute = options.attribute;
    this.#onTyped = options.onTyped;
    this.#report = options.report;
    this.#clientId = options.clientId;
    this.#doc = options.doc;
    this.#watch();
  }

  get place(): PartKey {
    return partKey(this.key, this.attribute);
  }

  get doc(): Y.Doc {
    return this.#doc;
  }

  get clientId(): number {
    return this.#clientId;
  }

  /** The text to bind an editor to; another one after `rebuilt`. */
  get text(): Y.Text {
    return this.#doc.getText(this.attribute);
  }

  get hasUnsaved(): boolean {
    return this.#buffer.length > 0;
  }

  /** Calls `listener` when the document was built again: bind to the new `text`. */
  onRebuilt(listener: () => void): () => void {
    this.#rebuilt.add(listener);
    return () => this.#rebuilt.delete(listener);
  }

  /** Puts what was typed into the outbox. Returns what puts it back when the step fails. */
  drain(step: Step): () => void {
    const typed = this.#buffer;
    if (typed.length === 0) return () => undefined;
    const { entity, id } = splitRecordKey(this.key);
    const update = mergeTyped(typed);
    const part = this.attribute;
    const parts = [{ part, epoch: epochOf(step, this.key, part), update }];
    const before = { [part]: step.holdings.views.get(this.key)?.values[part] ?? null };
    const wanted = { [part]: readText(this.#doc, part) || null };
    const index = step.metadata.entity(entity);
    const isReadable = index !== undefined && readableParts(step.principal, index).has(part);
    const whole = {
      operation: { kind: 'update', entity, id, parts } as const,
      before,
      wanted,
      intents: {},
    };
    step.passes('before-store', 'after-store');
    const pending = isReadable ? whole : ownWordsOnly(whole);
    step.touched.add(this.key);
    const formed = { pending, stamp: step.clock.next(), reform: null, clientId: this.#clientId };
    if (step.holdings.views.get(this.key) !== undefined) enqueue(step, formed);
    else toDraft(step, newEntry(step, [ownWordsOnly(pending)], formed), RECORD_GONE);
    this.#buffer = [];
    return () => {
      this.#buffer = [...typed, ...this.#buffer];
    };
  }

  /** Applies what came from elsewhere. */
  apply(update: Uint8Array): void {
    try {
      Y.applyUpdate(this.#doc, update, ELSEWHERE);
    } finally {
      // Yjs swaps the id when an update comes under it; observers of an app may have thrown.
      this.#doc.clientID = this.#clientId;
    }
  }

  /** Replaces the document; what was typed since the step began is formed again on the new one. */
  rebuild(doc: Y.Doc, clientId: number): void {
    // By name: of an attribute that the metadata has no more, nothing in the document says the root.
    doc.getText(this.attribute);
    const again = this.#typedOn(doc, clientId);
    if (again !== undefined) Y.applyUpdate(doc, again);
    const old = this.#doc;
    this.#doc = doc;
    this.#clientId = clientId;
    this.#buffer = again === undefined ? [] : [again];
    this.#watch();
    old.destroy();
    tellListeners(this.#rebuilt, undefined, this.#report);
    if (this.hasUnsaved) this.#onTyped();
  }

  /** What no step has stored, as it is to stand in another document. */
  #typedOn(doc: Y.Doc, clientId: number): Uint8Array | undefined {
    if (this.#buffer.length === 0) return undefined;
    const typed = mergeTyped(this.#buffer);
    const decoded = decodeUpdate(typed);
    if (!decoded.ok) return typed;
    const from = writerOf(decoded.update) ?? this.#clientId;
    return reformText(decoded.update, doc, from, clientId, Y.getState(doc.store, clientId));
  }

  destroy(): void {
    this.#rebuilt.clear();
    this.#doc.destroy();
  }

  #watch(): void {
    this.#doc.clientID = this.#clientId;
    this.#doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === ELSEWHERE) return;
      this.#buffer.push(update);
      this.#onTyped();
    });
  }
}

/** How many updates are merged at once: Yjs takes the square of their number. */
const MERGED_AT_ONCE = 16;

/** One update of many: also of an hour's typing that a full disk kept from being stored. */
function mergeTyped(updates: readonly Uint8Array[]): Uint8Array {
  let merged = [...updates];
  while (merged.length > MERGED_AT_ONCE) {
    const groups = Math.ceil(merged.length / MERGED_AT_ONCE);
    merged = Array.from({ length: groups }, (_, group) =>
      Y.mergeUpdates(merged.slice(group * MERGED_AT_ONCE, (group + 1) * MERGED_AT_ONCE)),
    );
  }
  return Y.mergeUpdates(merged);
}
