/**
 * A page becomes part of the base: records are put, patched or leave, the cursor moves, and what the
 * page settles is taken out of the outbox, in one batch.
 *
 * Invariants: versions move by pages only; a lower version never overwrites a higher one; put
 * replaces and patch merges; the cursor never goes back.
 */
import type { Page } from '../protocol/index.ts';
import { leaveRecord } from './apply-leave.ts';
import { applyPatch, applyPut } from './apply-record.ts';
import type { Wanted } from './device-state.ts';
import { formAgain } from './reform-pending.ts';
import { settleEntries, sweepLeaving } from './settle.ts';
import type { Step } from './step.ts';
import { recordKey } from './storage-keys.ts';
import { noteWanted } from './wanted.ts';

/** Applies a page. Records of which it builds on a version that is not held become wanted. */
export async function applyPage(step: Step, page: Page): Promise<void> {
  const wanted: Wanted[] = [];
  const confirmed = new Set<string>();
  for (const item of page.items) {
    switch (item.kind) {
      case 'put':
        confirmed.add(recordKey(item.entity, item.id));
        await applyPut(step, item);
        break;
      case 'patch':
        confirmed.add(recordKey(item.entity, item.id));
        if (!(await applyPatch(step, item))) wanted.push({ entity: item.entity, id: item.id });
        break;
      case 'leave':
        if (item.id === undefined) leaveEntity(step, item.entity, item.leave);
        else leaveRecord(step, recordKey(item.entity, item.id), item.leave);
    }
  }
  noteWanted(step, page, wanted);
  await formAgain(step);
  if (page.range !== undefined) applyRange(step, page.range, confirmed);
  if (page.cursor > step.state.cursor) step.change({ cursor: page.cursor });
  settleEntries(step);
  sweepLeaving(step);
}

function leaveEntity(step: Step, entity: string, kind: 'out-of-scope' | 'gone'): void {
  for (const [key] of [...step.holdings.rows.entries(`${entity}/`)]) leaveRecord(step, key, kind);
  const { [entity]: _left, ...entities } = step.state.entities;
  step.change({ entities });
}

/** Whatever is confirmed in the range and was not put has left; how far the entity is held is noted. */
function applyRange(step: Step, range: NonNullable<Page['range']>, confirmed: ReadonlySet<string>): void {
  const { entity, after, upTo, scopeHash, sequence } = range;
  for (const [key, row] of [...step.holdings.rows.entries(`${entity}/`)]) {
    const isInside = (after === undefined || row.id > after) && (upTo === undefined || row.id <= upTo);
    if (isInside && !confirmed.has(key) && row.system.versionnumber <= sequence)
      leaveRecord(step, key, 'gone');
  }
  const progress = { scopeHash: scopeHash.slice(), after: upTo ?? null };
  step.change({ entities: { ...step.state.entities, [entity]: progress } });
}
