/**
 * Checks an organization's whole log, from its first batch, and that the checkpoint stands on it.
 *
 * Invariant: reads only. What a start checks since the checkpoint, this checks for all.
 */
import { type OrganizationId, RejoinError, type SequenceNumber } from '../../engine/model/index.ts';
import { OrganizationKeys } from './keys.ts';
import type { LevelDatabase } from './level-database.ts';
import { LOG_START } from './log-position.ts';
import { explainDamage, followLog, readCheckpoint } from './replay.ts';

export interface VerifiedLog {
  readonly batches: number;
  readonly entries: number;
  readonly bytes: number;
  readonly lastSequence: SequenceNumber;
}

/**
 * @param onProgress called after each batch with its number
 * @throws RejoinError `data-folder-damaged` naming the first batch that is missing or changed;
 *   `not-found` where there is no such organization
 */
export async function verifyLog(
  db: LevelDatabase,
  organization: OrganizationId,
  onProgress: (batch: number) => void = () => undefined,
): Promise<VerifiedLog> {
  const keys = new OrganizationKeys(organization);
  try {
    const checkpoint = await readCheckpoint(db, keys);
    let entries = 0;
    let bytes = 0;
    let last = LOG_START;
    for await (const next of followLog(db, keys, LOG_START)) {
      entries += next.batch.entries.length;
      bytes += next.value.length;
      last = next.position;
      onProgress(last.batch);
    }
    if (last.batch === 0) throw new RejoinError('not-found', `there is no organization ${organization}`);
    if (last.batch < checkpoint.batch) {
      throw new RejoinError('data-folder-damaged', `batches after ${last.batch} are missing`);
    }
    return { batches: last.batch, entries, bytes, lastSequence: last.nextSequence - 1 };
  } catch (error) {
    throw explainDamage(error, keys);
  }
}
