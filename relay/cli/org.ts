/** `rejoin org`: organizations of the relay. */
import type { Command } from 'commander';
import { z } from 'zod';
import { handled, onRelay } from './call.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

const organization = z.object({
  id: z.string(),
  ready: z.boolean(),
  metadataVersion: z.number(),
  sequence: z.number(),
  users: z.number(),
});
const organizations = z.object({ organizations: z.array(organization) });

export function orgCommand(program: Command, terminal: Terminal): void {
  const org = program.command('org').description('organizations of the relay');

  handled<{ rootUnit?: string }>(
    terminal,
    org
      .command('create')
      .argument('<id>', '1 to 63 of a-z, 0-9 and -')
      .option('--root-unit <name>', 'the name of its first business unit')
      .description('creates an organization; makes the data folder where there is none'),
    (call) =>
      onRelay(
        call,
        async (relay) => {
          const [id] = call.arguments;
          const body = {
            id,
            ...(call.options.rootUnit !== undefined && { rootUnit: call.options.rootUnit }),
          };
          const created = await relay.ask(organization, 'POST', '/organizations', body);
          call.output.result(created, `Created the organization ${created.id}.`);
        },
        'create',
      ),
  );

  handled(terminal, org.command('list').description('lists the organizations'), (call) =>
    onRelay(call, async (relay) => {
      const found = await relay.ask(organizations, 'GET', '/organizations');
      const rows = found.organizations.map(({ id, ready, metadataVersion, sequence, users }) => [
        id,
        ready ? 'ready' : 'unavailable',
        metadataVersion,
        sequence,
        users,
      ]);
      const head = ['organization', 'state', 'metadata', 'sequence', 'users'];
      call.output.result(found, table(head, rows, call.output));
    }),
  );
}
