#!/usr/bin/env node
/** The command `rejoin` on a real terminal. */
import { processTerminal } from './process-terminal.ts';
import { runProgram } from './program.ts';

process.exitCode = await runProgram(process.argv.slice(2), processTerminal());
