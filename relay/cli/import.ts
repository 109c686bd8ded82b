/** `rejoin import` and `rejoin export`: solution files and folders of CSV files. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { RejoinError } from '../../engine/model/index.ts';
import { type Call, FailureTold, handled, onOrganization, readJson, readText } from './call.ts';
import { type ImportProgress, type ImportReport, importLine, isWhole, reportText } from './import-answer.ts';
import { type RelayAccess, refusalIn } from './reach-relay.ts';
import { RefusedRowsFile } from './refused-rows-file.ts';
import type { Terminal } from './terminal.ts';

const applied = z.object({ changes: z.number(), published: z.number().nullable(), sequence: z.number() });

interface ImportFlags {
  readonly csv?: string;
  readonly mapping?: string;
  readonly as?: string;
  readonly report?: string | undefined;
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
      .option('--report <file>', 'where refused rows are listed (CSV); beside the mapping where absent')
      .description('applies a solution file, then imports CSV files; doing it again changes nothing'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const [solution] = call.arguments;
        const { csv, mapping, as, report } = call.options;
        const isWhole = csv !== undefined && mapping !== undefined && as !== undefined;
        if (!isWhole && (csv !== undefined || mapping !== undefined || as !== undefined)) {
          throw new RejoinError('invalid-argument', '--csv, --mapping and --as go together.');
        }
        if (report !== undefined && !isWhole) {
          throw new RejoinError('invalid-argument', '--report goes with --csv, --mapping and --as.');
        }
        if (solution === undefined && !isWhole) {
          throw new RejoinError('invalid-argument', 'Name a solution file, or --csv, --mapping and --as.');
        }
        const rows = isWhole ? await openRows({ csv, mapping, as, report }) : undefined;
        try {
          if (solution !== undefined) await applyFile(call, relay, path, solution);
          if (rows !== undefined) await importRows(call, relay, path, rows);
        } finally {
          await rows?.list.close();
        }
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

/** Rows to import, and the list of those that are refused. */
interface Rows {
  readonly body: { readonly folder: string; readonly mapping: unknown; readonly by: string };
  readonly list: RefusedRowsFile;
}

async function openRows({
  csv,
  mapping,
  as,
  report = besideMapping(mapping),
}: ImportFlags & { readonly csv: string; readonly mapping: string; readonly as: string }): Promise<Rows> {
  const body = { folder: resolve(csv), mapping: await readJson(mapping, 'invalid-argument'), by: as };
  return { body, list: await RefusedRowsFile.open(report) };
}

async function importRows(
  call: Call<object>,
  relay: RelayAccess,
  path: string,
  { body, list }: Rows,
): Promise<void> {
  let came: ImportReport | undefined;
  for await (const said of relay.lines(`${path}/import`, body)) {
    const parsed = importLine.safeParse(said);
    if (!parsed.success) throw refusalIn(said);
    if ('refused' in parsed.data) await list.add(parsed.data.refused);
    else if ('report' in parsed.data) came = parsed.data.report;
    else tellProgress(call, parsed.data);
  }
  if (came === undefined)
    throw new RejoinError('relay-unreachable', 'The answer of the relay was cut short.');
  await list.close();
  const refusedRows = { places: list.places, file: list.places === 0 ? null : list.path };
  call.output.result({ ...came, refusedRows }, reportText(came, list, call.output));
  if (!isWhole(came)) throw new FailureTold();
}

function tellProgress({ output }: Call<object>, said: ImportProgress): void {
  const { phase, table, rows } = said.progress;
  output.progress(said, output.isTerminal ? `${phase} ${table}: ${rows} rows` : undefined);
}

/** `mapping.json` → `mapping.refused.csv`. */
function besideMapping(mapping: string): string {
  return `${mapping.replace(/\.json$/i, '')}.refused.csv`;
}
