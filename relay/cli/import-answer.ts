/**
 * What an import answers, line by line, and what it came to in words for people.
 *
 * Invariant: nothing that was refused or passed over is left unsaid: what does not fit on a screen is counted
 * and the file named that has all of it.
 */
import { z } from 'zod';
import { table } from './table.ts';
import type { Output } from './terminal.ts';

const place = z.looseObject({
  line: z.number(),
  column: z.string().nullable(),
  attribute: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
});
const fileReport = z.looseObject({
  file: z.string(),
  table: z.string(),
  entity: z.string(),
  separator: z.string().nullable(),
  rows: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  refusedCount: z.number(),
  /** The first of them. */
  refused: z.array(place),
  unmappedColumns: z.array(z.string()),
  problem: z.looseObject({ line: z.number(), reason: z.string() }).nullable(),
});
const report = z.looseObject({ files: z.array(fileReport), unmappedFiles: z.array(z.string()) });

type FileReport = z.infer<typeof fileReport>;
export type ImportReport = z.infer<typeof report>;

const progress = z.object({
  progress: z.object({ phase: z.string(), file: z.string(), table: z.string(), rows: z.number() }),
});
export type ImportProgress = z.infer<typeof progress>;

/** A line of the answer. */
export const importLine = z.union([
  progress,
  z.object({ refused: place.extend({ file: z.string(), table: z.string() }) }),
  z.object({ report }),
]);

/** Places of refused rows that are printed for people; the file has all. */
const MAX_PRINTED = 20;
const separatorWords: Readonly<Record<string, string>> = { '\t': 'tab' };

/** Whether all of it came in. */
export function isWhole({ files }: ImportReport): boolean {
  return files.every(({ refusedCount, problem }) => refusedCount === 0 && problem === null);
}

/** The report for people. @param listed the file with every refused row, and how many places are in it */
export function reportText(
  { files, unmappedFiles }: ImportReport,
  listed: { readonly path: string; readonly places: number },
  output: Output,
): string {
  const head = ['file', 'entity', 'separator', 'rows', 'created', 'updated', 'unchanged', 'refused'];
  const rows = files.map((file) => [
    file.file,
    file.entity,
    separatorWords[file.separator ?? ''] ?? file.separator,
    file.problem === null ? file.rows : 'not read',
    file.created,
    file.updated,
    file.unchanged,
    file.refusedCount,
  ]);
  return [table(head, rows, output), ...problemLines(files), ...refusedLines(files, listed)]
    .concat(unmappedLines(files))
    .concat(unmappedFiles.length === 0 ? [] : [`Files that are not mapped: ${unmappedFiles.join(', ')}`])
    .join('\n');
}

function problemLines(files: readonly FileReport[]): string[] {
  return files.flatMap(({ file, problem }) =>
    problem === null ? [] : [`${file}:${problem.line} ${problem.reason}`],
  );
}

function refusedLines(
  files: readonly FileReport[],
  { path, places }: { readonly path: string; readonly places: number },
): string[] {
  if (places === 0) return [];
  const first = files.flatMap(({ file, refused }) =>
    refused.map(({ line, column, attribute, code, reason }) => {
      const where = [`${file}:${line}`, column ?? attribute].filter((part) => part !== null);
      return `${where.join(' ')}: ${code}: ${reason}`;
    }),
  );
  const printed = first.slice(0, MAX_PRINTED);
  const rows = files.reduce((sum, { refusedCount }) => sum + refusedCount, 0);
  const more = places > printed.length ? `… and ${places - printed.length} more. ` : '';
  return [...printed, `${more}Rows refused: ${rows}; each is listed in ${path}`];
}

/** Columns that no reading of their file takes. */
function unmappedLines(files: readonly FileReport[]): string[] {
  const left = new Map<string, readonly string[]>();
  for (const { file, unmappedColumns, problem } of files) {
    if (problem !== null) continue;
    const before = left.get(file);
    left.set(file, before?.filter((name) => unmappedColumns.includes(name)) ?? unmappedColumns);
  }
  return [...left].flatMap(([file, names]) =>
    names.length === 0 ? [] : [`Columns of ${file} that are not mapped: ${names.join(', ')}`],
  );
}
