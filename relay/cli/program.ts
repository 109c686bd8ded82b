/**
 * The command `rejoin` as one function from arguments to an exit code: 0 done, 1 refused or failed, 2 not
 * understood.
 *
 * Invariant: this is the one place where a command's failures are caught; each is one line with its code
 * and what to do.
 */
import { Command, CommanderError } from 'commander';
import { codes, RejoinError } from '../../engine/model/index.ts';
import { auditCommand } from './audit.ts';
import { FailureTold } from './call.ts';
import { columnProfileCommand } from './column-profile.ts';
import { deviceCommand } from './device.ts';
import { importCommand } from './import.ts';
import { orgCommand } from './org.ts';
import { relayCommand } from './relay.ts';
import { roleCommand } from './role.ts';
import { teamCommand } from './team.ts';
import { Output, type Terminal } from './terminal.ts';
import { tokenCommand } from './token.ts';
import { unitCommand } from './unit.ts';
import { userCommand } from './user.ts';
import { whyCommand } from './why.ts';

const commands = [
  relayCommand,
  orgCommand,
  importCommand,
  userCommand,
  teamCommand,
  unitCommand,
  roleCommand,
  columnProfileCommand,
  tokenCommand,
  whyCommand,
  auditCommand,
  deviceCommand,
];
const DONE = 0;
const FAILED = 1;
const NOT_UNDERSTOOD = 2;

/** @param words the arguments behind `rejoin` */
export function runProgram(words: readonly string[], terminal: Terminal): Promise<number> {
  return runOn(words, terminal, (program) => {
    program
      .name('rejoin')
      .description('Business records on tablets that work offline: the relay and its tools.')
      .option('--org <id>', 'the organization; may be left out where there is only one');
    for (const add of commands) add(program, terminal);
  });
}

/** Runs the program that `build` makes. */
export async function runOn(
  words: readonly string[],
  terminal: Terminal,
  build: (program: Command) => void,
): Promise<number> {
  const output = new Output(terminal, words.includes('--json') ? 'json' : 'text');
  const help: string[] = [];
  const program = emptyProgram(terminal, (text) => help.push(text));
  build(program);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return DONE;
  } catch (error) {
    if (error instanceof FailureTold) return FAILED;
    if (!(error instanceof CommanderError)) return failed(error, output, terminal);
    if (error.exitCode === 0) return DONE;
    if (error.code === 'commander.help') {
      terminal.stderr.write(help.join(''));
      return NOT_UNDERSTOOD;
    }
    const reason = error.message.replace(/^error: /, '');
    output.refusal({
      code: 'invalid-argument',
      reason: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`,
    });
    return NOT_UNDERSTOOD;
  }
}

/** What every program takes. */
function emptyProgram(terminal: Terminal, onHelp: (text: string) => void): Command {
  return new Command()
    .option('--data <folder>', "the relay's data folder; ./data/relay where absent")
    .option('--config <file>', 'a configuration file (JSON)')
    .option('--json', 'one JSON value per line, the result last')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => void terminal.stdout.write(text), writeErr: onHelp })
    .exitOverride();
}

function failed(error: unknown, output: Output, terminal: Terminal): number {
  if (error instanceof RejoinError) {
    output.refusal({ code: error.code, reason: error.message });
    return error.code === 'invalid-argument' ? NOT_UNDERSTOOD : FAILED;
  }
  output.refusal({ code: 'internal-error', reason: codes['internal-error'].meaning });
  terminal.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return FAILED;
}
