/** `rejoin role`: security roles, and who has them. */
import type { Command } from 'commander';
import { z } from 'zod';
import { RejoinError } from '../../engine/model/index.ts';
import { handled, onOrganization, readJson } from './call.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

const role = z.looseObject({
  id: z.string(),
  name: z.string(),
  inheritance: z.string(),
  privileges: z.record(z.string(), z.record(z.string(), z.string())),
});
const roles = z.object({ roles: z.array(role) });
const changed = z.object({ sequence: z.number() });

export function roleCommand(program: Command, terminal: Terminal): void {
  const command = program.command('role').description('security roles of an organization');

  handled(
    terminal,
    command
      .command('put')
      .argument('<file>', 'JSON: {"name", "privileges": {entity: {privilege: level}}}')
      .description('adds a security role, or replaces the one of that id or name'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const body = await readJson(call.arguments[0] ?? '', 'invalid-argument');
        const put = await relay.ask(role, 'PUT', `${path}/roles`, body);
        call.output.result(put, `The role ${put.name} (${put.id}) is in force.`);
      }),
  );

  handled(terminal, command.command('list').description('lists the security roles'), (call) =>
    onOrganization(call, async (relay, path) => {
      const found = await relay.ask(roles, 'GET', `${path}/roles`);
      const rows = found.roles.flatMap(({ name, privileges }) =>
        Object.entries(privileges).map(([entity, levels]) => [
          name,
          entity,
          Object.entries(levels)
            .map(([privilege, level]) => `${privilege}: ${level}`)
            .join(', '),
        ]),
      );
      call.output.result(found, table(['role', 'entity', 'privileges'], rows, call.output));
    }),
  );

  for (const [verb, word] of [
    ['grant', 'has'],
    ['revoke', 'no longer has'],
  ] as const) {
    handled<{ user?: string; team?: string }>(
      terminal,
      command
        .command(verb)
        .argument('<role>', 'name or id')
        .option('--user <user>', 'name or id')
        .option('--team <team>', 'owner team, by name or id')
        .description(
          verb === 'grant' ? 'gives a role to a user or team' : 'takes a role from a user or team',
        ),
      (call) =>
        onOrganization(call, async (relay, path) => {
          const { user, team } = call.options;
          if ((user === undefined) === (team === undefined)) {
            throw new RejoinError('invalid-argument', 'Name one holder: --user or --team.');
          }
          const named = encodeURIComponent(call.arguments[0] ?? '');
          const body = user === undefined ? { team } : { user };
          const done = await relay.ask(changed, 'POST', `${path}/roles/${named}/${verb}`, body);
          call.output.result(done, `${user ?? team} ${word} the role ${call.arguments[0]}.`);
        }),
    );
  }
}
