/** Reads of the log: from a sequence number on, one batch, and what the audit asks. */
import { RejoinError, type SequenceNumber } from '../../engine/model/index.ts';
import type { BatchStart } from './flush.ts';
import { type OrganizationKeys, rangeUnder } from './keys.ts';
import type { LevelDatabase } from './level-database.ts';
import type { LogBatch } from './log.ts';
import { decodeBatch, packr } from './log-codec.ts';
import type { Overlay } from './overlay.ts';
import type { AuditItem, AuditQuery } from './relay-store.ts';

/** What reads of the log need to know of their store. */
export interface LogSource {
  readonly db: LevelDatabase;
  readonly keys: OrganizationKeys;
  readonly overlay: Overlay;
  /** Batches that the index on disk does not know yet, in order. */
  readonly starts: readonly BatchStart[];
  /** The last durable batch. */
  readonly lastBatch: number;
}

/** Throws `data-folder-damaged` where the batch is there and can't be read. */
export async function readBatch(
  { db, keys, lastBatch }: LogSource,
  batch: number,
): Promise<LogBatch | undefined> {
  if (batch > lastBatch) return undefined;
  const value = await db.get(keys.log(batch));
  return value === undefined ? undefined : decodeBatch(value).batch;
}

/** Batches from the one that holds the sequence number, one at least if there is any. */
export async function* readLog(
  source: LogSource,
  fromSequence: SequenceNumber,
  maxBytes: number,
): AsyncGenerator<LogBatch> {
  const { db, keys } = source;
  const first = await batchOf(source, fromSequence);
  const last = source.lastBatch;
  if (first > last) return;
  let expected = first;
  let read = 0;
  for await (const value of db.values({ gte: keys.log(first), lte: keys.log(last) })) {
    const { batch } = decodeBatch(value);
    if (batch.batch !== expected) break;
    expected++;
    yield batch;
    read += value.length;
    if (read >= maxBytes) return;
  }
  if (expected <= last) throw new RejoinError('data-folder-damaged', `batch ${expected} is missing`);
}

/** The last batch that begins at or before the sequence number. */
async function batchOf(
  { db, keys, starts, lastBatch }: LogSource,
  sequence: SequenceNumber,
): Promise<number> {
  const recent = starts.findLast(({ firstSequence }) => firstSequence <= sequence);
  if (recent !== undefined) return recent.batch > lastBatch ? lastBatch + 1 : recent.batch;
  const index = {
    gt: keys.sequencePrefix,
    lte: keys.sequence(Math.max(0, sequence)),
    reverse: true,
    limit: 1,
  };
  for await (const value of db.values(index)) return Number(packr.unpack(value));
  return 1;
}

/** Everything, newest first. */
export async function* auditAll(source: LogSource, query: AuditQuery): AsyncGenerator<AuditItem> {
  const { db, keys, lastBatch } = source;
  const upTo = Math.min(lastBatch, query.before?.batch ?? lastBatch);
  let left = query.limit;
  for await (const value of db.values({ gt: keys.logPrefix, lte: keys.log(upTo), reverse: true })) {
    const { batch } = decodeBatch(value);
    if (batch.time < (query.from ?? 0)) return;
    for (let position = batch.entries.length - 1; position >= 0; position--) {
      const item = itemAt(batch, position, query);
      if (item === undefined) continue;
      if (left-- <= 0) return;
      yield item;
    }
  }
}

/** The entries that refer to what the prefix names, newest first. */
export async function* auditUnder(
  source: LogSource,
  prefix: string,
  query: AuditQuery,
): AsyncGenerator<AuditItem> {
  let held: LogBatch | undefined;
  let left = query.limit;
  for await (const places of placesUnder(source, prefix)) {
    for (let i = places.length - 2; i >= 0; i -= 2) {
      const [number, position] = [places[i] ?? 0, places[i + 1] ?? 0];
      if (number > (query.before?.batch ?? Number.POSITIVE_INFINITY)) continue;
      if (held?.batch !== number) held = await readBatch(source, number);
      if (held === undefined || held.time < (query.from ?? 0)) return;
      const item = itemAt(held, position, query);
      if (item === undefined) continue;
      if (left-- <= 0) return;
      yield item;
    }
  }
}

/** Lists of places (batch, position, batch, position …, oldest first), the newest list first. */
async function* placesUnder(
  { db, keys, overlay }: LogSource,
  prefix: string,
): AsyncGenerator<readonly number[]> {
  const newer = overlay.durable.map(({ references }) => references.get(prefix)?.slice() ?? []);
  const oldest = newer.flat()[0] ?? Number.POSITIVE_INFINITY;
  const stored = db.values({ ...rangeUnder(prefix), reverse: true });
  try {
    yield* newer.reverse();
    for await (const value of stored) {
      const places = packr.unpack(value) as readonly number[];
      // A generation whose write has just landed is in both.
      if ((places[0] ?? 0) < oldest) yield places;
    }
  } catch (error) {
    if (error instanceof RejoinError) throw error;
    const what = `the audit of ${keys.organization} can not be read`;
    throw new RejoinError('data-folder-damaged', what, { cause: error });
  } finally {
    await stored.close();
  }
}

function itemAt(
  batch: LogBatch,
  position: number,
  { before, from, upTo }: AuditQuery,
): AuditItem | undefined {
  const entry = batch.entries[position];
  if (entry === undefined || batch.time < (from ?? 0)) return undefined;
  if (batch.time > (upTo ?? Number.POSITIVE_INFINITY)) return undefined;
  const isBefore =
    before === undefined ||
    batch.batch < before.batch ||
    (batch.batch === before.batch && position < before.position);
  return isBefore ? { batch: batch.batch, position, time: batch.time, entry } : undefined;
}
