/** How large items of pages are, about: what ends a page. */
import type { PageItem } from '../../engine/protocol/index.ts';

/** About what an item takes on the wire; system columns and names are counted flat. */
export function itemBytes(item: PageItem): number {
  if (item.kind === 'leave') return 32;
  let bytes = 200;
  for (const value of Object.values(item.values))
    bytes += 24 + (typeof value === 'string' ? value.length : 8);
  for (const part of item.parts) {
    if ('state' in part) bytes += part.state.length;
    else if ('bytes' in part) bytes += part.bytes.length;
  }
  return bytes;
}
