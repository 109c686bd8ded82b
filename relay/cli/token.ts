/** `rejoin token`: a token with which a user's devices connect. */
import type { Command } from 'commander';
import { z } from 'zod';
import { RejoinError } from '../../engine/model/index.ts';
import { handled, onOrganization } from './call.ts';
import type { Terminal } from './terminal.ts';

const signed = z.object({ token: z.string(), user: z.string(), endsAt: z.string() });

export function tokenCommand(program: Command, terminal: Terminal): void {
  handled<{ user: string; hours?: string }>(
    terminal,
    program
      .command('token')
      .requiredOption('--user <user>', 'name or id')
      .option('--hours <number>', 'how long it is good for; 12 where absent')
      .description('prints a token of a user'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const { user, hours } = call.options;
        const body = { user, ...(hours !== undefined && { hours: hoursOf(hours) }) };
        const made = await relay.ask(signed, 'POST', `${path}/tokens`, body);
        call.output.result(made, made.token);
      }),
  );
}

function hoursOf(text: string): number {
  const hours = Number(text);
  if (text.trim() === '' || !(hours > 0)) {
    throw new RejoinError('invalid-argument', '--hours takes a number above 0.');
  }
  return hours;
}
