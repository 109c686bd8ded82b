/** Two tablets are identical in what both hold. */
import { expect, it } from 'vitest';
import { identityOf } from './identity.ts';
import { stageLayout } from './stage-layout.ts';

const sums = (text: string) => new Map(text.split(' ').map((pair) => pair.split('=') as [string, string]));

it('compares what both hold, and nothing else', () => {
  expect(identityOf(sums('a=1 b=2 c=3'), sums('b=2 c=3 d=4'))).toEqual({ state: 'identical', records: 2 });
  expect(identityOf(sums('a=1 b=2'), sums('a=1 b=3'))).toEqual({ state: 'different', records: 1 });
});

it('waits where one holds nothing, or both nothing in common', () => {
  expect(identityOf(new Map(), sums('a=1'))).toEqual({ state: 'waiting' });
  expect(identityOf(sums('a=1'), sums('b=1'))).toEqual({ state: 'waiting' });
});

it.each([
  [1_440, 900, 'upright'],
  [1_920, 1_080, 'upright'],
  [1_920, 640, 'lying'],
  [2_560, 900, 'lying'],
  [1_024, 768, 'tabs'],
  [390, 844, 'tabs'],
])('has room in a window of %i × %i for tablets that stand %s', (width, height, kind) => {
  const layout = stageLayout(width, height);
  if (layout.kind === 'tabs') expect(kind).toBe('tabs');
  else expect(layout.height > layout.width ? 'upright' : 'lying').toBe(kind);
  if (layout.kind === 'side-by-side') {
    expect(layout.width * layout.scale * 2).toBeLessThan(width - 300);
    expect(layout.height * layout.scale).toBeLessThan(height);
  }
});
