/**
 * Reconciling an entity: everything of it that a user holds in scope, by record id, a range a page.
 *
 * The device drops what it holds in a range and the page does not put, so the relay remembers nothing
 * of devices, and an interrupted reconcile goes on behind the last range that was stored.
 *
 * Invariant: a range ends at a record that the page puts, or at the end: what may not be read moves neither
 * its bounds nor the number of pages.
 */
import type { RecordId } from '../../engine/model/index.ts';
import type { Page, PageItem } from '../../engine/protocol/index.ts';
import type { RelayStore } from '../store/index.ts';
import { itemBytes } from './item-bytes.ts';
import { putItem } from './page-items.ts';
import type { ScopeView } from './scope-view.ts';
import type { ScopeWork } from './scope-work.ts';

export interface RangeTask {
  readonly entity: string;
  /** Records up to this id were sent. */
  readonly after?: RecordId;
  readonly sent: number;
  /** What was sent so far takes about so much. */
  readonly bytes: number;
  /** Records in scope; counted at the first page. */
  readonly total?: number;
  /** Records that the page holds at the most. */
  readonly maxRecords: number;
}

export interface RangePage {
  readonly items: readonly PageItem[];
  readonly range: NonNullable<Page['range']>;
  readonly progress: NonNullable<Page['progress']>;
}

/** Records that a range page holds at the most unless a session says otherwise, and bytes after which it ends. */
export const RANGE_RECORDS = 256;
const RANGE_BYTES = 256 * 1024;

export interface RangeSource {
  readonly store: RelayStore;
  readonly view: ScopeView;
  readonly work: ScopeWork;
}

/**
 * The next range of an entity that is offline, read from the store when it is its turn.
 * Rejects with the signal's reason when that is aborted.
 */
export async function rangePage(
  source: RangeSource,
  task: RangeTask,
  signal: AbortSignal,
): Promise<RangePage> {
  const { store, view, work } = source;
  const total = task.total ?? (await countMembers(source, task.entity, signal));
  return work.run(() => readRange(store, view, { ...task, total }, signal), signal);
}

async function readRange(
  store: RelayStore,
  view: ScopeView,
  task: RangeTask & { readonly total: number },
  signal: AbortSignal,
): Promise<RangePage> {
  const { entity, after, total } = task;
  const items: PageItem[] = [];
  const scopeHash = view.scopeHash(entity);
  const sequence = store.lastSequence;
  let upTo: RecordId | undefined;
  let bytes = 0;
  for await (const row of store.rows(entity, after === undefined ? {} : { after })) {
    signal.throwIfAborted();
    // The scan shows the moment in which it began; who may read the record is asked of the one that is put.
    const now = store.durable.row(entity, row.id);
    if (now === undefined || !view.isMember(entity, now.system)) continue;
    const item = putItem(view, store.durable, now);
    items.push(item);
    bytes += itemBytes(item);
    if (items.length < task.maxRecords && bytes < RANGE_BYTES) continue;
    upTo = row.id;
    break;
  }
  return {
    items,
    range: {
      entity,
      ...(after !== undefined && { after }),
      ...(upTo !== undefined && { upTo }),
      scopeHash,
      sequence,
    },
    progress: { entity, sent: task.sent + items.length, total, bytes: task.bytes + bytes },
  };
}

/** Sessions whose hash of the entity is the same have the same members of it. */
function countMembers(
  { store, view, work }: RangeSource,
  entity: string,
  signal: AbortSignal,
): Promise<number> {
  const hash = Buffer.from(view.scopeHash(entity)).toString('hex');
  const count = async (stopped: AbortSignal): Promise<number> => {
    let members = 0;
    for await (const row of store.rows(entity)) {
      stopped.throwIfAborted();
      if (view.isMember(entity, row.system)) members += 1;
    }
    return members;
  };
  return work.count(`${store.organization}/${entity}/${hash}`, count, signal);
}
