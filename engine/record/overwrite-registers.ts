/**
 * Applies an update that only overwrites registers to their index, without integrating it into a document.
 *
 * Invariant: what this emits, and what the registers say afterwards, is to the byte what Yjs would emit
 * and say. Hence the narrow gate: whatever is not plainly an overwrite takes the way through Yjs.
 */
import type { Value } from '../model/index.ts';
import type { IndexedCandidate } from './candidate.ts';
import type { DeleteRange } from './decoded-update.ts';
import { mergeRanges } from './delete-ranges.ts';
import { encodeUpdate } from './encode-update.ts';
import { equalBytes } from './equal-bytes.ts';
import type { InspectedUpdate } from './inspect-update.ts';

/** What an overwrite did: the part of an `Application` that it decides. */
export interface Overwriting {
  readonly emitted: Uint8Array;
  readonly equalsSent: boolean;
  readonly changed: Readonly<Record<string, { readonly before: Value; readonly after: Value }>>;
}

/**
 * Whether the update is made of single entries, each live, in a register of its own, by one client, and
 * each at the end of its register: then nothing is merged, split or searched for. (Of two that were both
 * put at the end Yjs settles the order by client, and the order means nothing in a register.)
 */
export function areOverwrites({ decoded, writes, carried }: InspectedUpdate): boolean {
  const { structs } = decoded;
  if (carried.length > 0 || writes.length !== structs.length) return false;
  const client = structs[0]?.client;
  return structs.every(
    (struct) =>
      struct.kind === 'item' &&
      struct.length === 1 &&
      struct.rightOrigin === null &&
      struct.client === client,
  );
}

/** Applies an update of which `areOverwrites` holds; the candidate has no placeholders waiting. */
export function overwrite(candidate: IndexedCandidate, inspected: InspectedUpdate): Overwriting {
  const { registers } = candidate;
  const { decoded, touched, writes } = inspected;
  const before = touched.map((name) => registers.read(name).value);
  const deletes: DeleteRange[] = [];
  for (const range of decoded.deletes) deletes.push(...registers.delete(range));
  for (const [place, { attribute, value, stamp }] of writes.entries()) {
    // One write for each struct, in their order.
    const struct = decoded.structs[place];
    if (struct !== undefined) registers.add(struct.client, attribute, [value, stamp]);
  }
  const emitted = encodeUpdate({ structs: decoded.structs, deletes: mergeRanges(deletes) });
  candidate.placeholders = [];
  candidate.note(emitted);
  const changed: Record<string, { before: Value; after: Value }> = {};
  touched.forEach((name, place) => {
    changed[name] = { before: before[place] ?? null, after: registers.read(name).value };
  });
  return { emitted, equalsSent: equalBytes(emitted, inspected.bytes), changed };
}
