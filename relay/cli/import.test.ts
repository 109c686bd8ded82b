import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandLine } from './command-line.fixture.ts';

let line: CommandLine;

beforeEach(async () => {
  line = await CommandLine.make();
});
afterEach(() => line.remove());

describe('importing', () => {
  const solution = {
    metadata: {
      entities: [
        {
          name: 'account',
          primaryName: 'name',
          attributes: [{ name: 'name', type: 'string', required: true }],
        },
      ],
    },
    roles: [{ name: 'Seller', privileges: { account: { create: 'organization', read: 'organization' } } }],
    users: [{ name: 'Ada', roles: ['Seller'] }],
  };
  const mapping = {
    tables: [
      { file: 'a.csv', entity: 'account', key: 'id', attributes: { name: 'name' }, owner: { user: 'Ada' } },
    ],
  };

  async function files(csv: string): Promise<string[]> {
    await mkdir(join(line.root, 'csv'), { recursive: true });
    await writeFile(join(line.root, 'csv', 'a.csv'), csv);
    await writeFile(join(line.root, 'mapping.json'), JSON.stringify(mapping));
    await writeFile(join(line.root, 'solution.json'), JSON.stringify(solution));
    return ['--csv', join(line.root, 'csv'), '--mapping', join(line.root, 'mapping.json'), '--as', 'Ada'];
  }

  it('applies a solution and its records, and the second time changes nothing', async () => {
    const csv = await files('id,name\n1,Harbour\n2,Hill\n');
    await line.rejoin(['org', 'create', 'harbour']);
    const first = await line.rejoin(['import', join(line.root, 'solution.json'), ...csv, '--json']);
    const second = await line.rejoin(['import', join(line.root, 'solution.json'), ...csv, '--json']);
    const exported = await line.rejoin(['export']);
    expect(first).toMatchObject({ exit: 0, last: { files: [{ rows: 2, created: 2, refusedCount: 0 }] } });
    expect(second).toMatchObject({ exit: 0, last: { files: [{ rows: 2, created: 0, unchanged: 2 }] } });
    expect(JSON.parse(exported.out)).toMatchObject({ users: [{ name: 'Ada', roles: ['Seller'] }] });
  });

  it('names each refused row, imports the others, and fails', async () => {
    const csv = await files('id,name\n1,Harbour\n2,\n');
    await line.rejoin(['org', 'create', 'harbour']);
    const ran = await line.rejoin(['import', join(line.root, 'solution.json'), ...csv]);
    expect(ran.exit).toBe(1);
    expect(ran.out).toMatch(/a\.csv:3 .*required-missing/);
    expect(ran.out).toMatch(/a\.csv +account +, +2 +1 +0 +0 +1/);
  });

  it('lists every refused row in a file, however many there are', async () => {
    const rows = Array.from({ length: 1_200 }, (_, at) => `${at},${at < 10 ? 'Harbour' : ''}`);
    const csv = await files(`id,name\n${rows.join('\n')}\n`);
    await line.rejoin(['org', 'create', 'harbour']);
    const relay = await line.aRunningRelay();
    const text = await line.rejoin(['import', join(line.root, 'solution.json'), ...csv]);
    const named = join(line.root, 'refused rows.csv');
    const json = await line.rejoin(['import', ...csv, '--report', named, '--json']);
    await relay.stop();

    const listed = (await readFile(join(line.root, 'mapping.refused.csv'), 'utf8')).trimEnd().split('\n');
    expect(listed[0]).toBe('file,line,column,attribute,code,reason');
    expect(listed).toHaveLength(1_191);
    expect(new Set(listed.slice(1).map((row) => row.split(',')[1])).size).toBe(1_190);
    expect(text.out).toContain('… and 1170 more. Rows refused: 1190; each is listed in ');
    expect(json).toMatchObject({ exit: 1, last: { refusedRows: { places: 1_190, file: named } } });
    expect(await readFile(named, 'utf8')).toContain('required-missing');
  });

  it('leaves no list where nothing is refused, and begins nothing where the list can not be written', async () => {
    const csv = await files('id,name\n1,Harbour\n');
    await line.rejoin(['org', 'create', 'harbour']);
    const nowhere = join(line.root, 'nowhere', 'list.csv');
    const refused = await line.rejoin([
      'import',
      join(line.root, 'solution.json'),
      ...csv,
      '--report',
      nowhere,
    ]);
    const before = await line.rejoin(['user', 'list', '--json']);
    const ran = await line.rejoin(['import', join(line.root, 'solution.json'), ...csv, '--json']);
    expect(before.last.users).toEqual([]);
    expect(refused).toMatchObject({ exit: 2, error: expect.stringContaining('invalid-argument') });
    expect(ran).toMatchObject({ exit: 0, last: { files: [{ created: 1 }], refusedRows: { file: null } } });
    await expect(access(join(line.root, 'mapping.refused.csv'))).rejects.toThrow('ENOENT');
  });

  it('shows the separator that it found, and names what no table maps', async () => {
    const csv = await files('id;name;colour;size\n1;Harbour;red;2\n');
    await writeFile(join(line.root, 'csv', 'b.csv'), 'id\n1\n');
    await line.rejoin(['org', 'create', 'harbour']);
    const { out } = await line.rejoin(['import', join(line.root, 'solution.json'), ...csv]);
    expect(out).toMatch(/a\.csv +account +; +1 +1/);
    expect(out).toContain('Columns of a.csv that are not mapped: colour, size');
    expect(out).toContain('Files that are not mapped: b.csv');
  });

  it('goes through the running relay as well', async () => {
    const csv = await files('id,name\n1,Harbour\n');
    await line.rejoin(['org', 'create', 'harbour']);
    const relay = await line.aRunningRelay();
    const ran = await line.rejoin(['import', join(line.root, 'solution.json'), ...csv, '--json']);
    expect(ran).toMatchObject({ exit: 0, last: { files: [{ created: 1 }] } });
    await relay.stop();
  });

  it('changes nothing by a solution that is wrong somewhere', async () => {
    await line.rejoin(['org', 'create', 'harbour']);
    const before = await line.rejoin(['org', 'list', '--json']);
    const wrong = { ...solution, users: [{ name: 'Ada', roles: ['Nobody'] }] };
    await writeFile(join(line.root, 'solution.json'), JSON.stringify(wrong));
    const ran = await line.rejoin(['import', join(line.root, 'solution.json'), '--json']);
    expect(ran).toMatchObject({ exit: 1, last: { code: 'invalid-metadata' } });
    expect(String(ran.last.reason)).toContain('users[0].roles[0]');
    expect((await line.rejoin(['org', 'list', '--json'])).last).toEqual(before.last);
  });

  it('explains who may do what with a record, and tells its story', async () => {
    const csv = await files('id,name\n1,Harbour\n');
    await line.rejoin(['org', 'create', 'harbour']);
    await line.rejoin(['import', join(line.root, 'solution.json'), ...csv]);
    const audit = await line.rejoin(['audit', '--user', 'Ada', '--json']);
    const entries = audit.last.entries as { operations?: { entity: string; id: string }[] }[];
    const record = entries
      .flatMap(({ operations = [] }) => operations)
      .map(({ entity, id }) => `${entity}/${id}`)[0];
    const read = await line.rejoin(['why', '--user', 'Ada', '--record', String(record), '--json']);
    const write = await line.rejoin([
      'why',
      '--user',
      'Ada',
      '--record',
      String(record),
      '--may',
      'write',
      '--json',
    ]);
    expect(read).toMatchObject({ exit: 0, last: { allowed: true } });
    expect(write).toMatchObject({ exit: 0, last: { allowed: false, code: 'privilege-missing' } });
    expect((await line.rejoin(['audit', '--record', String(record)])).out).toContain('created');
  });
});
