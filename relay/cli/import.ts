/** `rejoin import` and `rejoin export`: solution files and folders of CSV files. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { RejoinError } from '../../engine/model/index.ts';
import { type Call, FailureTold, handled, onOrganization, readJson, readText } from './call.ts';
import { type RelayAccess, refusalIn } from './reach-relay.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

const applied = z.object({ changes: z.number(), published: z.number().nullable(), sequence: z.number() });
const fileReport = z.looseObject({
  file: z.string(),
  entity: z.string(),
  rows: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  refusedCount: z.number(),
  refused: z.array(
    z.looseObject({
      line: z.number(),
      column: z.string().nullable(),
      attribute: z.string().nullable(),
      code: z.string(),
      reason: z.string(),
    }),
  ),
  problem: z.looseObject({ line: z.number(), reason: z.string() }).nullable(),
});
const report = z.looseObject({ files: z.array(fileReport), unmappedFiles: z.array(z.string()) });
const line = z.union([
  z.object({
    progress: z.object({ phase: z.string(), file: z.string(), table: z.string(), rows: z.number() }),
  }),
  z.object({ report }),
]);

/** Refused rows that are printed for people; a program gets all that the relay lists. */
const MAX_PRINTED = 20;

interface ImportFlags {
  readonly csv?: string;
  readonly mapping?: string;
  readonly as?: string;
}

export function importCommand(program: Command, terminal: Terminal): void {
  handled<ImportFlags>(
    terminal,
    program
      .command('import')
      .argument('[solution]', 'a solution file (JSON): metadata, units, roles, teams, users, profiles')
      .option('--csv <folder>', 'a folder of CSV files')
      .option('--mapping <file>', 'which file holds which entity, and which column which attribute (JSON)')
      .option('--as <user>', 'the user who stands as author of the records')
      .description('applies a solution file, then imports CSV files; doing it again changes nothing'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const [solution] = call.arguments;
        const { csv, mapping, as } = call.options;
        const isWhole = csv !== undefined && mapping !== undefined && as !== undefined;
        if (!isWhole && (csv !== undefined || mapping !== undefined || as !== undefined)) {
          throw new RejoinError('invalid-argument', '--csv, --mapping and --as go together.');
        }
        if (solution === undefined && !isWhole) {
          throw new RejoinError('invalid-argument', 'Name a solution file, or --csv, --mapping and --as.');
        }
        if (solution !== undefined) await applyFile(call, relay, path, solution);
        if (isWhole) await importCsv(call, relay, path, { csv, mapping, as });
      }),
  );

  handled(
    terminal,
    program.command('export').description('prints the configuration as a solution file'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const solution = await relay.ask(z.record(z.string(), z.unknown()), 'GET', `${path}/solution`);
        call.output.result(solution, JSON.stringify(solution, undefined, 2));
      }),
  );
}

async function applyFile(call: Call<object>, relay: RelayAccess, path: string, file: string): Promise<void> {
  const content = await readText(file, 'invalid-argument');
  const done = await relay.ask(applied, 'POST', `${path}/solution`, content);
  const published = done.published === null ? '' : `, metadata version ${done.published} is published`;
  const text = `${file}: ${done.changes} entries of the directory added or changed${published}.`;
  call.output.result({ solution: file, ...done }, text);
}

async function importCsv(
  call: Call<object>,
  relay: RelayAccess,
  path: string,
  { csv, mapping, as }: Required<ImportFlags>,
): Promise<void> {
  const body = { folder: resolve(csv), mapping: await readJson(mapping, 'invalid-argument'), by: as };
  for await (const said of relay.lines(`${path}/import`, body)) {
    const parsed = line.safeParse(said);
    if (!parsed.success) throw refusalIn(said);
    if ('progress' in parsed.data) {
      const { phase, table: name, rows } = parsed.data.progress;
      call.output.progress(
        parsed.data,
        call.output.isTerminal ? `${phase} ${name}: ${rows} rows` : undefined,
      );
    } else tell(call, parsed.data.report);
  }
}

function tell(call: Call<object>, { files, unmappedFiles }: z.infer<typeof report>): void {
  const head = ['file', 'entity', 'rows', 'created', 'updated', 'unchanged', 'refused'];
  const rows = files.map((file) => [
    file.file,
    file.entity,
    file.problem === null ? file.rows : 'not read',
    file.created,
    file.updated,
    file.unchanged,
    file.refusedCount,
  ]);
  const refused = files.flatMap((file) => [
    ...(file.problem === null ? [] : [`${file.file}:${file.problem.line} ${file.problem.reason}`]),
    ...file.refused.map((row) => {
      const place = [`${file.file}:${row.line}`, row.column ?? row.attribute].filter((part) => part !== null);
      return `${place.join(' ')}: ${row.code}: ${row.reason}`;
    }),
  ]);
  const more = refused.length > MAX_PRINTED ? [`… and ${refused.length - MAX_PRINTED} more; see --json`] : [];
  const unmapped = unmappedFiles.length === 0 ? [] : [`Not mapped: ${unmappedFiles.join(', ')}`];
  const text = [table(head, rows, call.output), ...refused.slice(0, MAX_PRINTED), ...more, ...unmapped];
  call.output.result({ files, unmappedFiles }, text.join('\n'));
  if (refused.length > 0) throw new FailureTold();
}
