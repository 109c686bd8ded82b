/**
 * Writes a frozen generation of views behind the log.
 *
 * Invariant: the views and the checkpoint that says which batch they stand for are one synced write,
 * so a crash leaves the old views with the old checkpoint, or the new ones with the new.
 */
import type { ReachPoint } from '../../engine/clock/index.ts';
import { compactPart, needsCompaction } from './compact-part.ts';
import { fixedWidth, type OrganizationKeys } from './keys.ts';
import { type LevelDatabase, SYNCED } from './level-database.ts';
import { packr } from './log-codec.ts';
import { encodePosition, type LogPosition } from './log-position.ts';
import type { Layer } from './overlay.ts';
import { noteCompacted, type PartState, partOf } from './part-state.ts';
import type { SecuredColumns } from './row-codec.ts';
import { type ViewName, views } from './views.ts';

/** Where a batch begins, for the index from sequence numbers to batches. */
export interface BatchStart {
  readonly batch: number;
  readonly firstSequence: number;
}

export interface FlushWork {
  readonly frozen: Layer;
  /** The last batch whose effects are in the generation. */
  readonly position: LogPosition;
  /** Batches since the checkpoint before. */
  readonly starts: readonly BatchStart[];
  readonly secured: SecuredColumns;
  /** Lets others run; awaited every so often. */
  readonly pause: () => Promise<void>;
  readonly reach: ReachPoint | undefined;
}

/** About as many encoded values as keep others waiting for a millisecond. */
const VALUES_PER_TURN = 200;
/** Merging a part costs about as much as encoding this many values. */
const COMPACTION_COST = 20;

export async function writeViews(
  db: LevelDatabase,
  keys: OrganizationKeys,
  { frozen, position, starts, secured, pause, reach }: FlushWork,
): Promise<void> {
  const batch = db.batch();
  let spent = 0;
  const spend = async (cost: number): Promise<void> => {
    spent += cost;
    if (spent < VALUES_PER_TURN) return;
    spent = 0;
    await pause();
  };
  try {
    for (const name of Object.keys(views) as ViewName[]) await putView(name);
    for (const [prefix, places] of frozen.references) {
      batch.put(prefix + fixedWidth(places[0] ?? 0), packr.pack(places));
      await spend(1);
    }
    for (const start of starts) batch.put(keys.sequence(start.firstSequence), packr.pack(start.batch));
    batch.put(keys.checkpoint, encodePosition(position));
    reach?.('before-flush');
    await batch.write(SYNCED);
    reach?.('after-flush');
  } finally {
    await batch.close();
  }

  async function putView<K extends ViewName>(name: K): Promise<void> {
    for (const [key, { value }] of frozen.cells(name)) {
      if (value === null) batch.del(key);
      else {
        if (name === 'part' && compact(value as PartState)) await spend(COMPACTION_COST);
        batch.put(key, views[name].encode(value, secured));
      }
      await spend(1);
    }
  }
}

/** Merges the part's updates where they outweigh its snapshot; readers of the state see the result. */
function compact(state: PartState): boolean {
  const part = partOf(state);
  if (!needsCompaction(part)) return false;
  // A part that can't be merged is a defect that whoever opens it meets; it stays as it is, because
  // one part must not keep a whole organization from being written.
  const merged = compactPart(part);
  if (merged !== undefined) noteCompacted(state, merged.snapshot);
  return true;
}
