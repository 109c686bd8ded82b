/**
 * What changed between two texts, word by word, as people read it.
 *
 * Invariant: the stretches that are not added, joined, are the first text; those that are not removed are
 * the second.
 */

export interface Stretch {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Above that many pairs of words what differs is shown as one stretch: a table of them is no longer small. */
const MOST_PAIRS = 4_000_000;

/** The stretches of both texts in reading order: what was removed before what was added in its place. */
export function wordDiff(before: string, after: string): readonly Stretch[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const middle = diff(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const same = (words: readonly string[]): Stretch => ({ kind: 'same', text: words.join('') });
  return joined([same(a.slice(0, start)), ...middle, same(a.slice(a.length - end))]);
}

/** Words and what stands between them. */
function wordsOf(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}\p{M}'’_-]+|[^\s]/gu) ?? [];
}

function diff(a: readonly string[], b: readonly string[]): Stretch[] {
  if (a.length * b.length > MOST_PAIRS) {
    return [
      { kind: 'removed', text: a.join('') },
      { kind: 'added', text: b.join('') },
    ];
  }
  const common = commonLengths(a, b);
  const width = b.length + 1;
  const stretches: Stretch[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      stretches.push({ kind: 'same', text: left });
      i++;
      j++;
    } else if (
      left !== undefined &&
      lengthAt(common, (i + 1) * width + j) >= lengthAt(common, i * width + j + 1)
    ) {
      stretches.push({ kind: 'removed', text: left });
      i++;
    } else {
      stretches.push({ kind: 'added', text: right ?? '' });
      j++;
    }
  }
  return stretches;
}

/** By places in both lists: how many words what follows has in common, at the most. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      common[at] =
        a[i] === b[j]
          ? lengthAt(common, at + width + 1) + 1
          : Math.max(lengthAt(common, at + width), lengthAt(common, at + 1));
    }
  }
  return common;
}

function lengthAt(common: Uint32Array, at: number): number {
  return common[at] ?? 0;
}

/**
 * Neighbours of one kind as one, what was removed before what was added. A space between two changed words
 * is changed with them, so that a sentence written anew reads as one.
 */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  let [removed, added] = ['', ''];
  const flush = (): void => {
    if (removed !== '') result.push({ kind: 'removed', text: removed });
    if (added !== '') result.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  const whole = stretches.filter(({ text }) => text !== '');
  for (const [place, { kind, text }] of whole.entries()) {
    const isAmongChanges =
      kind === 'same' && removed + added !== '' && /^ +$/.test(text) && isChange(whole[place + 1]);
    if (kind === 'removed' || isAmongChanges) removed += text;
    if (kind === 'added' || isAmongChanges) added += text;
    if (kind !== 'same' || isAmongChanges) continue;
    flush();
    const last = result.at(-1);
    if (last?.kind === 'same') result[result.length - 1] = { kind, text: last.text + text };
    else result.push({ kind, text });
  }
  flush();
  return result;
}

function isChange(stretch: Stretch | undefined): boolean {
  return stretch !== undefined && stretch.kind !== 'same';
}
