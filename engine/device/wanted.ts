/**
 * The records that the relay has to send whole: a patch came that builds on a version that is not held.
 *
 * Invariant: what is wanted is stored in the batch that moves the cursor over the patch, and stays until
 * something of the record comes: the relay forgets with the session what it was asked for.
 */
import type { Page } from '../protocol/index.ts';
import type { Wanted } from './device-state.ts';
import type { Step } from './step.ts';
import { type RecordKey, recordKey } from './storage-keys.ts';

/** Notes what a page makes wanted, and forgets what it answers. */
export function noteWanted(step: Step, page: Page, wanted: readonly Wanted[]): void {
  const before = step.state.wanted ?? [];
  if (before.length === 0 && wanted.length === 0) return;
  const records = new Set<RecordKey>();
  const entities = new Set<string>();
  for (const item of page.items) {
    if (item.id === undefined) entities.add(item.entity);
    else records.add(recordKey(item.entity, item.id));
  }
  const still = before.filter(
    (record) =>
      !entities.has(record.entity) &&
      !records.has(recordKey(record.entity, record.id)) &&
      !isCovered(page.range, record),
  );
  step.change({ wanted: [...still, ...wanted] });
}

/** Whether the page says of the range of the record what is there. */
function isCovered(range: Page['range'], { entity, id }: Wanted): boolean {
  if (range === undefined || range.entity !== entity) return false;
  const { after, upTo } = range;
  return (after === undefined || id > after) && (upTo === undefined || id <= upTo);
}

/** In messages that are not over what one may name. */
export function* inMessages(wanted: readonly Wanted[], size: number): IterableIterator<Wanted[]> {
  for (let from = 0; from < wanted.length; from += size) yield wanted.slice(from, from + size);
}
