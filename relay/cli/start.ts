/** `npm start` on a real terminal. */
import { processTerminal } from './process-terminal.ts';
import { runSampleRelay } from './sample-relay.ts';

process.exitCode = await runSampleRelay(process.argv.slice(2), processTerminal());
