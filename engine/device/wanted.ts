/**
 * The records that the relay has to send whole: a patch came that builds on a version that is not held.
 *
 * Invariant: what is wanted is stored in the batch that moves the cursor over the patch, and stays until
 * something of the record comes: the relay forgets with the session what it was asked for.
 */
import { MAX_WANTED, type Page } from '../protocol/index.ts';
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

/**
 * How many records are asked for at a time. Half of what every relay takes, because the relay counts one
 * as asked for until it has answered, and the device until something whole of it came, which may be earlier.
 */
const ASKED_AT_ONCE = MAX_WANTED / 2;

/** What a session has asked for and not got: in portions, since more than a relay takes would end it. */
export class Asked {
  readonly #open = new Set<RecordKey>();

  /** Notes what a page answers: the relay has either the whole record for each, or that it is gone. */
  answeredBy(page: Page): void {
    for (const item of page.items) {
      if (item.kind !== 'patch' && item.id !== undefined) this.#open.delete(recordKey(item.entity, item.id));
    }
  }

  /** The next portion of what is wanted; it counts as asked for from now on. */
  next(wanted: readonly Wanted[]): readonly Wanted[] {
    const portion: Wanted[] = [];
    for (const record of wanted) {
      if (this.#open.size >= ASKED_AT_ONCE) break;
      const key = recordKey(record.entity, record.id);
      if (this.#open.has(key)) continue;
      this.#open.add(key);
      portion.push(record);
    }
    return portion;
  }
}
