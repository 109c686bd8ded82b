/** The example of the README runs as it stands, against the relay that `npm start` runs. */
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CommandLine } from '../../relay/cli/command-line.fixture.ts';
import { runSampleRelay } from '../../relay/cli/sample-relay.ts';
import { codeBlocks, pageOf } from './code-block.ts';
import { type PreparedExample, prepareExample } from './run-example.ts';

let line: CommandLine;
let running: Promise<number>;
let guide: string;
let end: () => void;
beforeEach(async () => {
  line = await CommandLine.make();
  const stdout = new PassThrough();
  const isUp = new Promise<string>((resolve) => {
    const pieces: string[] = [];
    stdout.setEncoding('utf8').on('data', (text: string) => {
      pieces.push(text);
      if (text.includes('Tokens')) resolve(pieces.join(''));
    });
  });
  running = runSampleRelay(['--port', '0', '--log-level', 'error'], {
    ...{ stdin: Readable.from([]), stdout, stderr: new PassThrough(), isTerminal: false },
    environment: { REJOIN_DATA: line.data, REJOIN_STOP_TIMEOUT_MS: '200' },
    untilStopped: () => new Promise((resolve) => (end = resolve)),
  });
  guide = await isUp;
});
afterEach(async () => {
  end();
  await running;
  await line.remove();
});

/** The example with the address and the token that the guide of `npm start` shows. */
async function readmeExample(): Promise<PreparedExample> {
  const [code = ''] = codeBlocks(await pageOf('README.md'), 'Use it', 'js');
  const url = /ws:\S+\/sync/.exec(guide)?.[0];
  const token = /Ana Okoro +(\S+)/.exec(guide)?.[1];
  const given = `const url = ${JSON.stringify(url)}; const fetchToken = async () => ${JSON.stringify(token)};`;
  return prepareExample(code, given);
}

it.each([
  ['Node without a WebSocket of its own', '--no-experimental-websocket'],
  ['a platform that has one, as browsers do', '--experimental-websocket'],
])('the example of the README runs on %s, and again where no relay answers', async (_, flag) => {
  const example = await readmeExample();

  const online = await example.run(flag);
  end();
  await running;
  const offline = await example.run(flag);

  for (const { exit, out, error } of [online, offline]) {
    expect(exit, error).toBe(0);
    expect(out).toMatch(/^[1-9]\d* of [1-9]\d* orders wait$/m);
  }
  await example.remove();
});
