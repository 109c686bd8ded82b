/** What a step changes is seen when it is stored: before that by nobody, after that by everyone once. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, type DeviceWorld } from '../../test/world/device-world.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { systemOf } from '../../test/world/scripted-relay.ts';
import type { RecordId } from '../model/index.ts';
import type { PageItem } from '../protocol/index.ts';
import type { LiveQuery } from './live-query.ts';

async function onSlowDisk(): Promise<DeviceWorld & { readonly database: LossyLevel }> {
  const database = new LossyLevel(() => 0);
  const world = await aDevice({ database });
  return Object.assign(world, { database });
}

const namesOf = (query: LiveQuery): unknown[] => query.rows.map(({ values }) => values.name);

describe('while a step is being stored', () => {
  it('a list that is opened shows what is stored, and each new row once afterwards', async () => {
    const { device, database, time } = await onSlowDisk();
    database.stallWrites();
    const created = device.create('account', { name: 'Harbour Supplies' });
    await time.settle();
    const query = device.query('account');
    const shown = namesOf(query);
    database.resumeWrites();
    const id = await created;
    expect([shown, namesOf(query), query.total]).toEqual([[], ['Harbour Supplies'], 1]);

    await device.delete('account', id);
    expect(query.total).toBe(0);
  });

  it('nothing shows what a disk that fails never takes', async () => {
    const { device, database, time } = await onSlowDisk();
    const id = await device.create('account', { name: 'Harbour Supplies' });
    const record = await device.open('account', id);
    database.stallWrites();
    const updated = device.update('account', id, { name: 'Harbour and Sons' });
    const refused = expect(updated).rejects.toMatchObject({ code: 'storage-failed' });
    await time.settle();
    const query = device.query('account');
    const shown = [device.get('account', id)?.values.name, record.values.name, ...namesOf(query)];
    database.failWrites('lost');
    database.resumeWrites();
    await refused;
    expect(shown).toEqual(Array(3).fill('Harbour Supplies'));
    expect(namesOf(query)).toEqual(['Harbour Supplies']);
  });

  it('drafts and rights are those that are stored', async () => {
    const { device, relay, database, time } = await onSlowDisk();
    await device.create('account', { name: 'Harbour Supplies' });
    await time.advance(10);
    database.stallWrites();
    relay.reject(relay.push);
    await time.advance(10);
    const shown = [device.drafts().length, device.query('account').total, device.status.drafts];
    database.resumeWrites();
    await time.advance(10);
    expect([shown, device.drafts().length, device.query('account').total]).toEqual([[0, 1, 0], 1, 0]);
  });

  it('the relay is not told of a page that may still be lost', async () => {
    const { relay, database, time } = await onSlowDisk();
    relay.sequence = 7;
    database.stallWrites();
    relay.page([]);
    await time.advance(10);
    relay.drop();
    await time.advance(1_000);
    const hello = relay.received.findLast((message) => message.type === 'hello');
    expect([relay.connections, hello?.cursor]).toEqual([2, 0]);
    database.resumeWrites();
  });
});

/** The account's notes as somebody else typed into them. */
function typedElsewhere({ relay, time }: DeviceWorld, id: RecordId): PageItem {
  const doc = new Y.Doc();
  doc.clientID = 6000 * 2 ** 20 + 1;
  doc.getText('notes').insert(0, 'typed elsewhere');
  return {
    ...{
      kind: 'patch',
      entity: 'account',
      id,
      from: 1,
      system: systemOf(relay.sequence, time.now),
      mask: 255,
    },
    ...{ via: 0, values: { notes: 'typed elsewhere' } },
    parts: [{ form: 'update', part: 'notes', epoch: 1, bytes: Y.encodeStateAsUpdate(doc) }],
  };
}

describe('a listener that opens a list is not told again of what it shows', () => {
  const cases: Record<string, (world: DeviceWorld, open: () => void, id: RecordId) => Promise<unknown>> = {
    'of the status': async ({ device }, open) => device.subscribe(open),
    'of another list': async ({ device }, open) => device.query('account').subscribe(open),
    'of a record': async ({ device }, open, id) => (await device.open('account', id)).subscribe(open),
    'of a text': async ({ device }, open, id) =>
      (await device.open('account', id)).text('notes').observe(open),
  };
  it.each(Object.entries(cases))('%s', async (_what, listen) => {
    // Given a record that came back from the relay
    const world = await aDevice();
    const { device, relay, time } = world;
    const id = await device.create('account', { name: 'Harbour Supplies' });
    await time.advance(10);
    relay.accept(relay.push);
    relay.comeBack(relay.push, { name: 'Harbour Supplies' });
    await time.advance(10);
    const opened: LiveQuery[] = [];
    await listen(world, () => opened.push(device.query('account')), id);
    opened.length = 0;

    // When a page changes it and brings another one
    relay.sequence++;
    const other = '018f4e2a-0000-4000-8000-000000000111' as RecordId;
    const progress = { entity: 'account', sent: 1, total: 1, bytes: 9 };
    relay.page([typedElsewhere(world, id), relay.put('account', other, { name: 'Quay Stores' })], {
      progress,
    });
    await time.advance(10);
    await device.create('account', { name: 'Third' });

    // Then each list that was opened meanwhile shows each record once
    const again = device.query('account');
    expect(opened.length).toBeGreaterThan(0);
    for (const query of opened) expect(namesOf(query)).toEqual(namesOf(again));
  });
});
