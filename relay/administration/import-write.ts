/**
 * The second reading of an import: rows that the book let through are written, batch by batch.
 *
 * Invariant: a row is written once, and only as it was read the first time; between batches the changes of
 * devices get their turn.
 */
import type { EntityIndex, UserId, Value } from '../../engine/model/index.ts';
import type { KnownRow } from './import-book.ts';
import { type CheckContext, resolve, type TableRun } from './import-check.ts';
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
      if (known?.tally !== tally || known.line !== record.line || known.isWritten) {
        tally.unreadable({
          line: record.line,
          reason: 'the file changed while it was read; import it again',
        });
        continue;
      }
      known.isWritten = true;
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

async function writeBatch(batch: readonly Waiting[], context: CheckContext, by: UserId): Promise<void> {
  if (batch.length === 0) return;
  const outcomes = await context.organization.runJob((work) =>
    batch.map(({ known, wanted }) => ({ known, outcome: writeRecord(work, wanted, by) })),
  );
  for (const { known, outcome } of outcomes) {
    if (typeof outcome === 'string') known.tally.count(outcome);
    else context.book.refuse(known, [{ line: known.line, column: null, attribute: null, ...outcome }]);
  }
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
