/**
 * The second reading of an import: rows that the book let through are written, batch by batch.
 *
 * Invariant: a row is written once, and only as it was read the first time; between batches the changes of
 * devices get their turn. In the end no row names a record that is not there.
 */
import type { EntityIndex, RecordId, Refusal, UserId, Value } from '../../engine/model/index.ts';
import type { RelayWork } from '../session/index.ts';
import { type KnownLink, type KnownRow, missing } from './import-book.ts';
import { type CheckContext, resolve, type TableRun } from './import-check.ts';
import type { RefusedRow } from './import-report.ts';
import type { ReadRow } from './row-reader.ts';
import { type WantedRecord, writeRecord } from './write-record.ts';

/** Records that one job writes: some milliseconds of work. */
const BATCH = 100;

interface Waiting {
  readonly known: KnownRow;
  readonly wanted: WantedRecord;
}

/** Writes what the table brings. @param onRows told how many rows are done */
export async function writeTable(
  { file, reader, index, tally }: TableRun,
  context: CheckContext,
  by: UserId,
  onRows: (rows: number) => void,
): Promise<void> {
  if (file === undefined || reader === undefined || index === undefined) return;
  let batch: Waiting[] = [];
  let rows = 0;
  for await (const records of file.rows()) {
    for (const record of records) {
      rows += 1;
      const reading = reader.read(record);
      if (!('row' in reading)) continue;
      const known = context.book.get(reading.row.id);
      if (known?.isRefused === true) continue;
      if (known?.tally !== tally || known.line !== record.line) {
        tally.unreadable({
          line: record.line,
          reason: 'the file changed while it was read; import it again',
        });
        continue;
      }
      batch.push({ known, wanted: wantedRecord(reading.row, known, index, context) });
      if (batch.length < BATCH) continue;
      await writeBatch(batch, context, by);
      onRows(rows);
      await context.refusals.ready();
      batch = [];
    }
  }
  await writeBatch(batch, context, by);
  onRows(rows);
}

/**
 * When all tables are written: takes away what names a row that was refused only then. That is for rows that
 * stood before the one that they name, or in a circle with it; the others are refused with it.
 */
export async function clearAstray(context: CheckContext, by: UserId): Promise<void> {
  const { book, organization } = context;
  const mayName = [...book.values()].filter(
    ({ isRefused, isWritten, links }) =>
      isWritten &&
      !isRefused &&
      links.some(({ id }) => id !== undefined && book.get(id as RecordId)?.isRefused),
  );
  for (let at = 0; at < mayName.length; at += BATCH) {
    await organization.runJob((work) => {
      for (const known of mayName.slice(at, at + BATCH)) {
        const index = organization.metadata?.entity(known.entity);
        if (index !== undefined) clearLinks(work, known, index, by);
      }
    });
    await context.refusals.ready();
  }
}

function clearLinks(work: RelayWork, known: KnownRow, index: EntityIndex, by: UserId): void {
  const astray = known.links.filter((link) => !isStored(work, link));
  if (astray.length === 0 || work.store.row(known.entity, known.id) === undefined) return;
  const values = Object.fromEntries(astray.map(({ link }) => [link.attribute, null]));
  writeRecord(work, { index, id: known.id, values, owner: known.owner ?? null, unit: known.unit }, by);
  const reason = 'the row came in without it: what it names was refused when it was written';
  known.tally.note(astray.map(({ link }) => missing(known, link, reason)));
}

async function writeBatch(batch: readonly Waiting[], context: CheckContext, by: UserId): Promise<void> {
  if (batch.length === 0) return;
  const outcomes = await context.organization.runJob((work) =>
    batch.map(({ known, wanted }) => {
      const astray = known.links.filter((link) => !isStored(work, link) && !isToCome(context, link));
      known.isWritten = true;
      if (astray.length === 0) return { known, outcome: writeRecord(work, wanted, by) };
      const reason = 'the row names a record that is no longer there';
      return { known, outcome: astray.map(({ link }) => missing(known, link, reason)) };
    }),
  );
  for (const { known, outcome } of outcomes) {
    if (typeof outcome === 'string') known.tally.count(outcome);
    else context.book.refuse(known, 'code' in outcome ? [ofRow(known, outcome)] : outcome);
  }
}

function ofRow({ line }: KnownRow, refusal: Refusal): RefusedRow {
  return { line, column: null, attribute: null, ...refusal };
}

function isStored({ store }: RelayWork, { entity, id }: KnownLink): boolean {
  return entity === 'user' || (id !== undefined && store.row(entity, id as RecordId) !== undefined);
}

/** Whether the import will still write what is named. */
function isToCome({ book }: CheckContext, { id }: KnownLink): boolean {
  const target = book.get(id as RecordId);
  return target !== undefined && !target.isRefused && !target.isWritten;
}

function wantedRecord(
  row: ReadRow,
  known: KnownRow,
  index: EntityIndex,
  context: CheckContext,
): WantedRecord {
  const links = row.links.map(({ attribute, link }): readonly [string, Value] => {
    const target = link === null ? undefined : resolve(link, context);
    return [attribute, target?.id === undefined ? null : { entity: target.entity, id: target.id }];
  });
  const values = { ...row.values, ...Object.fromEntries(links) };
  return { index, id: row.id, values, owner: known.owner ?? null, unit: known.unit };
}
