/**
 * Imports a folder of CSV files into an organization that is served.
 *
 * Two readings: the first judges every row and finds out what exists, the second writes, in batches among
 * the commits of devices. Tables are written with what they name before them, cycles apart. Importing the
 * same files again changes nothing, so an import that was interrupted is simply repeated.
 *
 * Invariant: each row that was read is counted once as created, updated, unchanged or refused.
 */
import type { RecordId, UserId } from '../../engine/model/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import { checkMapping } from './check-mapping.ts';
import type { FileSource } from './file-source.ts';
import { ImportBook } from './import-book.ts';
import { type CheckContext, checkRecords, checkUsers, type TableRun } from './import-check.ts';
import { type EntityTable, type ImportMapping, nameOf, type Table } from './import-mapping.ts';
import { deafListener, FileTally, type ImportReport, type RefusalListener } from './import-report.ts';
import { clearAstray, writeTable } from './import-write.ts';
import { failed, type Outcome } from './problem.ts';
import { openTable } from './read-table.ts';
import { columnsOf, RowReader } from './row-reader.ts';

export interface ImportProgress {
  readonly phase: 'check' | 'write';
  readonly file: string;
  readonly table: string;
  /** Rows of the table done in this phase. */
  readonly rows: number;
}

export interface ImportOptions {
  readonly source: FileSource;
  readonly mapping: ImportMapping;
  /** Who stands as the author of records and in the audit. */
  readonly by: UserId;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Gets all refused rows, also those beyond what the report lists. */
  readonly refusals?: RefusalListener;
}

/**
 * Imports the files. Problems of the mapping come back before anything is written; what is wrong with
 * files and rows is in the report. Throws `unavailable` when the store fails meanwhile.
 */
export async function importFolder(
  organization: OpenOrganization,
  { source, mapping, by, onProgress, refusals = deafListener }: ImportOptions,
): Promise<Outcome<{ readonly report: ImportReport }>> {
  const { metadata, directory, store } = organization;
  if (metadata === undefined) return failed([{ path: '', message: 'the organization has no metadata yet' }]);
  const problems = checkMapping(mapping, metadata, directory.directory);
  if (problems.length > 0) return failed(problems);
  if (!directory.directory.users.has(by)) return failed([{ path: '', message: 'the author is no user' }]);

  const book = new ImportBook({
    has: (entity, id) => store.row(entity, id as RecordId) !== undefined,
    ownerOf: (entity, id) => store.row(entity, id as RecordId)?.system.ownerid,
  });
  const context: CheckContext = {
    organization,
    book,
    tables: new Map(mapping.tables.map((table) => [nameOf(table), table])),
    users: new Map(),
    refusals,
    onRows: ({ table, tally }) => progress('check', table, tally.rows),
  };
  const runs = new Map<Table, TableRun>();
  for (const table of mapping.tables) runs.set(table, await openRun(table));
  for (const [table, run] of runs) if ('user' in table) await checkUsers(run, table, context);
  for (const [table, run] of runs) if ('entity' in table) await checkRecords(run, table, context);
  book.settle();
  await refusals.ready();
  for (const table of inOrder(mapping, context.tables)) {
    const run = runs.get(table);
    if (run !== undefined) await writeTable(run, context, by, (rows) => progress('write', table, rows));
  }
  await clearAstray(context, by);
  for (const row of book.values()) {
    if (row.isRefused || row.isWritten) continue;
    const reason = 'the file changed while it was read';
    book.refuse(row, [{ line: row.line, column: null, attribute: null, code: 'invalid-file', reason }]);
  }
  const used = new Set(mapping.tables.map(({ file }) => file));
  const unmappedFiles = (await source.list()).filter(
    (name) => /\.(csv|tsv|txt)$/i.test(name) && !used.has(name),
  );
  return {
    ok: true,
    report: { files: [...runs.values()].map(({ tally }) => tally.report()), unmappedFiles },
  };

  function progress(phase: ImportProgress['phase'], table: Table, rows: number): void {
    onProgress?.({ phase, file: table.file, table: nameOf(table), rows });
  }

  async function openRun(table: Table): Promise<TableRun> {
    const entity = 'entity' in table ? table.entity : 'user';
    const tally = new FileTally({ file: table.file, table: nameOf(table), entity }, refusals);
    const columns = columnsOf(table);
    const file = await openTable(source, table, columns);
    const index = metadata?.entity(entity);
    if ('reason' in file) {
      tally.unreadable(file);
      return { table, tally, file: undefined, reader: undefined, index };
    }
    tally.opened(
      file.separator,
      file.header.filter((name) => !columns.has(name)),
    );
    const reader =
      'entity' in table && index !== undefined && metadata !== undefined
        ? new RowReader(table, index, {
            organization: store.organization,
            directory: directory.directory,
            optionSets: metadata.metadata.optionSets,
            header: file.header,
          })
        : undefined;
    return { table, tally, file, reader, index };
  }
}

/** Tables of records, each behind those that it names, as far as they do not name each other. */
function inOrder(mapping: ImportMapping, tables: ReadonlyMap<string, Table>): readonly EntityTable[] {
  const ordered = new Set<EntityTable>();
  const open = new Set<Table>();
  const visit = (table: Table | undefined): void => {
    if (table === undefined || !('entity' in table) || open.has(table)) return;
    open.add(table);
    for (const source of Object.values(table.attributes))
      if ('table' in source) visit(tables.get(source.table));
    ordered.add(table);
  };
  for (const table of mapping.tables) visit(table);
  return [...ordered];
}
