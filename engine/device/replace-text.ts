/**
 * Turns a text into another by its difference: what both have at their beginning and end stays as it
 * is, so that what others type there meanwhile merges with it.
 */
import type * as Y from 'yjs';

/** What makes one text of another: at `start` the text `removed` goes and `inserted` comes. */
export interface Difference {
  readonly start: number;
  readonly removed: string;
  readonly inserted: string;
}

/** Makes `text` read `wanted`. Returns whether anything had to change. */
export function replaceText(text: Y.Text, wanted: string): boolean {
  const current = text.toString();
  if (current === wanted) return false;
  const { start, removed, inserted } = differenceOf(current, wanted);
  if (removed !== '') text.delete(start, removed.length);
  if (inserted !== '') text.insert(start, inserted);
  return true;
}

/** The one stretch in which two texts differ. No character is parted. */
export function differenceOf(current: string, wanted: string): Difference {
  const shorter = Math.min(current.length, wanted.length);
  let start = 0;
  while (start < shorter && current[start] === wanted[start]) start++;
  if (isHalfPair(current, start) || isHalfPair(wanted, start)) start--;
  let end = 0;
  while (end < shorter - start && current[current.length - 1 - end] === wanted[wanted.length - 1 - end])
    end++;
  if (end > 0 && (isHalfPair(current, current.length - end) || isHalfPair(wanted, wanted.length - end)))
    end--;
  return {
    start,
    removed: current.slice(start, current.length - end),
    inserted: wanted.slice(start, wanted.length - end),
  };
}

/** Whether a cut before this unit would part the halves of a surrogate pair. */
function isHalfPair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const unit = text.charCodeAt(at);
  return before >= 0xd800 && before <= 0xdbff && unit >= 0xdc00 && unit <= 0xdfff;
}
