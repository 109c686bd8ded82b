import { expect, it } from 'vitest';
import { type FlagSet, readFlags } from './program-flags.ts';

const set: FlagSet = {
  program: 'npm run measure --',
  does: 'measures',
  numbers: { runs: 'how often' },
  switches: { json: 'for machines' },
  words: ['store', 'merge'],
};

it('reads numbers, switches and words in any order', () => {
  const read = { kind: 'read', numbers: { runs: 3 }, switches: new Set(['json']), words: ['merge'] };
  expect(readFlags(['merge', '--json', '--runs', '3'], set)).toEqual(read);
  expect(readFlags(['--runs=3', '--json', 'merge'], set)).toEqual(read);
  expect(readFlags([], set)).toMatchObject({ numbers: {}, words: [] });
});

it('prints its usage where that is asked for', () => {
  expect(readFlags(['--help', '--json'], set)).toEqual({
    ...{ kind: 'told', exit: 0 },
    text: [
      ...['npm run measure -- measures', '', '  --runs N  how often', '  --json    for machines'],
      ...['  --help    print this', '', 'One or several of: store, merge.'],
    ].join('\n'),
  });
});

it.each([
  ['an unknown flag', ['--fly'], "Unknown option '--fly'."],
  ['an unknown word', ['fly'], 'Nothing is called fly. There are: store, merge.'],
  ['a number that is none', ['--runs', 'x'], '--runs takes a whole number.'],
  ['a number that is missing', ['--runs'], "Option '--runs <value>' argument missing."],
  ['a value for a switch', ['--json=1'], "Option '--json' does not take an argument."],
])('refuses %s in one line, with exit code 2', (_, given, said) => {
  const text = `${said} See npm run measure -- --help.`;
  expect(readFlags(given, set)).toEqual({ kind: 'told', exit: 2, text });
});
