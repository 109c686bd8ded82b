/** `rejoin why`: why a user may do something with a record, or may not. */
import type { Command } from 'commander';
import { z } from 'zod';
import { handled, onOrganization } from './call.ts';
import { printable } from './table.ts';
import type { Terminal } from './terminal.ts';

const explanation = z.object({
  allowed: z.boolean(),
  verdict: z.string(),
  code: z.string().nullable(),
  steps: z.array(z.string()),
});

interface WhyFlags {
  readonly user: string;
  readonly record: string;
  readonly may?: string;
  readonly attributes?: string;
  readonly to?: string;
}

export function whyCommand(program: Command, terminal: Terminal): void {
  handled<WhyFlags>(
    terminal,
    program
      .command('why')
      .requiredOption('--user <user>', 'name or id')
      .requiredOption('--record <entity/id>')
      .option('--may <what>', 'a privilege, or update, activate or deactivate; read where absent')
      .option('--attributes <names>', 'with --may update: what it would touch, separated by commas')
      .option('--to <owner>', 'with --may assign: the new owner, a user or team')
      .description('explains why a user may do something with a record, or may not'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const { user, record, may, attributes, to } = call.options;
        const [entity = '', id = ''] = record.split('/', 2);
        const query = new URLSearchParams({ user, entity, id });
        for (const [name, value] of Object.entries({ may, attributes, to })) {
          if (value !== undefined) query.set(name, value);
        }
        const said = await relay.ask(explanation, 'GET', `${path}/why?${query}`);
        const code = said.code === null ? [] : [`A device would get ${said.code}.`];
        const lines = [said.verdict, ...code, ...said.steps.map((step) => `  ${step}`)];
        call.output.result(said, lines.map(printable).join('\n'));
      }),
  );
}
