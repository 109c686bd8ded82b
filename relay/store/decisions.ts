/**
 * What the store remembers of a device's decided changes, as the next value from the last.
 *
 * Invariant: at most the last 64 decisions are kept, because a device has at most 64 changes
 * unanswered; what depends on them (refused creates, changes to be formed again) ends with them.
 */
import type { AcceptedEntry, PartRef, RefusedEntry } from './log.ts';
import type { Decision, DeviceDecisions } from './view-reader.ts';

/** How many decisions of a device are repeatable. */
export const KEPT_DECISIONS = 64;
/**
 * Records that are remembered of a device's refused creates, and of its changes to be formed again. Beyond, a
 * change that builds on one of them is judged by itself, and what it builds on is not there: it is refused all
 * the same, under another code. No honest device has so many in its last changes.
 */
export const MAX_REMEMBERED_RECORDS = 4_096;
/** A device that forms change n knew of every verdict this far below n. */
const KNOWN_BELOW = 2 * KEPT_DECISIONS;

/** A device of which nothing was decided. */
export const NO_DECISIONS: DeviceDecisions = {
  highest: 0,
  recent: [],
  refusedCreated: [],
  reforming: [],
  placeholderParts: [],
};

/** After an accepted change. `placeholderParts` are those that still hold something. */
export function decideAccepted(
  known: DeviceDecisions,
  entry: AcceptedEntry,
  placeholderParts: readonly PartRef[],
): DeviceDecisions {
  const { number, uuid, hash } = entry.author;
  let { refusedCreated } = known;
  if (refusedCreated.length > 0) {
    const created = new Set(entry.operations.filter(({ kind }) => kind === 'create').map(({ id }) => id));
    refusedCreated = refusedCreated.filter(
      (refused) => refused.number > entry.dropCarryUpTo && !created.has(refused.id),
    );
  }
  return {
    highest: Math.max(known.highest, number),
    recent: remember(known, { number, uuid, hash, verdict: 'accepted', sequence: entry.sequence }),
    refusedCreated: stillUnknown(refusedCreated, number),
    reforming: settled(known, uuid),
    placeholderParts,
  };
}

/** After a refused one. */
export function decideRefused(known: DeviceDecisions, entry: RefusedEntry): DeviceDecisions {
  const { number, uuid, hash } = entry.author;
  const { verdict, code, reason, record, attributes } = entry;
  const decision: Decision = {
    number,
    uuid,
    hash,
    verdict,
    code,
    reason,
    ...(record === undefined ? {} : { record }),
    ...(attributes === undefined ? {} : { attributes }),
    leftPlaceholder: entry.placeholders.length > 0,
  };
  const created = entry.created.map(({ entity, id }) => ({ entity, id, number }));
  const left = entry.placeholders.filter((place) => !holds(known.placeholderParts, place));
  return {
    highest: Math.max(known.highest, number),
    recent: remember(known, decision),
    refusedCreated: latest(stillUnknown(known.refusedCreated, number), created),
    reforming: verdict === 'reform' ? formedAgain(known, entry) : settled(known, uuid),
    placeholderParts:
      left.length === 0
        ? known.placeholderParts
        : [...known.placeholderParts, ...left.map(({ entity, id, part }) => ({ entity, id, part }))],
  };
}

/** Whether the list names the part. */
export function holds(parts: readonly PartRef[], { entity, id, part }: PartRef): boolean {
  return parts.some((other) => other.id === id && other.part === part && other.entity === entity);
}

function remember({ recent }: DeviceDecisions, decision: Decision): readonly Decision[] {
  // `concat` takes the room that it needs; a copy that is pushed to takes half as much again.
  return (recent.length < KEPT_DECISIONS ? recent : recent.slice(1 - KEPT_DECISIONS)).concat(decision);
}

function latest(
  known: DeviceDecisions['refusedCreated'],
  created: DeviceDecisions['refusedCreated'],
): DeviceDecisions['refusedCreated'] {
  return created.length === 0 ? known : [...known, ...created].slice(-MAX_REMEMBERED_RECORDS);
}

/** In the order in which the device made them, however often one is formed again. */
function formedAgain(
  { reforming }: DeviceDecisions,
  { author: { uuid }, touchedRecords }: RefusedEntry,
): DeviceDecisions['reforming'] {
  const place = reforming.findIndex((change) => change.uuid === uuid);
  const others = reforming.reduce(
    (sum, change) => sum + (change.uuid === uuid ? 0 : change.records.length),
    0,
  );
  const records = others + touchedRecords.length > MAX_REMEMBERED_RECORDS ? [] : touchedRecords;
  if (place >= 0) return reforming.with(place, { uuid, records });
  return [...reforming.slice(1 - KEPT_DECISIONS), { uuid, records }];
}

function settled({ reforming }: DeviceDecisions, uuid: string): DeviceDecisions['reforming'] {
  return reforming.length === 0 ? reforming : reforming.filter((change) => change.uuid !== uuid);
}

function stillUnknown(
  refused: DeviceDecisions['refusedCreated'],
  number: number,
): DeviceDecisions['refusedCreated'] {
  return refused.length === 0 ? refused : refused.filter((create) => create.number > number - KNOWN_BELOW);
}
