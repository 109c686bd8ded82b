/** Changes made and encoded before a measurement begins, so that making them costs it nothing. */
import type { RecordId, Values } from '../engine/model/index.ts';
import { encodeDeviceMessage, type Operation } from '../engine/protocol/index.ts';
import type { RawAuthor } from '../test/world/raw-author.ts';
import { WINDOW } from './lean-client.ts';
import { ENTITY, FIELDS } from './organization.ts';

const FILLED = 8;

/** A work order as it is usually filled: a name, some texts, a number, a choice, a date. */
export function someValues(at: number): Values {
  const fields = Array.from({ length: FILLED }, (_, field) => [
    `field_${field}`,
    `what ${field} says of ${at}`,
  ]);
  const name = `Work order ${at}`;
  return { name, ...Object.fromEntries(fields), amount: '129.9', stage: 1 + (at % 3), due: '2026-03-01' };
}

/** Creates of so many records, as frames, and their ids. */
export function createFrames(
  author: RawAuthor,
  count: number,
  texts: Readonly<Record<string, string>> = {},
): { readonly ids: readonly RecordId[]; readonly frames: readonly Uint8Array[] } {
  const ids = Array.from({ length: count }, () => author.newId());
  const frames = ids.map((id, at) => pushFrame(author, author.create(ENTITY, someValues(at), { id, texts })));
  return { ids, frames };
}

/** Overwrites of one field each, going around the records and their fields, as frames. */
export function updateFrames(author: RawAuthor, ids: readonly RecordId[], count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => {
    const id = ids[at % ids.length];
    if (id === undefined) throw new Error('there are no records to update');
    const round = Math.floor(at / ids.length);
    return pushFrame(author, author.update(ENTITY, id, { [`field_${(at + round) % FIELDS}`]: `edit ${at}` }));
  });
}

/** The operation as the author's next change, knowing of every verdict that it must have by then. */
export function pushFrame(author: RawAuthor, operation: Operation): Uint8Array {
  const lastVerdict = Math.max(0, author.nextNumber - 1 - WINDOW);
  return encodeDeviceMessage(author.push([operation], { lastVerdict }));
}
