/**
 * Where a cursor is: Yjs' relative position, as editors put it into an awareness state, and what goes
 * over the wire of it.
 *
 * Invariant: whatever an app put into the state, what comes out fits the message; a place that came from
 * elsewhere has every field that Yjs reads.
 */
import type * as Y from 'yjs';
import type { TextPlace, Whereabouts } from '../protocol/index.ts';

/** What bindings keep under `cursor`: as they make it, or from JSON. */
interface Cursor {
  readonly anchor?: Partial<Y.RelativePosition> | null;
  readonly head?: Partial<Y.RelativePosition> | null;
}

/** What is said of an awareness state; null is that of who has left. */
export function whereaboutsOf(state: { readonly cursor?: Cursor | null } | null): Whereabouts {
  if (state === null) return { kind: 'gone' };
  const anchor = placeOf(state.cursor?.anchor);
  const head = placeOf(state.cursor?.head);
  return anchor && head ? { kind: 'cursor', anchor, head } : { kind: 'here' };
}

function placeOf(position: Partial<Y.RelativePosition> | null | undefined): TextPlace | undefined {
  if (!position) return undefined;
  const { item, type, assoc = 0 } = position;
  const side = assoc < 0 ? 'left' : 'right';
  // Inside of an element: no text has any.
  if (!item) return type ? undefined : { at: 'end', side };
  const { client, clock } = item;
  return isPlace(client) && isPlace(clock) ? { at: 'item', client, clock, side } : undefined;
}

function isPlace(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The place as the JSON of a relative position in the text of that name. */
export function positionOf(place: TextPlace, tname: string): object {
  const item = place.at === 'item' ? { client: place.client, clock: place.clock } : null;
  return { type: null, tname, item, assoc: place.side === 'left' ? -1 : 0 };
}
