/**
 * A text that its author mended in a draft: what was changed of what the draft showed is changed of the
 * text as it is when the draft is sent, which others may have gone on with and which may be longer than shown.
 *
 * Invariant: nothing that others typed goes which the author did not see, and nothing that the author typed.
 */
import { differenceOf } from './replace-text.ts';

/**
 * The text with the same change that made `mended` of `shown`. Where both changed the same stretch, both
 * stand there.
 */
export function mendText(text: string, shown: string, mended: string): string {
  const own = differenceOf(shown, mended);
  const others = differenceOf(shown, text);
  const ownEnd = own.start + own.removed.length;
  const othersEnd = others.start + others.removed.length;
  const put = (start: number, end: number, words: string): string =>
    text.slice(0, start) + words + text.slice(end);
  if (ownEnd <= others.start) return put(own.start, ownEnd, own.inserted);
  const moved = others.inserted.length - others.removed.length;
  if (own.start >= othersEnd) return put(own.start + moved, ownEnd + moved, own.inserted);
  const start = Math.min(own.start, others.start);
  const end = Math.max(ownEnd, othersEnd);
  const stretch = shown.slice(start, own.start) + own.inserted + shown.slice(ownEnd, end);
  return put(start, end + moved, stretch + others.inserted);
}

/** The words of the mended text that were not in what was shown: its author's alone. */
export function mendedWords(shown: string, mended: string): string {
  const known = new Map<string, number>();
  for (const word of wordsOf(shown)) known.set(word, (known.get(word) ?? 0) + 1);
  const own = wordsOf(mended).filter((word) => {
    const left = known.get(word) ?? 0;
    known.set(word, left - 1);
    return left <= 0;
  });
  return own.join(' ');
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
