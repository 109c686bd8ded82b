/**
 * Text for a terminal: tables, and values made safe to print.
 *
 * Invariant: what comes from records can't move the cursor or colour anything; without a terminal there is
 * no colour at all.
 */
import Table from 'cli-table3';

const noBorder = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows under their heads, aligned. Says so where there are none. */
export function table(
  head: readonly string[],
  rows: readonly (readonly unknown[])[],
  { isTerminal }: { readonly isTerminal: boolean },
): string {
  if (rows.length === 0) return 'none';
  const made = new Table({
    head: [...head],
    chars: noBorder,
    style: { head: isTerminal ? ['bold'] : [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) made.push(row.map(printable));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A value as one line of text without control characters. */
export function printable(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => (character === '\n' ? '⏎' : '�'));
}
