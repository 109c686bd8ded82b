/**
 * The deleted ranges of one update, ready to be asked.
 *
 * Invariant: within a client the ranges ascend and do not overlap. Yjs always writes them so, and
 * applying overlapping ranges costs their number times the length of the document.
 */
import type { DeleteRange } from './decoded-update.ts';

export type DeletesByClient = ReadonlyMap<number, readonly DeleteRange[]>;

const NONE: DeletesByClient = new Map();

/** The ranges by client; undefined where they do not ascend. */
export function indexDeletes(deletes: readonly DeleteRange[]): DeletesByClient | undefined {
  if (deletes.length === 0) return NONE;
  const clients = new Map<number, DeleteRange[]>();
  for (const range of deletes) {
    const own = clients.get(range.client);
    const before = own?.[own.length - 1];
    if (before === undefined) clients.set(range.client, [range]);
    else if (range.clock < before.clock + before.length) return undefined;
    else own?.push(range);
  }
  return clients;
}

/** How many clocks of a range are deleted. */
export function countDeleted(deletes: DeletesByClient, { client, clock, length }: DeleteRange): number {
  const ranges = deletes.get(client);
  if (ranges === undefined) return 0;
  const end = clock + length;
  let covered = 0;
  for (let index = firstBehind(ranges, clock); index < ranges.length; index += 1) {
    const range = ranges[index];
    if (range === undefined || range.clock >= end) break;
    covered += Math.min(range.clock + range.length, end) - Math.max(range.clock, clock);
  }
  return covered;
}

/** The ranges sorted and merged, as Yjs writes them. */
export function mergeRanges(ranges: readonly DeleteRange[]): readonly DeleteRange[] {
  if (ranges.length < 2) return ranges;
  const merged: DeleteRange[] = [];
  for (const range of [...ranges].sort((a, b) => b.client - a.client || a.clock - b.clock)) {
    const last = merged.at(-1);
    if (last?.client === range.client && range.clock <= last.clock + last.length) {
      const end = Math.max(last.clock + last.length, range.clock + range.length);
      merged[merged.length - 1] = { ...last, length: end - last.clock };
    } else merged.push(range);
  }
  return merged;
}

/** The index of the first range that ends behind the clock. */
function firstBehind(ranges: readonly DeleteRange[], clock: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range !== undefined && range.clock + range.length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
