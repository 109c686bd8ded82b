/** `rejoin team`: teams of an organization, and who is in them. */
import type { Command } from 'commander';
import { z } from 'zod';
import { handled, onOrganization } from './call.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

const team = z.looseObject({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  isDefault: z.boolean(),
  members: z.array(z.string()),
});
const teams = z.object({ teams: z.array(team) });
const changed = z.object({ sequence: z.number() });

interface AddOptions {
  readonly unit?: string;
  readonly id?: string;
  readonly access?: true;
}

export function teamCommand(program: Command, terminal: Terminal): void {
  const command = program.command('team').description('teams of an organization');

  handled<AddOptions>(
    terminal,
    command
      .command('add')
      .argument('<name>')
      .option('--unit <unit>', 'business unit, by name or id; the root where absent')
      .option('--id <uuid>', 'made where absent')
      .option('--access', 'an access team: it owns nothing and has no roles')
      .description('adds a team'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const { unit, id, access } = call.options;
        const body = { name: call.arguments[0], unit, id, kind: access === true ? 'access' : 'owner' };
        const added = await relay.ask(team, 'POST', `${path}/teams`, body);
        call.output.result(added, `Added the team ${added.name} (${added.id}).`);
      }),
  );

  handled(terminal, command.command('list').description('lists the teams'), (call) =>
    onOrganization(call, async (relay, path) => {
      const found = await relay.ask(teams, 'GET', `${path}/teams`);
      const rows = found.teams.map(({ name, id, kind, isDefault, members }) => [
        name,
        id,
        isDefault ? 'all of the unit' : kind,
        isDefault ? '' : members.length,
      ]);
      call.output.result(found, table(['name', 'id', 'kind', 'members'], rows, call.output));
    }),
  );

  handled<{ remove?: true }>(
    terminal,
    command
      .command('member')
      .argument('<team>', 'name or id')
      .argument('<user>', 'name or id')
      .option('--remove', 'takes the user out instead')
      .description('makes a user a member of a team'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const [named = '', user = ''] = call.arguments;
        const isRemoval = call.options.remove === true;
        const member = `${path}/teams/${encodeURIComponent(named)}/members/${encodeURIComponent(user)}`;
        const done = await relay.ask(changed, isRemoval ? 'DELETE' : 'PUT', member);
        call.output.result(done, `${user} is ${isRemoval ? 'no longer ' : ''}in ${named}.`);
      }),
  );
}
