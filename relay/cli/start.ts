/** `npm start` on a real terminal, with the pages that were built beside it. */
import { fileURLToPath } from 'node:url';
import { processTerminal } from './process-terminal.ts';
import { runSampleRelay } from './sample-relay.ts';

const pages = fileURLToPath(new URL('../../client-demo', import.meta.url));
process.exitCode = await runSampleRelay(process.argv.slice(2), processTerminal(), pages);
