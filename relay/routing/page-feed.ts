/**
 * The pages of one session, one after the other: first what must be reconciled, then the change log.
 *
 * Nothing is queued: a page is made when there is credit for it, from the store as it is then, so a
 * slow device costs a cursor and no memory.
 *
 * Invariants: a page's cursor never lies before the version of a record that it puts, except while a
 * reconcile runs, so a device sees all records of a change in one step; and a page that was being made
 * when rights changed is thrown away.
 */
import type { DeviceNumber, RecordId, SequenceNumber } from '../../engine/model/index.ts';
import type { Page } from '../../engine/protocol/index.ts';
import type { RelayStore } from '../store/index.ts';
import { LOG_PAGE_LIMITS, type LogPage, type LogPageLimits, logPage } from './log-page.ts';
import type { LogTail } from './log-tail.ts';
import { goneItem } from './page-items.ts';
import { RANGE_RECORDS, rangePage } from './reconcile.ts';
import type { ScopeView } from './scope-view.ts';
import type { ScopeWork } from './scope-work.ts';

/** A page without its number, which the session gives. */
export interface PageContent {
  readonly cursor: SequenceNumber;
  readonly items: Page['items'];
  readonly range?: NonNullable<Page['range']>;
  readonly progress?: NonNullable<Page['progress']>;
}

/** What a feed reads. `view` is asked anew for each page: rights are those of now. */
export interface FeedSource {
  readonly store: RelayStore;
  readonly tail: LogTail;
  readonly work: ScopeWork;
  view(): ScopeView;
}

export interface FeedStart {
  readonly device: DeviceNumber;
  readonly cursor: SequenceNumber;
  /** Entities to reconcile, and behind which id to go on. */
  readonly reconcile: readonly { readonly entity: string; readonly after?: RecordId }[];
  /** Of pages out of the log; the defaults where absent. */
  readonly limits?: LogPageLimits;
  /** Records that one page of a reconcile holds at the most; the default where absent. */
  readonly maxRangeRecords?: number | undefined;
}

/** Entries that did not concern the device, after which its cursor is told nevertheless. */
const SILENT_ENTRIES = 512;

interface Reconciling {
  readonly entity: string;
  readonly after?: RecordId;
  readonly sent: number;
  readonly bytes: number;
  readonly total?: number;
}

/** A page, and what the feed does once it is sure to be sent. */
interface Draft {
  readonly content: PageContent | undefined;
  /** Where there is no page: whether the next draft may have one. */
  readonly hasMore: boolean;
  settle(): void;
}

export class PageFeed {
  readonly #source: FeedSource;
  readonly #device: DeviceNumber;
  readonly #limits: LogPageLimits;
  readonly #maxRangeRecords: number;
  readonly #wanted = new Map<RecordId, string>();
  #reconciling: readonly Reconciling[];
  #cursor: SequenceNumber;
  /** The cursor that the device was told; behind `#cursor` by entries that did not concern it. */
  #told: SequenceNumber;
  #wasAtHead = false;
  /** Everything was reconciled as of here, because the log could not be sent in pages from the cursor on. */
  #reconciledAt: SequenceNumber = 0;

  constructor(source: FeedSource, start: FeedStart) {
    this.#source = source;
    this.#device = start.device;
    this.#limits = start.limits ?? LOG_PAGE_LIMITS;
    this.#maxRangeRecords = start.maxRangeRecords ?? RANGE_RECORDS;
    this.#cursor = start.cursor;
    this.#told = start.cursor;
    this.#reconciling = start.reconcile.map((task) => ({ ...task, sent: 0, bytes: 0 }));
  }

  /** Entities whose rights changed: all of them is sent again, before any further change. */
  reconcile(entities: readonly string[]): void {
    const others = this.#reconciling.filter((task) => !entities.includes(task.entity));
    this.#reconciling = [...others, ...entities.map((entity) => ({ entity, sent: 0, bytes: 0 }))];
  }

  /** Records of which a patch came that builds on a version that the device does not hold. */
  want(records: readonly { readonly entity: string; readonly id: RecordId }[]): void {
    for (const { entity, id } of records) this.#wanted.set(id, entity);
  }

  get wantedCount(): number {
    return this.#wanted.size;
  }

  /**
   * Makes the next page and hands it to `send` in the same step in which its rights were found to hold still;
   * false when the device has everything. One call at a time. Rejects with the signal's reason when that is aborted.
   */
  async next(send: (page: PageContent) => void, signal: AbortSignal): Promise<boolean> {
    for (;;) {
      const view = this.#source.view();
      const task = this.#reconciling[0];
      const draft = task ? await this.#draftRange(view, task, signal) : await this.#draftLog(view, signal);
      signal.throwIfAborted();
      if (this.#source.view() !== view) continue;
      draft.settle();
      if (draft.content === undefined) return draft.hasMore;
      send(draft.content);
      return true;
    }
  }

  async #draftRange(view: ScopeView, task: Reconciling, signal: AbortSignal): Promise<Draft> {
    const others = this.#reconciling.slice(1);
    if (view.metadata.entity(task.entity)?.isOffline !== true) {
      return {
        content: { cursor: this.#cursor, items: [goneItem(task.entity)] },
        hasMore: true,
        settle: () => {
          this.#reconciling = others;
        },
      };
    }
    const { store, work } = this.#source;
    const asked = { ...task, maxRecords: this.#maxRangeRecords };
    const page = await rangePage({ store, view, work }, asked, signal);
    const { range, progress } = page;
    const rest = range.upTo === undefined ? [] : [{ ...task, after: range.upTo, ...progress }];
    return {
      content: { cursor: this.#cursor, ...page },
      hasMore: true,
      settle: () => {
        this.#reconciling = [...rest, ...others];
      },
    };
  }

  async #draftLog(view: ScopeView, signal: AbortSignal): Promise<Draft> {
    const { store, tail } = this.#source;
    const start = Math.max(this.#cursor, this.#reconciledAt);
    const page = await logPage({
      store,
      tail,
      view,
      device: this.#device,
      cursor: start,
      wanted: [...this.#wanted],
      limits: this.#limits,
      signal,
    });
    if (page.isOverlong) {
      return {
        content: undefined,
        hasMore: true,
        settle: () => {
          this.#reconciledAt = store.lastSequence;
          this.reconcile(view.offlineEntities());
        },
      };
    }
    const { items, cursor } = page;
    const isTold = items.length > 0 || page.isOwn || start > this.#cursor || this.#mustTell(page);
    return {
      content: isTold ? { cursor, items } : undefined,
      hasMore: !page.isHead && cursor > start,
      settle: () => {
        this.#cursor = cursor;
        if (isTold) this.#told = cursor;
        if (page.isHead) this.#wasAtHead = true;
        for (const [id] of page.answered) this.#wanted.delete(id);
      },
    };
  }

  /** The first time that the end of the log is reached, and after many entries of others' concern. */
  #mustTell({ isHead, cursor }: LogPage): boolean {
    return (isHead && !this.#wasAtHead) || cursor - this.#told >= SILENT_ENTRIES;
  }
}
