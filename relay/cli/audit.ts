/** `rejoin audit`: who did what, and what was refused. */
import type { Command } from 'commander';
import { z } from 'zod';
import { handled, onOrganization } from './call.ts';
import { printable } from './table.ts';
import type { Terminal } from './terminal.ts';

const line = z.looseObject({
  place: z.string(),
  time: z.string(),
  words: z.string(),
  details: z.array(z.string()),
});
const answer = z.object({ entries: z.array(line), next: z.string().optional() });

interface AuditOptions {
  readonly user?: string;
  readonly record?: string;
  readonly limit?: string;
  readonly before?: string;
  readonly from?: string;
  readonly upTo?: string;
}

export function auditCommand(program: Command, terminal: Terminal): void {
  handled<AuditOptions>(
    terminal,
    program
      .command('audit')
      .option('--user <user>', 'only what this user did')
      .option('--record <entity/id>', 'only what touched this record')
      .option('--limit <number>', 'the most entries; 50 where absent')
      .option('--before <place>', 'what is older than this place, the last of the list before')
      .option('--from <time>', 'such as 2026-11-20T08:00:00Z')
      .option('--up-to <time>', 'the same')
      .description('prints what was done and refused, newest first'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const { record, ...rest } = call.options;
        const [entity, id] = record?.split('/', 2) ?? [];
        const query = new URLSearchParams();
        const given = { ...pick(rest), ...(record !== undefined && { entity, id: id ?? '' }) };
        for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
        const found = await relay.ask(answer, 'GET', `${path}/audit?${query}`);
        const lines = found.entries.flatMap(({ time, words, details }) => [
          `${time}  ${words}`,
          ...details.map((detail) => `    ${detail}`),
        ]);
        const older = found.next === undefined ? [] : [`Older: --before ${found.next}`];
        const text = [...lines, ...older].map(printable).join('\n');
        call.output.result(found, text === '' ? 'none' : text);
      }),
  );
}

function pick({ user, limit, before, from, upTo }: AuditOptions) {
  return { user, limit, before, from, upTo };
}
