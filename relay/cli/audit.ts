/** `rejoin audit`: who did what, and what was refused. */
import type { Command } from 'commander';
import { z } from 'zod';
import { handled, onOrganization } from './call.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

const operation = z.looseObject({
  kind: z.string(),
  entity: z.string(),
  id: z.string(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
});
const line = z.looseObject({
  place: z.string(),
  time: z.string(),
  kind: z.string(),
  user: z.string().optional(),
  userName: z.string().optional(),
  device: z.number().optional(),
  code: z.string().optional(),
  reason: z.string().optional(),
  operations: z.array(operation).optional(),
  attempted: z
    .array(z.looseObject({ entity: z.string(), id: z.string(), values: z.record(z.string(), z.unknown()) }))
    .optional(),
  what: z.unknown().optional(),
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
        const rows = found.entries.map((entry) => [
          entry.time,
          entry.kind,
          entry.userName ?? entry.user ?? '',
          entry.device ?? '',
          textOf(entry),
        ]);
        const text = table(['time', 'what', 'who', 'device', ''], rows, call.output);
        call.output.result(found, found.next === undefined ? text : `${text}\nOlder: --before ${found.next}`);
      }),
  );
}

function pick({ user, limit, before, from, upTo }: AuditOptions) {
  return { user, limit, before, from, upTo };
}

function textOf({ operations, attempted, code, reason, what }: z.infer<typeof line>): string {
  const done = operations?.map(
    (one) => `${one.kind} ${one.entity}/${one.id} ${differences(one.before, one.after)}`,
  );
  const tried = attempted?.map((one) => `${one.entity}/${one.id} ${JSON.stringify(one.values)}`);
  const refused = code === undefined ? undefined : `${code}: ${reason ?? ''}`;
  const other = what === undefined ? undefined : JSON.stringify(what);
  return [refused, ...(done ?? []), ...(tried ?? []), other].filter((part) => part !== undefined).join(' · ');
}

function differences(before: Record<string, unknown>, after: Record<string, unknown>): string {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .map(
      (name) => `${name}: ${JSON.stringify(before[name] ?? null)} → ${JSON.stringify(after[name] ?? null)}`,
    )
    .join(', ');
}
