/**
 * The flags of the programs that prove and measure: one line where they are not understood, a usage where it is
 * asked for.
 *
 * Invariant: nothing begins on flags that were not understood.
 */
import { parseArgs } from 'node:util';

export interface FlagSet {
  /** As it is called: `npm run simulate --`. */
  readonly program: string;
  readonly does: string;
  /** Flags that take a whole number, with what it is. */
  readonly numbers?: Readonly<Record<string, string>>;
  /** Flags without a value. */
  readonly switches: Readonly<Record<string, string>>;
  /** The words that may stand beside flags. */
  readonly words?: readonly string[];
}

export type ReadFlags =
  | {
      readonly kind: 'read';
      readonly numbers: Readonly<Record<string, number>>;
      readonly switches: ReadonlySet<string>;
      readonly words: readonly string[];
    }
  /** Nothing is to be run: the text, and the exit code. */
  | { readonly kind: 'told'; readonly text: string; readonly exit: 0 | 2 };

const HELP = 'print this';

/** Reads the flags behind a program's name. */
export function readFlags(given: readonly string[], set: FlagSet): ReadFlags {
  const { numbers = {}, switches, words = [] } = set;
  const options: Record<string, { readonly type: 'string' | 'boolean' }> = { help: { type: 'boolean' } };
  for (const name of Object.keys(numbers)) options[name] = { type: 'string' };
  for (const name of Object.keys(switches)) options[name] = { type: 'boolean' };
  const refuse = (what: string): ReadFlags => ({
    ...{ kind: 'told', exit: 2 },
    text: `${what} See ${set.program} --help.`,
  });
  try {
    const { values, positionals } = parseArgs({ args: [...given], allowPositionals: true, options });
    if (values.help === true) return { kind: 'told', text: usageOf(set), exit: 0 };
    const odd = positionals.find((word) => !words.includes(word));
    if (odd !== undefined) {
      const known = words.length === 0 ? '' : ` There are: ${words.join(', ')}.`;
      return refuse(`Nothing is called ${odd}.${known}`);
    }
    const entries = Object.entries(values);
    const unfit = entries.find(([, value]) => typeof value === 'string' && !/^\d{1,9}$/.test(value));
    if (unfit !== undefined) return refuse(`--${unfit[0]} takes a whole number.`);
    const read = entries.flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, Number(value)]] : [],
    );
    return {
      kind: 'read',
      numbers: Object.fromEntries(read),
      switches: new Set(entries.flatMap(([name, value]) => (value === true ? [name] : []))),
      words: positionals,
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse(`${error.message.split('. ')[0]?.split('\n')[0]}.`);
  }
}

function usageOf({ program, does, numbers = {}, switches, words = [] }: FlagSet): string {
  const flags = [
    ...Object.entries(numbers).map(([name, what]) => [`--${name} N`, what] as const),
    ...Object.entries({ ...switches, help: HELP }).map(([name, what]) => [`--${name}`, what] as const),
  ];
  const width = Math.max(...flags.map(([flag]) => flag.length)) + 2;
  const lines = flags.map(([flag, what]) => `  ${flag.padEnd(width)}${what}`);
  const names = words.length === 0 ? [] : ['', `One or several of: ${words.join(', ')}.`];
  return [`${program} ${does}`, '', ...lines, ...names].join('\n');
}

/** The flags of this process; where it is told otherwise it ends here. */
export function flagsOfProcess(set: FlagSet): Extract<ReadFlags, { kind: 'read' }> {
  const flags = readFlags(process.argv.slice(2), set);
  if (flags.kind === 'read') return flags;
  (flags.exit === 0 ? process.stdout : process.stderr).write(`${flags.text}\n`);
  process.exit(flags.exit);
}
