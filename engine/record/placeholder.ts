/**
 * Placeholders: what a refused change leaves behind, so that it does not hold up what follows.
 *
 * A placeholder is an inserted struct with its content erased: ids, origins and length. It lies in
 * no document until a later change of its device is accepted; then it is integrated as deleted, in
 * the same transaction. Invariant: ids never change, so later changes are judged as they were sent.
 */
import type { Candidate } from './candidate.ts';
import { carryOf } from './carry-over.ts';
import type { DecodedUpdate, Struct } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';
import { rootOfItem } from './inspect-structs.ts';
import { visitInOrder } from './integration-order.ts';
import { KnownStructs } from './known-structs.ts';
import type { CarryMap, Placeholder } from './remains.ts';

/**
 * How many placeholders and carried ranges a device may have in one part. A change that would exceed
 * it leaves nothing. Each later change of the device to the part looks at all of them (2 µs each): more would
 * let somebody without rights keep a relay busy within the changes that a minute allows.
 */
export const PLACEHOLDER_QUOTA = 1_024;

export interface Remains {
  /** False: the change leaves none, and what follows it in this part gets `reform`. */
  readonly isKept: boolean;
  readonly placeholders: readonly Placeholder[];
  readonly carry: CarryMap;
}

const NOTHING_KEPT: Remains = { isKept: false, placeholders: [], carry: [] };

/**
 * What the refused change `number` leaves in a part. Only for an update that passed answers 1 to 4;
 * the candidate may have it applied or not, and must still have the placeholders of before.
 */
export function placeholdersOf(decoded: DecodedUpdate, candidate: Candidate, number: number): Remains {
  const known = new KnownStructs(candidate);
  const isText = candidate.layout.kind === 'text';
  const placeholders: Placeholder[] = [];
  const isPlaced = visitInOrder(decoded.structs, known, (struct) => {
    const root = struct.kind === 'item' ? rootOfItem(struct, known) : undefined;
    if (struct.kind !== 'item' || root === undefined) return false;
    known.add(struct, root);
    const { client, clock, length, origin, rightOrigin } = struct;
    const next: Placeholder = { client, clock, length, origin, rightOrigin, root, number, isText };
    const last = placeholders.at(-1);
    if (last && continues(last, next)) {
      placeholders[placeholders.length - 1] = { ...last, length: last.length + length };
    } else placeholders.push(next);
    return undefined;
  });
  if (isPlaced === false) return NOTHING_KEPT;
  const carry = carryOf(decoded, placeholders, known, candidate.carry);
  const kept = sizeOf(candidate.placeholders, candidate.carry) + sizeOf(placeholders, carry);
  if (kept > PLACEHOLDER_QUOTA) return NOTHING_KEPT;
  return { isKept: true, placeholders, carry };
}

/**
 * A V1 update that integrates the placeholders as deleted items. Holes between them (pending changes
 * of the same client) are skipped over: whoever applies it has filled them before.
 */
export function placeholderUpdate(placeholders: readonly Placeholder[]): Uint8Array {
  const structs: Struct[] = [];
  const ends = new Map<number, number>();
  for (const placeholder of [...placeholders].sort((a, b) => a.clock - b.clock)) {
    const { client, clock, length, origin, rightOrigin, root } = placeholder;
    const end = ends.get(client);
    if (end !== undefined && end < clock)
      structs.push({ kind: 'skip', client, clock: end, length: clock - end });
    const parent = origin || rightOrigin ? null : { root };
    const content = { kind: 'deleted' } as const;
    structs.push({
      ...{ kind: 'item', client, clock, length, origin, rightOrigin, parent },
      ...{ parentSub: null, isKeyed: false, content },
    });
    ends.set(client, clock + length);
  }
  return encodeUpdate({ structs, deletes: [] });
}

function sizeOf(placeholders: readonly Placeholder[], carry: CarryMap): number {
  return carry.reduce((sum, entry) => sum + 1 + entry.deletes.length, placeholders.length);
}

/** Whether `next` is what was typed on directly behind `last`, so that one struct can stand for both. */
function continues(last: Placeholder, next: Placeholder): boolean {
  return (
    last.isText &&
    next.client === last.client &&
    next.clock === last.clock + last.length &&
    next.origin?.client === last.client &&
    next.origin.clock === next.clock - 1 &&
    next.rightOrigin?.client === last.rightOrigin?.client &&
    next.rightOrigin?.clock === last.rightOrigin?.clock
  );
}
