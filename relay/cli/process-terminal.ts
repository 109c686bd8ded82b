/** The terminal that the process was started from. */
import type { Terminal } from './terminal.ts';

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  // Whoever reads may go away, such as `head`; nobody is left to tell.
  stdout.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    stdin,
    stdout,
    stderr,
    environment: env,
    isTerminal: stdout.isTTY === true && env.NO_COLOR === undefined,
    untilStopped: () =>
      new Promise((resolve) => {
        process.once('SIGINT', () => resolve());
        process.once('SIGTERM', () => resolve());
      }),
  };
}
