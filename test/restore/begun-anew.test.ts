/** A tablet that knows the sample's former data meets a sample that was begun anew. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { asId, type Device, type OrganizationId, openDevice, type RecordId } from '../../engine/index.ts';
import { type RunningSample, SampleFolder } from '../world/running-sample.ts';

let folder: SampleFolder;
beforeEach(async () => {
  folder = await SampleFolder.make();
});
afterEach(() => folder.remove());

interface Stage {
  readonly start: { readonly left: string; readonly right: string };
  readonly stage: { readonly shared: { readonly id: RecordId }; readonly guarded: { readonly id: RecordId } };
}
const stageOf = async (sample: RunningSample): Promise<Stage> =>
  JSON.parse((await sample.ask('/showcase/setup')).text);

/** The tablet of that name, on the storage that it had. */
async function tablet(sample: RunningSample, name: string, user: string): Promise<Device> {
  return openDevice({
    url: `${sample.url.replace(/^http/, 'ws')}/sync`,
    app: 'tablet',
    organization: asId<OrganizationId>('meridian'),
    storage: join(folder.root, name),
    WebSocket,
    token: async () => JSON.parse((await sample.post('/showcase/token', { user })).text).token,
  });
}

/** All rows of all entities, as the device shows them. */
function rowsOf(device: Device): ReadonlyMap<string, unknown> {
  const rows = new Map<string, unknown>();
  for (const entity of ['account', 'contact', 'case', 'task', 'salesorder', 'orderline', 'product']) {
    const query = device.query(entity);
    for (const { id, values, system } of query.rows) rows.set(`${entity}/${id}`, { values, system });
    query.close();
  }
  return rows;
}

it('takes the new data, sends what was not sent, and keeps its drafts', async () => {
  const first = await folder.start();
  const { start, stage } = await stageOf(first);
  const { shared, guarded } = stage;
  const before = await tablet(first, 'ben', start.right);
  await before.syncNow();
  await before.update('account', shared.id, { phone: '555-0111' });
  const left = await before.create('account', { name: 'Only in the former data', accounttype: 1 });
  await first.post('/showcase/grant', { right: 'edit-credit-limit', user: start.right, granted: true });
  await before.syncNow();
  before.goOffline();
  await first.post('/showcase/grant', { right: 'edit-credit-limit', user: start.right, granted: false });
  await before.update('account', guarded.id, { creditlimit: '9000' });
  await before.syncNow();
  expect(before.drafts()).toHaveLength(1);
  before.goOffline();
  await before.update('account', shared.id, { city: 'Not sent' });
  const made = await before.create('account', { name: 'Made before', accounttype: 1 });
  await before.close();
  await first.stop();

  const fresh = await folder.start('--fresh');
  const after = await tablet(fresh, 'ben', start.right);
  await after.syncNow();
  const other = await tablet(fresh, 'anew', start.right);
  await other.syncNow();

  expect(after.status.pending).toBe(0);
  expect(rowsOf(after)).toEqual(rowsOf(other));
  expect(after.get('account', left)).toBeUndefined();
  // The new data is younger than what was typed, so both stay in sight.
  const record = await after.open('account', shared.id);
  const conflicts = await record.conflicts();
  expect(conflicts.map(({ attribute, entries }) => [attribute, entries.map(({ value }) => value)])).toEqual([
    ['city', [record.values.city, 'Not sent']],
  ]);
  expect(after.get('account', shared.id)?.values.phone).not.toBe('555-0111');
  expect(after.get('account', made)?.values).toMatchObject({ name: 'Made before' });
  expect(after.drafts().map(({ why }) => why.code)).toEqual(['column-secured']);
  await Promise.all([after.close(), other.close()]);
  await fresh.stop();
});
