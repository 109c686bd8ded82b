import { describe, expect, it } from 'vitest';
import { asId } from '../../engine/model/index.ts';
import type { LogBatch } from '../store/index.ts';
import { LogTail } from './log-tail.ts';

const batch = (...sequences: readonly number[]): LogBatch => ({
  batch: sequences[0] ?? 0,
  previousHash: new Uint8Array(32),
  firstSequence: sequences[0] ?? 0,
  time: 0,
  entries: sequences.map((sequence) => ({
    kind: 'directory',
    sequence,
    by: null,
    change: { kind: 'remove-column-profile', id: asId('x') },
  })),
});

describe('the tail of the log', () => {
  it('gives what lies behind a cursor, and nothing where it does not reach back to it', () => {
    const tail = new LogTail();
    expect(tail.after(0)).toBeUndefined();
    tail.append(batch(5, 6));
    tail.append(batch(7));
    const numbers = (cursor: number) => tail.after(cursor)?.map(({ sequence }) => sequence);
    expect([3, 4, 5, 6, 7].map(numbers)).toEqual([undefined, [5, 6, 7], [6, 7], [7], []]);
  });

  it('holds the last entries, and leaves the older ones to the store', () => {
    const tail = new LogTail({ entries: 3, bytes: 1_000_000 });
    for (let sequence = 1; sequence <= 7; sequence++) tail.append(batch(sequence));
    expect(tail.after(3)).toBeUndefined();
    expect(tail.after(4)).toHaveLength(3);
  });
});
