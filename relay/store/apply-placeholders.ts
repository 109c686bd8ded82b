/**
 * What refused changes leave behind in parts, and how it ends.
 *
 * Invariant: placeholders end when a change has integrated them and their device is known to know the
 * verdict (until then text typed inside of refused text is told by them); a carry map ends with the
 * verdict known. A list that holds neither is removed, and so is that of a deleted record.
 */
import type { DeviceNumber } from '../../engine/model/index.ts';
import { holds } from './decisions.ts';
import type { OrganizationKeys } from './keys.ts';
import type { AcceptedEntry, LeftPlaceholders, PartRef } from './log.ts';
import type { ViewAccess } from './view-access.ts';

/** Adds what a refused change left in one part to what the device has there. */
export function leavePlaceholders(
  device: DeviceNumber,
  left: LeftPlaceholders,
  keys: OrganizationKeys,
  views: ViewAccess,
): void {
  const key = keys.placeholders(device, left.entity, left.id, left.part);
  const known = views.read('placeholders', key);
  const sameEpoch = known !== undefined && known.epoch === left.epoch;
  views.write('placeholders', key, {
    epoch: left.epoch,
    placeholders: sameEpoch ? [...known.placeholders, ...left.placeholders] : left.placeholders,
    carry: sameEpoch ? [...known.carry, ...left.carry] : left.carry,
    integratedUpTo: sameEpoch ? known.integratedUpTo : 0,
  });
}

/** Ends what the accepted change ends; gives the parts that still hold something of its device. */
export function applyPlaceholders(
  parts: readonly PartRef[],
  { author, consumed, dropCarryUpTo, operations }: AcceptedEntry,
  keys: OrganizationKeys,
  views: ViewAccess,
): readonly PartRef[] {
  if (parts.length === 0) return parts;
  const deleted = new Set(operations.filter(({ system }) => system === null).map(({ id }) => id));
  return parts.filter((place) => {
    const key = keys.placeholders(author.device, place.entity, place.id, place.part);
    const known = views.read('placeholders', key);
    if (known === undefined) return false;
    const integratedUpTo = holds(consumed, place) ? author.number : known.integratedUpTo;
    const hasEnded = (number: number): boolean => number <= integratedUpTo && number <= dropCarryUpTo;
    const placeholders = known.placeholders.filter(({ number }) => !hasEnded(number));
    const carry = known.carry.filter(({ number }) => number > dropCarryUpTo);
    const isOver = deleted.has(place.id) || (placeholders.length === 0 && carry.length === 0);
    if (isOver) views.write('placeholders', key, null);
    else views.write('placeholders', key, { epoch: known.epoch, placeholders, carry, integratedUpTo });
    return !isOver;
  });
}
