/**
 * The first reading of an import: every row is read, counted and judged, and nothing is written.
 *
 * Tables of users come first, so that owners are known; after the last table the book is settled.
 */
import type { EntityIndex, OwnerId, Refusal, UserId } from '../../engine/model/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import type { CsvRecord } from './csv-reader.ts';
import type { ImportBook, KnownLink, KnownRow } from './import-book.ts';
import type { EntityTable, Table, UserTable } from './import-mapping.ts';
import type { FileTally, RefusalListener, RefusedRow } from './import-report.ts';
import type { OpenTable } from './read-table.ts';
import { Cells, type Link, malformed, type ReadRow, type RowReader, recordIdOf } from './row-reader.ts';

/** A table whose file was opened. */
export interface TableRun {
  readonly table: Table;
  readonly tally: FileTally;
  /** Undefined where the file can't be read. */
  readonly file: OpenTable | undefined;
  /** Undefined for tables of users. */
  readonly reader: RowReader | undefined;
  readonly index: EntityIndex | undefined;
}

export interface CheckContext {
  readonly organization: OpenOrganization;
  readonly book: ImportBook;
  /** By the name of the table. */
  readonly tables: ReadonlyMap<string, Table>;
  /** By table and key. */
  readonly users: Map<string, ReadonlyMap<string, UserId>>;
  readonly refusals: RefusalListener;
  onRows(run: TableRun): void;
}

const keyText = (key: readonly string[]): string => JSON.stringify(key);

/** Reads a table of users. */
export async function checkUsers(run: TableRun, table: UserTable, context: CheckContext): Promise<void> {
  const found = new Map<string, UserId>();
  const lines = new Map<string, number>();
  context.users.set(table.name, found);
  const { header } = run.file ?? { header: [] };
  const cells = new Cells(header, table);
  await eachRow(run, context, (record) => {
    const problem = malformed(record, header) ?? judge(record);
    if (problem === undefined) run.tally.count('unchanged');
    else run.tally.refuse([problem]);
  });

  function judge(record: CsvRecord): RefusedRow | undefined {
    const { line } = record;
    const key = cells.key(record, table.key);
    const column = table.key[0] ?? null;
    if (key === undefined) {
      return { line, column, attribute: null, code: 'invalid-file', reason: 'the key is empty' };
    }
    const before = lines.get(keyText(key));
    if (before !== undefined) {
      const reason = `the key stands also in line ${before}, which is taken`;
      return { line, column, attribute: null, code: 'duplicate-id', reason };
    }
    const texts = table.user.columns.map((name) => cells.text(record, name)).filter((text) => text !== '');
    const named = usersNamed(texts.join(table.user.join), context);
    const [user] = named;
    if (user === undefined || named.length > 1) {
      const reason = named.length > 1 ? 'more than one user has this name' : 'there is no user of this name';
      return { line, column: table.user.columns[0] ?? null, attribute: null, code: 'not-found', reason };
    }
    lines.set(keyText(key), line);
    found.set(keyText(key), user);
    return undefined;
  }
}

function usersNamed(name: string, { organization }: CheckContext): readonly UserId[] {
  const users = [...organization.directory.directory.users.values()];
  return users.filter((user) => user.name === name).map(({ id }) => id);
}

/** Reads a table of records into the book. */
export async function checkRecords(run: TableRun, table: EntityTable, context: CheckContext): Promise<void> {
  const { reader, index } = run;
  if (reader === undefined || index === undefined) return;
  await eachRow(run, context, (record) => {
    const reading = reader.read(record);
    const id = 'row' in reading ? reading.row.id : reading.id;
    if (id === undefined) {
      if ('refused' in reading) run.tally.refuse(reading.refused);
      return;
    }
    const known = 'row' in reading ? knownRow(reading.row, record, run, table, context) : undefined;
    const row = known ?? placeholder(id, record, run, table);
    const problems =
      'refused' in reading ? reading.refused : judgeRow(reading.row, row, record, index, context);
    context.book.add(row);
    if (problems.length > 0 && !row.isRefused) context.book.refuse(row, problems);
  });
}

function placeholder(id: KnownRow['id'], { line }: CsvRecord, run: TableRun, table: EntityTable): KnownRow {
  return {
    tally: run.tally,
    file: table.file,
    entity: table.entity,
    id,
    line,
    links: [],
    like: undefined,
    owner: null,
    unit: null,
    isRefused: false,
    isWritten: false,
  };
}

function knownRow(
  row: ReadRow,
  record: CsvRecord,
  run: TableRun,
  table: EntityTable,
  context: CheckContext,
): KnownRow {
  const links = row.links.flatMap(({ link }) => (link === null ? [] : [resolve(link, context)]));
  const base = { ...placeholder(row.id, record, run, table), links };
  if ('like' in row.owner) return { ...base, like: row.owner.like, owner: undefined };
  if ('link' in row.owner) {
    const owner = userOf(row.owner.link, context) ?? row.owner.otherwise;
    return { ...base, owner: owner ?? null };
  }
  return { ...base, owner: row.owner.owner, unit: row.owner.unit };
}

/** The id that the link comes to. */
export function resolve(link: Link, context: CheckContext): KnownLink {
  const table = context.tables.get(link.table);
  if (table === undefined || !('entity' in table)) {
    return { link, entity: 'user', id: userOf(link, context) };
  }
  return {
    link,
    entity: table.entity,
    id: recordIdOf(context.organization.store.organization, table, link.key),
  };
}

function userOf({ table, key }: Link, { users }: CheckContext): UserId | undefined {
  return users.get(table)?.get(keyText(key));
}

/** What the row can't be, whatever the others are. */
function judgeRow(
  row: ReadRow,
  known: KnownRow,
  { line }: CsvRecord,
  index: EntityIndex,
  { organization }: CheckContext,
): readonly RefusedRow[] {
  const refuse = (attribute: string | null, { code, reason }: Refusal): RefusedRow => {
    return { line, column: null, attribute, code, reason };
  };
  const { store, directory } = organization;
  const isStored = store.row(known.entity, known.id) !== undefined;
  if (!isStored && store.isUsed(known.id)) return [refuse(null, deletedBefore)];
  const problems = index.entity.attributes
    .filter(({ required, name }) => required && isEmpty(name, row, isStored))
    .map(({ name }) => refuse(name, { code: 'required-missing', reason: `${name} is required` }));
  if (index.entity.ownership === 'user-or-team' && known.like === undefined) {
    const isOwner = known.owner !== null && directory.owner(known.owner as OwnerId) !== undefined;
    if (!isOwner) problems.push(refuse('ownerid', noOwner));
  }
  return problems;
}

function isEmpty(name: string, { values, links }: ReadRow, isStored: boolean): boolean {
  const link = links.find(({ attribute }) => attribute === name);
  if (link !== undefined) return link.link === null;
  return Object.hasOwn(values, name) ? values[name] === null : !isStored;
}

async function eachRow(
  run: TableRun,
  context: CheckContext,
  take: (record: CsvRecord) => void,
): Promise<void> {
  for await (const records of run.file?.rows() ?? []) {
    for (const record of records) {
      run.tally.row();
      take(record);
    }
    context.onRows(run);
    await context.refusals.ready();
  }
}

const deletedBefore: Refusal = {
  code: 'duplicate-id',
  reason: 'the record of this key was deleted, and its id is never used again',
};
const noOwner: Refusal = { code: 'missing-reference', reason: 'the row names nobody who can own records' };
