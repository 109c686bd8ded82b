/**
 * A file of an import as records: its header, its separator, and row by row what stands in it.
 *
 * Invariant: every data row comes out exactly once, malformed ones with their fault; at most one piece of the
 * file is in memory. A separator that is not named is the one under which all mapped columns stand in the
 * header; where that is none or more than one, nobody guesses.
 */
import { RejoinError } from '../../engine/model/index.ts';
import { type CsvOptions, CsvReader, type CsvRecord } from './csv-reader.ts';
import type { FileSource } from './file-source.ts';
import type { Table } from './import-mapping.ts';
import { utf8Lines } from './utf8-lines.ts';

/** The longest record, in characters: some memos of the greatest length. */
export const MAX_RECORD_LENGTH = 16 * 2 ** 20;
/** A line is part of one record, and a character takes three bytes for each unit at the most. */
const MAX_LINE_BYTES = 3 * MAX_RECORD_LENGTH;
const separators = [',', ';', '\t', '|'] as const;

/** Why the file can't be read at all. */
export interface FileProblem {
  readonly line: number;
  readonly reason: string;
}

export interface OpenTable {
  readonly separator: string;
  readonly header: readonly string[];
  /** The rows, a piece of the file at a time. Each call reads the file from its beginning. */
  rows(): AsyncGenerator<readonly CsvRecord[]>;
}

/** Reads the header. @param columns the mapped columns, each of which must be there once */
export async function openTable(
  source: FileSource,
  table: Table,
  columns: ReadonlySet<string>,
): Promise<OpenTable | FileProblem> {
  const candidates = table.separator === undefined ? separators : [table.separator];
  const fitting: OpenTable[] = [];
  let problem: FileProblem | undefined;
  for (const separator of candidates) {
    const options = { separator, beforeSpace: table.beforeSpace, maxRecordLength: MAX_RECORD_LENGTH };
    const header = await readHeader(source, table.file, options);
    const found = 'reason' in header ? header : headerProblem(header.fields, columns);
    if (found !== undefined) problem ??= found;
    if (found === undefined && 'fields' in header) {
      const { fields } = header;
      fitting.push({ separator, header: fields, rows: () => rowsBehindHeader(source, table.file, options) });
    }
  }
  const [only, another] = fitting;
  if (only !== undefined && another === undefined) return only;
  if (another !== undefined)
    return { line: 1, reason: 'more than one separator fits; name it in the mapping' };
  if (table.separator !== undefined || candidates.length === 1)
    return problem ?? { line: 1, reason: 'no header' };
  const names = [...columns].join(', ');
  return { line: 1, reason: `under no separator does the header have the columns ${names}` };
}

async function readHeader(
  source: FileSource,
  file: string,
  options: CsvOptions,
): Promise<CsvRecord | FileProblem> {
  try {
    for await (const [first] of readRecords(source, file, options)) {
      if (first === undefined) continue;
      return first.fault === undefined ? first : { line: first.fault.line, reason: first.fault.reason };
    }
    return { line: 1, reason: 'the file is empty' };
  } catch (error) {
    return { line: 1, reason: unreadable(error) };
  }
}

function headerProblem(header: readonly string[], columns: ReadonlySet<string>): FileProblem | undefined {
  const missing = [...columns].filter((name) => !header.includes(name));
  if (missing.length > 0) return { line: 1, reason: `the header has no column ${missing.join(', ')}` };
  const twice = [...columns].filter((name) => header.indexOf(name) !== header.lastIndexOf(name));
  return twice.length > 0 ? { line: 1, reason: `the header has twice ${twice.join(', ')}` } : undefined;
}

/** What the source fails at comes out as a last, malformed record: so no reader has to catch it. */
async function* rowsBehindHeader(
  source: FileSource,
  file: string,
  options: CsvOptions,
): AsyncGenerator<readonly CsvRecord[]> {
  let isHeader = true;
  let line = 1;
  try {
    for await (const records of readRecords(source, file, options)) {
      const rows = isHeader ? records.slice(1) : records;
      if (records.length > 0) isHeader = false;
      line = rows.at(-1)?.line ?? line;
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    const reason = `${unreadable(error)}; nothing behind the row of this line was read`;
    yield [{ line, fields: [], fault: { line, field: 1, reason, isEnd: true } }];
  }
}

async function* readRecords(
  source: FileSource,
  file: string,
  options: CsvOptions,
): AsyncGenerator<readonly CsvRecord[]> {
  const reader = new CsvReader(options);
  for await (const { text, isDamaged } of utf8Lines(source.open(file), MAX_LINE_BYTES)) {
    if (isDamaged) reader.blame('a byte here is no UTF-8');
    yield reader.push(text);
  }
  yield reader.end();
}

/** Why a file can't be read, from what its source threw. */
function unreadable(error: unknown): string {
  if (error instanceof RejoinError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return code === 'ENOENT' ? 'there is no such file' : `the file can not be read (${code})`;
}
