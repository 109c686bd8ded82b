/** `rejoin user`: who is in an organization. */
import type { Command } from 'commander';
import { z } from 'zod';
import { handled, onOrganization } from './call.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

const user = z.looseObject({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  disabled: z.boolean(),
  roles: z.array(z.string()),
});
const users = z.object({ users: z.array(user) });
const units = z.object({ units: z.array(z.object({ id: z.string(), name: z.string() })) });
const roles = z.object({ roles: z.array(z.object({ id: z.string(), name: z.string() })) });

interface AddOptions {
  readonly unit?: string;
  readonly id?: string;
  readonly language?: string;
  readonly timeZone?: string;
}

export function userCommand(program: Command, terminal: Terminal): void {
  const command = program.command('user').description('users of an organization');

  handled<AddOptions>(
    terminal,
    command
      .command('add')
      .argument('<name>')
      .option('--unit <unit>', 'business unit, by name or id; the root where absent')
      .option('--id <uuid>', 'made where absent')
      .option('--language <tag>', 'such as en or de-CH')
      .option('--time-zone <name>', 'such as Europe/Zurich')
      .description('adds a user'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const { unit, id, language, timeZone } = call.options;
        const body = { name: call.arguments[0], unit, id, language, timeZone };
        const added = await relay.ask(user, 'POST', `${path}/users`, body);
        call.output.result(added, `Added the user ${added.name} (${added.id}).`);
      }),
  );

  handled(terminal, command.command('list').description('lists the users'), (call) =>
    onOrganization(call, async (relay, path) => {
      const found = await relay.ask(users, 'GET', `${path}/users`);
      const unitNames = namesIn((await relay.ask(units, 'GET', `${path}/units`)).units);
      const roleNames = namesIn((await relay.ask(roles, 'GET', `${path}/roles`)).roles);
      const rows = found.users.map((one) => [
        one.name,
        one.id,
        unitNames.get(one.unit) ?? one.unit,
        one.disabled ? 'disabled' : '',
        one.roles.map((role) => roleNames.get(role) ?? role).join(', '),
      ]);
      call.output.result(found, table(['name', 'id', 'unit', '', 'roles'], rows, call.output));
    }),
  );

  for (const [verb, disabled, effect] of [
    ['disable', true, 'sessions end at once, nothing is wiped, unsent work is kept'],
    ['enable', false, 'unsent work goes on'],
  ] as const) {
    handled(
      terminal,
      command.command(verb).argument('<user>', 'name or id').description(`${verb}s a user: ${effect}`),
      (call) =>
        onOrganization(call, async (relay, path) => {
          const name = encodeURIComponent(call.arguments[0] ?? '');
          const changed = await relay.ask(user, 'PATCH', `${path}/users/${name}`, { disabled });
          call.output.result(changed, `The user ${changed.name} is ${verb}d.`);
        }),
    );
  }
}

function namesIn(entries: readonly { readonly id: string; readonly name: string }[]): Map<string, string> {
  return new Map(entries.map(({ id, name }) => [id, name]));
}
