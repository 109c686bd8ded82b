/** `npm start`: the address first, what was done stays, `--fresh`, and clear words where it can not. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asId, type BusinessUnitId, type OrganizationId } from '../../engine/model/index.ts';
import { type RunningSample, SampleFolder } from '../../test/world/running-sample.ts';
import { openRelay, readConfiguration } from '../server/index.ts';

let folder: SampleFolder;
beforeEach(async () => {
  folder = await SampleFolder.make();
});
afterEach(() => folder.remove());

const stateOf = async (sample: RunningSample) => JSON.parse((await sample.ask('/showcase/setup')).text);
const incarnationOf = async (sample: RunningSample) =>
  (await sample.feed().next()).value?.data.incarnation as string;
/** Starts what is to refuse; what it says. */
const refusal = async (...words: readonly string[]) => {
  const sample = await folder.start(...words);
  return { exit: await sample.stop(), error: sample.error, out: sample.out };
};

it('prints the address first, and short what to do next', async () => {
  const sample = await folder.start();
  const lines = sample.out.trimEnd().split('\n');
  await sample.stop();

  expect(lines[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(lines.length).toBeLessThan(12);
  expect(sample.out).not.toMatch(/eyJ/);
});

it('makes the sample once, and leaves alone what people did since', async () => {
  const first = await folder.start();
  const incarnation = await incarnationOf(first);
  await folder.rejoin(['user', 'disable', 'Dario Costa']);
  await first.stop();

  const second = await folder.start();
  const { users } = await stateOf(second);
  const again = await incarnationOf(second);
  await second.stop();
  expect(users.map(({ name }: { readonly name: string }) => name)).not.toContain('Dario Costa');
  expect(again).toBe(incarnation);
});

it('completes a sample whose making was interrupted', async () => {
  const first = await folder.start();
  const { sequence } = await stateOf(first);
  await first.stop();
  const other = await SampleFolder.make();
  // The organization is there, and nothing of what fills it.
  const half = await openRelay(readConfiguration({ file: { data: other.data, port: 0 } }), {
    ifMissing: 'create',
    report: () => {},
  });
  const unit = '0199c0de-0000-7000-8000-000000000001';
  await half.relay.createOrganization(asId<OrganizationId>('meridian'), {
    incarnation: '0199c0de-0000-7000-8000-000000000002',
    rootUnit: { id: asId<BusinessUnitId>(unit), name: 'Meridian Provisions' },
  });
  await half.stop();

  const sample = await other.start();
  expect((await stateOf(sample)).sequence).toBe(sequence);
  await sample.stop();
  await other.remove();
});

describe('--fresh', () => {
  it('begins anew, with the same people and other data', async () => {
    const first = await folder.start();
    const before = await stateOf(first);
    const incarnation = await incarnationOf(first);
    await folder.rejoin(['user', 'disable', 'Dario Costa']);
    await first.stop();
    await writeFile(join(folder.data, 'letter.txt'), 'mine');

    const fresh = await folder.start('--fresh');
    const state = await stateOf(fresh);
    const anew = await incarnationOf(fresh);
    await fresh.stop();
    expect(state).toEqual(before);
    expect(anew).not.toBe(incarnation);
    expect(await readFile(join(folder.data, 'letter.txt'), 'utf8')).toBe('mine');
  });

  it('is as good as none where there is nothing yet, and goes on where it was interrupted', async () => {
    const first = await folder.start('--fresh');
    const before = await stateOf(first);
    await first.stop();
    // It ended after the old data was put aside.
    await mkdir(join(folder.data, 'db.removed'));
    const again = await folder.start('--fresh');
    expect(await stateOf(again)).toEqual(before);
    await again.stop();
    expect(await readdir(folder.data)).not.toContain('db.removed');
  });

  it('removes nothing of a folder that has another organization', async () => {
    const first = await folder.start();
    await folder.rejoin(['org', 'create', 'harbour']);
    await first.stop();

    const { exit, error } = await refusal('--fresh');
    expect(exit).toBe(2);
    expect(error).toMatch(/--fresh would remove all of .*, which holds harbour too/);
    const still = await folder.start();
    expect((await still.ask('/showcase/setup')).status).toBe(200);
    await still.stop();
  });

  it('removes nothing of a folder that was made by others', async () => {
    await folder.rejoin(['org', 'create', 'meridian']);
    expect(await refusal('--fresh')).toMatchObject({
      exit: 2,
      error: expect.stringContaining('was not made by npm start'),
    });
    expect(JSON.parse(await folder.rejoin(['org', 'list', '--json'])).organizations).toHaveLength(1);
  });

  it('removes nothing under a sample that runs', async () => {
    const sample = await folder.start();
    const { exit, error } = await refusal('--fresh');
    expect(exit).toBe(1);
    expect(error).toContain(`It runs already at ${sample.url}`);
    expect((await sample.ask('/showcase/setup')).status).toBe(200);
    expect(await sample.stop()).toBe(0);
  });
});

describe('what it can not have', () => {
  it('is a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { exit, error, out } = await refusal('--port', String(port));
    other.close();
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(error).toMatch(new RegExp(`Port ${port} .* is taken .*--port`));
  });

  it('is a folder that another sample has', async () => {
    const sample = await folder.start();
    const { exit, error } = await refusal();
    expect(exit).toBe(1);
    expect(error).toContain(`It runs already at ${sample.url}`);
    await sample.stop();
  });

  it('is a folder that can not be written', async () => {
    await writeFile(folder.data, 'a letter');
    for (const words of [[], ['--fresh']]) {
      expect(await refusal(...words)).toMatchObject({
        exit: 1,
        error: expect.stringContaining(`${folder.data} can not be written`),
      });
    }
    expect(await readFile(folder.data, 'utf8')).toBe('a letter');
  });

  it('is a page for others: who opens it is signed in', async () => {
    await writeFile(join(folder.root, 'open.json'), JSON.stringify({ host: '0.0.0.0' }));
    const { exit, error } = await refusal('--config', join(folder.root, 'open.json'));
    expect(exit).toBe(1);
    expect(error).toContain('rejoin relay');
  });
});
