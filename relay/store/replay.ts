/**
 * Brings the views up to the log at a start: from the checkpoint on, every batch is checked and applied.
 *
 * Invariant: a store whose log has a hole or a changed byte since its checkpoint, or whose checkpoint
 * does not match the log, is not served.
 */
import { RejoinError } from '../../engine/model/index.ts';
import { type OrganizationKeys, rangeUnder, trailingNumber } from './keys.ts';
import type { LevelDatabase } from './level-database.ts';
import type { LogBatch } from './log.ts';
import { decodeBatch } from './log-codec.ts';
import { damagedLog, decodePosition, followBatch, LOG_START, type LogPosition } from './log-position.ts';
import { RESTORE_ADVICE } from './open-failure.ts';

/** What the disk says of where the views stand. Throws `data-folder-damaged` where log and views disagree. */
export async function readCheckpoint(db: LevelDatabase, keys: OrganizationKeys): Promise<LogPosition> {
  const stored = await db.get(keys.checkpoint);
  if (stored === undefined) {
    if ((await db.get(keys.state)) !== undefined) throw damagedLog('the checkpoint is missing');
    return LOG_START;
  }
  const position = decodePosition(stored);
  const value = await db.get(keys.log(position.batch));
  if (value === undefined) throw damagedLog(`batch ${position.batch}, the last one checked, is missing`);
  const { batch, hash } = decodeValue(value, position.batch);
  if (batch.batch !== position.batch || Buffer.compare(hash, position.hash) !== 0) {
    throw damagedLog(`batch ${position.batch} is not the one that was checked`);
  }
  return position;
}

/** Batches after the position in order, each checked to follow; with the position after it. */
export async function* followLog(
  db: LevelDatabase,
  keys: OrganizationKeys,
  from: LogPosition,
): AsyncGenerator<{ readonly batch: LogBatch; readonly position: LogPosition; readonly value: Uint8Array }> {
  let position = from;
  try {
    for await (const [key, value] of db.iterator(
      rangeUnder(keys.logPrefix, keys.log(from.batch).slice(-14)),
    )) {
      const number = trailingNumber(key);
      if (number !== position.batch + 1) {
        throw damagedLog(`${missing(position.batch + 1, number - 1)} (batch ${number} is there)`);
      }
      const { batch, hash } = decodeValue(value, number);
      position = followBatch(position, batch, hash);
      yield { batch, position, value };
    }
  } catch (error) {
    throw asDamage(error, position.batch + 1);
  }
}

/** The same error, saying whose data is damaged, where, and what to do. */
export function explainDamage(error: unknown, { organization }: OrganizationKeys): unknown {
  if (!(error instanceof RejoinError) || error.code !== 'data-folder-damaged') return error;
  const message = `${organization} is not served: ${error.message}. ${RESTORE_ADVICE}`;
  return new RejoinError('data-folder-damaged', message, { cause: error });
}

function decodeValue(value: Uint8Array, number: number): ReturnType<typeof decodeBatch> {
  try {
    return decodeBatch(value);
  } catch (error) {
    if (!(error instanceof RejoinError)) throw error;
    throw damagedLog(`batch ${number}: ${error.message}`, error);
  }
}

/** An iterator that fails on corrupt blocks is damage too. */
function asDamage(error: unknown, next: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code !== 'LEVEL_CORRUPTION' && code !== 'LEVEL_IO_ERROR') return error;
  return damagedLog(`the disk can not be read at or after batch ${next}`, error);
}

function missing(first: number, last: number): string {
  return first === last ? `batch ${first} is missing` : `batches ${first} to ${last} are missing`;
}
