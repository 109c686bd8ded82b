/** The example of the README runs as it stands, against the relay that `npm start` runs. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { wordsOf } from '../../relay/cli/device-line.ts';
import { type RunningSample, SampleFolder } from '../world/running-sample.ts';
import { codeBlocks, pageOf } from './code-block.ts';
import { type PreparedExample, prepareExample } from './run-example.ts';

let folder: SampleFolder;
let sample: RunningSample;
beforeEach(async () => {
  folder = await SampleFolder.make();
  sample = await folder.start();
});
afterEach(async () => {
  await sample.stop();
  await folder.remove();
});

/** The example with the address and a token, by the command that `npm start` shows. */
async function readmeExample(): Promise<PreparedExample> {
  const [code = ''] = codeBlocks(await pageOf('README.md'), 'Use it', 'js');
  const [, words = '', url] = /npx rejoin (token .*?) +# for (ws:\S+\/sync)/.exec(sample.out) ?? [];
  const token = await folder.rejoin(wordsOf(words));
  const given = `const url = ${JSON.stringify(url)}; const fetchToken = async () => ${JSON.stringify(token)};`;
  return prepareExample(code, given);
}

it.each([
  ['Node without a WebSocket of its own', '--no-experimental-websocket'],
  ['a platform that has one, as browsers do', '--experimental-websocket'],
])('the example of the README runs on %s, and again where no relay answers', async (_, flag) => {
  const example = await readmeExample();

  const online = await example.run(flag);
  await sample.stop();
  const offline = await example.run(flag);

  for (const { exit, out, error } of [online, offline]) {
    expect(exit, error).toBe(0);
    expect(out).toMatch(/^[1-9]\d* of [1-9]\d* orders wait$/m);
  }
  await example.remove();
});
