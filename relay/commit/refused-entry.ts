/**
 * What is logged of a refused change: the verdict, what later changes of its device need, and for the
 * audit what was attempted.
 *
 * Invariant: placeholders are left for all parts of the change or for none, so that one word in the
 * verdict tells the device which.
 */

import type { Value, Values } from '../../engine/model/index.ts';
import { placeholdersOf } from '../../engine/record/index.ts';
import type { Authorship, LeftPlaceholders, PartRef, RefusedEntry } from '../store/index.ts';
import type { ChangeInspection } from './inspect-change.ts';
import type { Judging, Objection } from './judgement.ts';

/**
 * In how many parts a device may have placeholders. A refused change that would exceed it leaves none, and
 * what follows it in its parts is formed again.
 */
export const MAX_PLACEHOLDER_PARTS = 256;

export interface RefusedQuestion {
  readonly judging: Judging;
  readonly objection: Objection;
  /** Undefined where nothing was loaded. */
  readonly inspection: ChangeInspection | undefined;
  readonly author: Authorship;
}

export function refusedEntry({ judging, objection, inspection, author }: RefusedQuestion): RefusedEntry {
  const { verdict, code, reason, record, attributes } = objection;
  const isRejected = verdict === 'rejected';
  const operations = namedOperations(judging);
  return {
    kind: 'refused',
    author,
    verdict,
    code,
    reason,
    ...(record !== undefined && { record }),
    ...(attributes !== undefined && { attributes }),
    created: isRejected
      ? operations.filter(({ kind }) => kind === 'create').map(({ entity, id }) => ({ entity, id }))
      : [],
    touchedRecords: operations.map(({ entity, id }) => ({ entity, id })),
    // What does not integrate as it says is no place for a placeholder either.
    placeholders: isRejected && code !== 'malformed-update' ? leftBehind(inspection, judging) : [],
    attempted: attempted(inspection),
  };
}

/** A change that names more records than a change may is remembered by its number alone. */
function namedOperations({ push, limits }: Judging): Judging['push']['operations'] {
  return push.operations.length > limits.maxOperations ? [] : push.operations;
}

function leftBehind(inspection: ChangeInspection | undefined, judging: Judging): readonly LeftPlaceholders[] {
  if (inspection === undefined || !inspection.isSound) return [];
  const { device, push, store, candidates, metadata } = judging;
  const { placeholderParts } = store.decisions(device.number);
  const known = new Set(placeholderParts.map(keyOf));
  for (const { entity, id, candidate } of inspection.sound) {
    known.add(keyOf({ entity, id, part: candidate.layout.name }));
  }
  if (known.size > MAX_PLACEHOLDER_PARTS) return [];
  const left: LeftPlaceholders[] = [];
  for (const { entity, id, candidate, decoded } of inspection.sound) {
    const layout = metadata.entity(entity)?.part(candidate.layout.name);
    if (layout === undefined) return [];
    // The candidate may have been changed since, so its successor is asked.
    const clean = candidates.load({ entity, id, layout, device: device.number }, store);
    const remains = placeholdersOf(decoded, clean, push.number);
    if (!remains.isKept) return [];
    const { placeholders, carry } = remains;
    left.push({ entity, id, part: layout.name, epoch: clean.epoch, placeholders, carry });
  }
  return left;
}

function keyOf({ entity, id, part }: PartRef): string {
  return `${entity}/${id}/${part}`;
}

function attempted(inspection: ChangeInspection | undefined): RefusedEntry['attempted'] {
  const records = new Map<
    string,
    { entity: string; id: RefusedEntry['touchedRecords'][number]['id']; values: Values }
  >();
  for (const { entity, id, inspected } of inspection?.parts.flat() ?? []) {
    const values: Record<string, Value> = { ...records.get(id)?.values };
    for (const { attribute, value } of inspected.writes) values[attribute] = value;
    records.set(id, { entity, id, values });
  }
  return [...records.values()];
}
