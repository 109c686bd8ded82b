/** `rejoin unit`: business units of an organization. */
import type { Command } from 'commander';
import { z } from 'zod';
import { handled, onOrganization } from './call.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

const unit = z.object({ id: z.string(), name: z.string(), parent: z.string().nullable() });
const units = z.object({ units: z.array(unit) });

export function unitCommand(program: Command, terminal: Terminal): void {
  const command = program.command('unit').description('business units of an organization');

  handled<{ parent?: string; id?: string }>(
    terminal,
    command
      .command('add')
      .argument('<name>')
      .option('--parent <unit>', 'name or id; the root where absent')
      .option('--id <uuid>', 'made where absent; that of a known unit renames or moves it')
      .description('adds a business unit'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const { parent, id } = call.options;
        const added = await relay.ask(unit, 'POST', `${path}/units`, { name: call.arguments[0], parent, id });
        call.output.result(added, `Added the business unit ${added.name} (${added.id}).`);
      }),
  );

  handled(terminal, command.command('list').description('lists the business units'), (call) =>
    onOrganization(call, async (relay, path) => {
      const found = await relay.ask(units, 'GET', `${path}/units`);
      const names = new Map(found.units.map(({ id, name }) => [id, name]));
      const rows = found.units.map(({ name, id, parent }) => [name, id, names.get(parent ?? '') ?? '']);
      call.output.result(found, table(['name', 'id', 'parent'], rows, call.output));
    }),
  );
}
