/**
 * The two batches that are not durable: the open one, to which entries are staged, and the one in
 * flight. A small state machine, so that batch n + 1 can be judged while n is being synced:
 *
 *   stage … stage → seal → (stage … stage) → succeeded → seal → …
 *          ↘ can't be written               ↘ failed: both are dropped, and nothing goes on
 *            the open one is dropped likewise
 *
 * Invariant: the entries of the open layer are exactly the open batch's, and those of the layer in
 * flight the sealed one's; so a failure drops both with all that reads saw of them.
 */
import { RejoinError, type SequenceNumber } from '../../engine/model/index.ts';
import { applyEntry } from './apply-entry.ts';
import type { OrganizationKeys } from './keys.ts';
import type { LogBatch, LogEntry } from './log.ts';
import { encodeBatch } from './log-codec.ts';
import { type LogPosition, sequenceAfter } from './log-position.ts';
import type { OrganizationViews } from './organization-views.ts';
import type { SealedBatch } from './relay-store.ts';
import { isStoreFailure } from './store-failure.ts';

interface InFlight {
  readonly sealed: SealedBatch;
  readonly after: LogPosition;
}

export class Staging {
  readonly #views: OrganizationViews;
  readonly #keys: OrganizationKeys;
  #durable: LogPosition;
  #inFlight: InFlight | null = null;
  #entries: LogEntry[] = [];
  #nextSequence: SequenceNumber;
  #isBroken = false;
  #isUnwritable = false;

  constructor(views: OrganizationViews, keys: OrganizationKeys, durable: LogPosition) {
    this.#views = views;
    this.#keys = keys;
    this.#durable = durable;
    this.#nextSequence = durable.nextSequence;
  }

  /** The last batch that is durable. */
  get durable(): LogPosition {
    return this.#durable;
  }
  get nextSequence(): SequenceNumber {
    return this.#nextSequence;
  }
  /** After a failure nothing goes on here: what is on disk must be read again. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** It is broken by an entry that no bytes can hold, which says nothing of the disk. */
  get isUnwritable(): boolean {
    return this.#isUnwritable;
  }

  /** Makes the entry's effects visible: all of them, or, where it throws because the entry does not fit, none. */
  stage(entry: LogEntry): void {
    this.#assertWhole();
    const next = sequenceAfter(this.#nextSequence, entry);
    if (next === undefined) {
      throw new RejoinError(
        'internal-error',
        `a ${entry.kind} entry must take sequence ${this.#nextSequence}`,
      );
    }
    try {
      this.#apply(entry, this.#entries.length);
    } catch (error) {
      this.#takeBack(error);
      throw error;
    }
    this.#entries.push(entry);
    this.#nextSequence = next;
  }

  #apply(entry: LogEntry, position: number): void {
    this.#views.place = { batch: this.#last.batch + 1, position };
    applyEntry(entry, this.#keys, this.#views);
  }

  /** The entry was applied in part: what was staged before it is applied anew, which gives the same again. */
  #takeBack(error: unknown): void {
    if (isStoreFailure(error)) {
      this.#dropOpen();
      return;
    }
    this.#views.reopen();
    try {
      for (const [position, entry] of this.#entries.entries()) this.#apply(entry, position);
    } catch {
      // The caller is told what came first.
      this.#dropOpen();
    }
  }

  /** Nothing more is staged; the batch in flight may become durable all the same. */
  #dropOpen(): void {
    this.#entries = [];
    this.#nextSequence = this.#last.nextSequence;
    this.#isBroken = true;
    this.#views.reopen();
  }

  /** The staged entries as a batch, now in flight; undefined where there are none. */
  seal(time: number): SealedBatch | undefined {
    this.#assertWhole();
    if (this.#inFlight !== null) throw new RejoinError('internal-error', 'a batch is in flight already');
    if (this.#entries.length === 0) return undefined;
    const { batch: last, hash: previousHash, nextSequence: firstSequence } = this.#durable;
    const batch: LogBatch = { batch: last + 1, previousHash, firstSequence, time, entries: this.#entries };
    const { value, hash } = this.#encoded(batch);
    const sealed = { batch, hash, value };
    this.#inFlight = { sealed, after: { batch: last + 1, hash, nextSequence: this.#nextSequence } };
    this.#entries = [];
    this.#views.seal();
    return sealed;
  }

  /** Which of the entries can't be written is not told, and what they did shows already: all of them are dropped. */
  #encoded(batch: LogBatch): ReturnType<typeof encodeBatch> {
    try {
      return encodeBatch(batch);
    } catch (error) {
      this.#isUnwritable = true;
      this.#dropOpen();
      throw error;
    }
  }

  /** Throws unless this is the batch in flight. */
  assertInFlight(sealed: SealedBatch): void {
    this.#assertWhole();
    if (this.#inFlight?.sealed !== sealed) {
      throw new RejoinError('internal-error', 'only the batch in flight can be appended');
    }
  }

  /** The batch in flight is durable. */
  succeeded(): void {
    if (this.#inFlight === null) throw new RejoinError('internal-error', 'no batch is in flight');
    this.#durable = this.#inFlight.after;
    this.#inFlight = null;
    this.#views.overlay.activate();
  }

  /** The batch in flight may or may not be on disk. It is dropped with all that was staged on it. */
  failed(): void {
    this.#inFlight = null;
    this.#entries = [];
    this.#nextSequence = this.#durable.nextSequence;
    this.#isBroken = true;
    this.#views.dropStaged();
  }

  get #last(): LogPosition {
    return this.#inFlight?.after ?? this.#durable;
  }

  #assertWhole(): void {
    if (this.#isBroken)
      throw new RejoinError('storage-failed', 'the store must be opened again after a failed write');
  }
}
