/**
 * One page out of the change log for one session.
 *
 * Invariants: entries go in whole, so a change is never split; a page that tells what a later entry did
 * (it puts today's record, or says that it has left) goes on until it has passed that entry; and where that
 * makes it larger than a page may be, no more of it is built.
 */
import type { DeviceNumber, RecordId, SequenceNumber } from '../../engine/model/index.ts';
import type { PageItem } from '../../engine/protocol/index.ts';
import type { RelayStore } from '../store/index.ts';
import { entryItems } from './entry-items.ts';
import { itemBytes } from './item-bytes.ts';
import { type LogTail, type NumberedEntry, numberedEntries } from './log-tail.ts';
import { goneItem, putItem } from './page-items.ts';
import type { ScopeView } from './scope-view.ts';

type Wanted = readonly (readonly [RecordId, string])[];

export interface LogPageQuestion {
  readonly store: RelayStore;
  readonly tail: LogTail;
  readonly view: ScopeView;
  readonly device: DeviceNumber;
  /** Entries up to here were sent. */
  readonly cursor: SequenceNumber;
  /** Records to put anew, with their entities; answered at the end of the log. */
  readonly wanted: Wanted;
  readonly limits: LogPageLimits;
  /** Of the session that ended. */
  readonly signal: AbortSignal;
}

/** Bounds of a page out of the log. */
export interface LogPageLimits {
  /** Bytes of content after which a page ends, where it may, and entries after which it does. */
  readonly bytes: number;
  readonly entries: number;
  /** What a page is at most, however much belongs together; one record more may stand in it. */
  readonly maxBytes: number;
  readonly maxItems: number;
}

export const LOG_PAGE_LIMITS: LogPageLimits = {
  bytes: 64 * 1024,
  entries: 4_096,
  maxBytes: 8 * 1024 * 1024,
  maxItems: 50_000,
};

export interface LogPage {
  readonly items: PageItem[];
  readonly cursor: SequenceNumber;
  /** Whether the cursor is at the end of the log. */
  readonly isHead: boolean;
  /** Whether a change of the session's device was passed. */
  readonly isOwn: boolean;
  readonly answered: Wanted;
  /**
   * The page would have to go on, with the records of one change or to the version of a record that it puts,
   * for longer than a page may be: nothing of it can be sent, and the entities are to be reconciled instead.
   */
  readonly isOverlong: boolean;
}

/** How much of the log is read at a time. */
const LOG_READ_BYTES = 256 * 1024;

/** Reads on from the cursor until the page is full or the log ends. Throws the signal's reason when that is aborted. */
export async function logPage(question: LogPageQuestion): Promise<LogPage> {
  const { store, view, device } = question;
  const page = new PageUnderWay(question.limits);
  let cursor = question.cursor;
  let passed = 0;
  let isOwn = false;
  while (!page.isFull(cursor, passed)) {
    const end = store.lastSequence;
    const entries = await entriesAfter(question, cursor);
    question.signal.throwIfAborted();
    if (entries.length === 0) {
      // The numbers behind the last entry are those that an incarnation skipped.
      cursor = Math.max(cursor, end);
      break;
    }
    for (const { sequence, entry } of entries) {
      if (page.isFull(cursor, passed)) break;
      const onEarlyLeave = (): void => page.reach(store.lastSequence);
      for (const item of entryItems({ entry, view, reader: store.durable, device, onEarlyLeave })) {
        if (page.isLarge) return overlong(cursor, isOwn);
        page.add(item);
      }
      isOwn ||= entry.kind === 'accepted' && entry.author.device === device;
      cursor = sequence;
      passed += 1;
      if (page.isOverlong(cursor)) return overlong(cursor, isOwn);
    }
  }
  const isHead = cursor >= store.lastSequence;
  const answered: (readonly [RecordId, string])[] = [];
  for (const wanted of isHead ? question.wanted : []) {
    if (page.isFull(cursor, passed)) break;
    answered.push(wanted);
    const [id, entity] = wanted;
    const row = store.durable.row(entity, id);
    const isMember = row !== undefined && view.isMember(entity, row.system);
    page.add(isMember ? putItem(view, store.durable, row) : goneItem(entity, id));
  }
  return { items: page.items, cursor, isHead, isOwn, answered, isOverlong: false };
}

function overlong(cursor: SequenceNumber, isOwn: boolean): LogPage {
  return { items: [], cursor, isHead: false, isOwn, answered: [], isOverlong: true };
}

class PageUnderWay {
  readonly items: PageItem[] = [];
  readonly #limits: LogPageLimits;
  /** The versions of the records that the page puts. */
  readonly #put = new Map<RecordId, SequenceNumber>();
  #bytes = 0;
  #mustReach = 0;

  constructor(limits: LogPageLimits) {
    this.#limits = limits;
  }

  add(item: PageItem): void {
    const isCovered =
      item.kind !== 'leave' &&
      item.system.versionnumber <= (this.#put.get(item.id) ?? Number.NEGATIVE_INFINITY);
    if (isCovered) return;
    this.items.push(item);
    this.#bytes += itemBytes(item);
    if (item.kind !== 'put') return;
    this.#put.set(item.id, item.system.versionnumber);
    this.reach(item.system.versionnumber);
  }

  /** The page must go on to this sequence number. */
  reach(sequence: SequenceNumber): void {
    this.#mustReach = Math.max(this.#mustReach, sequence);
  }

  /** Nothing more may be added, whatever the page would have to hold. */
  get isLarge(): boolean {
    const { maxBytes, maxItems } = this.#limits;
    return this.#bytes >= maxBytes || this.items.length >= maxItems;
  }

  isOverlong(cursor: SequenceNumber): boolean {
    return this.isLarge && cursor < this.#mustReach;
  }

  isFull(cursor: SequenceNumber, passed: number): boolean {
    const { bytes, entries } = this.#limits;
    return (this.#bytes >= bytes || passed >= entries) && cursor >= this.#mustReach;
  }
}

async function entriesAfter(
  { store, tail }: LogPageQuestion,
  cursor: SequenceNumber,
): Promise<readonly NumberedEntry[]> {
  if (cursor >= store.lastSequence) return [];
  // The tail may be a step behind what is durable; a page must not end there, for what it puts is not.
  const inMemory = tail.after(cursor);
  if (inMemory !== undefined && inMemory.length > 0) return inMemory;
  const entries: NumberedEntry[] = [];
  for await (const batch of store.readLog(cursor + 1, LOG_READ_BYTES)) {
    entries.push(...numberedEntries(batch).filter((entry) => entry.sequence > cursor));
  }
  return entries;
}
