/** `rejoin column-profile`: who may read and set secured columns. */
import type { Command } from 'commander';
import { z } from 'zod';
import { handled, onOrganization, readJson } from './call.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

const profile = z.looseObject({
  id: z.string(),
  name: z.string(),
  users: z.array(z.string()),
  teams: z.array(z.string()),
  columns: z.array(z.looseObject({ entity: z.string(), attribute: z.string() })),
});
const profiles = z.object({ columnProfiles: z.array(profile) });
const changed = z.object({ sequence: z.number() });

export function columnProfileCommand(program: Command, terminal: Terminal): void {
  const command = program.command('column-profile').description('column security profiles');

  handled(
    terminal,
    command
      .command('put')
      .argument('<file>', 'JSON: {"name", "users", "teams", "columns": [{"entity", "attribute", "read", …}]}')
      .description('adds a profile, or replaces the one of that id or name'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const body = await readJson(call.arguments[0] ?? '', 'invalid-argument');
        const put = await relay.ask(profile, 'PUT', `${path}/column-profiles`, body);
        call.output.result(put, `The column security profile ${put.name} (${put.id}) is in force.`);
      }),
  );

  handled(terminal, command.command('list').description('lists the profiles'), (call) =>
    onOrganization(call, async (relay, path) => {
      const found = await relay.ask(profiles, 'GET', `${path}/column-profiles`);
      const rows = found.columnProfiles.map(({ name, users, teams, columns }) => [
        name,
        users.length,
        teams.length,
        columns.map(({ entity, attribute }) => `${entity}.${attribute}`).join(', '),
      ]);
      call.output.result(found, table(['profile', 'users', 'teams', 'columns'], rows, call.output));
    }),
  );

  handled(
    terminal,
    command.command('remove').argument('<profile>', 'name or id').description('removes a profile'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const named = encodeURIComponent(call.arguments[0] ?? '');
        const done = await relay.ask(changed, 'DELETE', `${path}/column-profiles/${named}`);
        call.output.result(done, `The column security profile ${call.arguments[0]} is removed.`);
      }),
  );
}
