/** The items that an update of a part inserts; none for bytes that are no update. */
import { decodeUpdate, type ItemStruct } from '../record/index.ts';

export function itemsIn(update: Uint8Array): readonly ItemStruct[] {
  const decoded = decodeUpdate(update);
  return decoded.ok ? decoded.update.structs.filter((struct) => struct.kind === 'item') : [];
}
