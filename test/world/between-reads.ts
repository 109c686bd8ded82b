/**
 * Runs a step of a test before each value that a database reads out to an iterator: in the midst of what
 * replays a log.
 *
 * Invariant: the reader waits for the step; without one it reads as ever.
 */
import type { LevelDatabase } from '../../relay/store/index.ts';

/** From here on `step` runs before each value that comes out of an iterator; ended by what is returned. */
export function betweenReads(db: LevelDatabase, step: () => Promise<void> | void): () => void {
  const iterator = db.iterator.bind(db);
  const stepwise = async function* (...range: Parameters<typeof iterator>) {
    for await (const entry of iterator(...range)) {
      await step();
      yield entry;
    }
  };
  Object.assign(db, { iterator: stepwise });
  return () => void Object.assign(db, { iterator });
}
