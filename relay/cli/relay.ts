/** `rejoin relay`: runs a relay until it is told to stop. */
import type { Command } from 'commander';
import { RejoinError } from '../../engine/model/index.ts';
import { openRelay, reportTo } from '../server/index.ts';
import { handled } from './call.ts';
import type { Terminal } from './terminal.ts';

interface RelayFlags {
  readonly host?: string;
  readonly port?: string;
  readonly logLevel?: string;
  readonly set?: readonly string[];
}

export function relayCommand(program: Command, terminal: Terminal): void {
  handled<RelayFlags>(
    terminal,
    program
      .command('relay')
      .option('--host <address>', 'the address to listen on; 127.0.0.1 where absent')
      .option('--port <number>', 'the port; 8787 where absent, 0 for any that is free')
      .option('--log-level <level>', 'silent, error, warn, info or debug')
      .option('--set <setting=value...>', 'any setting of docs/operating.md')
      .description('runs a relay'),
    async (call) => {
      const configuration = await call.configuration(flagsOf(call.options));
      const report = reportTo(terminal.stderr, configuration.logLevel);
      const relay = await openRelay(configuration, { ifMissing: 'create', report });
      try {
        const { url, port } = await relay.listen();
        const { organizations } = relay.relay;
        call.output.result(
          { url, port, data: relay.folder.path, organizations },
          `The relay listens at ${url} with the data folder ${relay.folder.path}; Ctrl-C stops it.`,
        );
        if (organizations.length === 0)
          call.output.note('It has no organization yet: rejoin org create <id>');
        await terminal.untilStopped();
      } finally {
        await relay.stop();
      }
    },
  );
}

function flagsOf({ host, port, logLevel, set = [] }: RelayFlags): Record<string, string> {
  const given = set.map((text) => {
    const at = text.indexOf('=');
    if (at <= 0) throw new RejoinError('invalid-argument', '--set takes setting=value.');
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  return {
    ...Object.fromEntries(given),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(logLevel !== undefined && { logLevel }),
  };
}
