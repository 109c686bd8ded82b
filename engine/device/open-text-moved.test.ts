/** What an editor shows when what it shows is taken from the device, or replaced by something else. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, columnRights, type DeviceWorld, withSecuredColumn } from '../../test/world/device-world.ts';
import type { RecordId } from '../model/index.ts';
import type { RecordHandle } from './record-handle.ts';

const metadata = withSecuredColumn('remarks', 'memo');

/** The rights of the user, with or without the secured text. */
const rights = (mayRead: boolean) => columnRights(metadata, 'remarks', mayRead);

/** A text as the relay sends it whole. */
function stateOf(part: string, words: string): Uint8Array {
  const doc = new Y.Doc({ guid: part });
  doc.clientID = 1;
  doc.getText(part).insert(0, words);
  return Y.encodeStateAsUpdateV2(doc);
}

interface OpenWorld extends DeviceWorld {
  readonly id: RecordId;
  readonly record: RecordHandle;
  /** How often a text was built again. */
  readonly rebuilt: Record<string, number>;
}

/** An account with `the notes` and secured `secret ` remarks, open. */
async function anOpenAccount(): Promise<OpenWorld> {
  const world = await aDevice();
  const { device, relay, time } = world;
  relay.say(rights(true));
  const id = '01943ad7-b5cc-7000-8000-ef2510c632d4' as RecordId;
  relay.sequence++;
  const values = { name: 'A', notes: 'the notes', remarks: 'secret ' };
  const parts = [
    { part: 'notes', epoch: 1, state: stateOf('notes', values.notes) },
    { part: 'remarks', epoch: 1, state: stateOf('remarks', values.remarks) },
  ];
  relay.page([relay.put('account', id, values, { parts })]);
  await time.advance(10);
  const record = await device.open('account', id);
  const rebuilt: Record<string, number> = { notes: 0, remarks: 0 };
  for (const name of ['notes', 'remarks'])
    record.onRebuilt(name, () => {
      rebuilt[name] = (rebuilt[name] ?? 0) + 1;
    });
  return { ...world, id, record, rebuilt };
}

/** What the drafts of the device want of an attribute. */
const draftsOf = ({ device }: DeviceWorld, attribute: string) =>
  device.drafts().map(({ operations }) => operations[0]?.wanted[attribute]);

describe('a text that is open when its column may not be read any more', () => {
  it('[P5] shows nothing of it, and the next letter brings nothing back', async () => {
    // Given an open secured text
    const { device, relay, time, record, rebuilt, id } = await anOpenAccount();

    // When read on the column ends
    relay.say(rights(false));
    await time.advance(10);

    // Then it is empty, and what is typed stands alone
    expect([record.text('remarks').toString(), rebuilt.remarks]).toEqual(['', 1]);
    expect([record.text('notes').toString(), rebuilt.notes]).toEqual(['the notes', 0]);
    record.text('remarks').insert(0, 'x');
    await record.flush();
    expect(device.get('account', id)?.values.remarks).toBe('x');
    expect(device.query('account').rows[0]?.values.remarks).toBe('x');
  });

  it('[P7] keeps what was typed into it, before and after, for its author', async () => {
    const world = await anOpenAccount();
    const { device, relay, time, record } = world;
    record.text('remarks').insert(7, 'mine');
    relay.say(rights(false));
    await time.advance(10);
    const text = record.text('remarks');
    text.insert(text.length, ' too');
    await time.advance(100);
    for (const push of relay.pushes) {
      relay.reject(push, { code: 'attribute-removed', leftPlaceholder: false });
      await time.advance(10);
    }
    expect(draftsOf(world, 'remarks').join('')).toContain('mine');
    expect(draftsOf(world, 'remarks').join('')).toContain('too');
    expect(draftsOf(world, 'remarks').join('')).not.toContain('secret');
    expect(device.status.pending).toBe(0);
  });

  it('goes on when the column may be read again', async () => {
    const { relay, time, record, id, device } = await anOpenAccount();
    relay.say(rights(false));
    await time.advance(10);
    relay.say(rights(true));
    relay.sequence++;
    const parts = ['notes', 'remarks'].map((part) => ({
      part,
      epoch: 1,
      state: stateOf(part, `the ${part}`),
    }));
    relay.page([relay.put('account', id, {}, { parts })]);
    await time.advance(10);
    expect(record.text('remarks').toString()).toBe('the remarks');
    record.text('remarks').insert(0, 'all ');
    await record.flush();
    expect(device.get('account', id)?.values.remarks).toBe('all the remarks');
  });
});

describe('a text that is open when its record goes', () => {
  it('[P5] shows nothing of it', async () => {
    for (const leave of ['gone', 'out-of-scope'] as const) {
      const { relay, time, record, rebuilt, id } = await anOpenAccount();
      relay.page([{ kind: 'leave', leave, entity: 'account', id }]);
      await time.advance(10);
      expect(record.text('notes').toString()).toBe('');
      expect(rebuilt).toEqual({ notes: 1, remarks: 1 });
    }
  });

  it('[P5] shows nothing of it after a wipe', async () => {
    const { device, record } = await anOpenAccount();
    await device.wipe();
    expect(record.text('notes').toString()).toBe('');
  });

  it('[P7] gathers what is typed then in one draft, and leaves the editor alone', async () => {
    // Given an editor whose record has gone
    const world = await anOpenAccount();
    const { relay, time, record, rebuilt, id } = world;
    relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
    await time.advance(10);

    // When somebody goes on typing for a while
    const text = record.text('notes');
    for (const word of ['call ', 'them ', 'back']) {
      text.insert(text.length, word);
      await time.advance(100);
    }

    // Then what was typed stands there, and in one draft
    expect(record.text('notes')).toBe(text);
    expect(text.toString()).toBe('call them back');
    expect(rebuilt.notes).toBe(1);
    expect(draftsOf(world, 'notes')).toEqual(['call them back']);
    await world.reopen();
    expect(draftsOf(world, 'notes')).toEqual(['call them back']);
  });

  it('[P7] shows the record without the drafts when it comes back, and sends what is typed from there', async () => {
    // Given words that were typed while the record was not there
    const world = await anOpenAccount();
    const { device, relay, time, record, id } = world;
    relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
    await time.advance(10);
    record.text('notes').insert(0, 'lost ');
    await time.advance(100);

    // When it comes back
    relay.sequence++;
    const parts = [{ part: 'notes', epoch: 1, state: stateOf('notes', 'the notes') }];
    relay.page([relay.put('account', id, { notes: 'the notes' }, { parts })]);
    await time.advance(10);

    // Then the text is the record's, with no hole before what is typed next
    expect(record.text('notes').toString()).toBe('the notes');
    record.text('notes').insert(0, 'all ');
    await time.advance(100);
    const [operation] = relay.push.operations;
    const base = new Y.Doc({ guid: 'notes' });
    Y.applyUpdateV2(base, stateOf('notes', 'the notes'));
    if (operation?.kind === 'update') for (const { update } of operation.parts) Y.applyUpdate(base, update);
    expect(base.getText('notes').toString()).toBe('all the notes');
    await device.drafts()[0]?.retry();
    expect(record.text('notes').toString()).toContain('lost ');
    expect(device.drafts()).toEqual([]);
  });

  it('[P7] sends what is typed after a delete of the record was refused', async () => {
    const world = await anOpenAccount();
    const { relay, time, record } = world;
    await record.delete();
    await time.advance(10);
    record.text('notes').insert(0, 'lost ');
    await time.advance(100);
    relay.reject(relay.push);
    await time.advance(10);
    expect(record.text('notes').toString()).toBe('the notes');
    record.text('notes').insert(0, 'all ');
    await time.advance(100);
    expect(relay.push.operations).toMatchObject([{ kind: 'update', parts: [{ part: 'notes' }] }]);
    expect(world.device.get('account', world.id)?.values.notes).toBe('all the notes');
    expect(draftsOf(world, 'notes')).toEqual([undefined, 'lost ']);
  });
});

describe('a text that is open when its base is replaced', () => {
  it('shows what the relay has after a restore', async () => {
    // Given typing that the relay has, on an open text
    const world = await anOpenAccount();
    const { device, relay, time, record, id } = world;
    record.text('notes').insert(9, ' and more');
    await time.advance(100);
    relay.accept(relay.push);
    relay.comeBack(relay.push, { notes: 'the notes and more' });
    await time.advance(10);

    // When the relay is restored from a backup that does not have it
    relay.incarnation = '018f4e2a-0000-4000-8000-0000000000c1';
    relay.plan = [{ entity: 'account', action: 'reconcile' }];
    relay.drop();
    await time.advance(40_000);
    relay.sequence += 1_000;
    const parts = [{ part: 'notes', epoch: 1, state: stateOf('notes', 'the notes') }];
    relay.page([relay.put('account', id, { notes: 'the notes' }, { parts })]);
    await time.advance(10);

    // Then the editor shows what the record is, and what is typed there is stored
    expect(record.text('notes').toString()).toBe('the notes');
    expect(record.text('remarks').toString()).toBe('');
    record.text('notes').insert(0, 'all ');
    await record.flush();
    expect(device.get('account', id)?.values.notes).toBe('all the notes');
  });

  it('shows what the relay has of it in a new epoch, with what was typed on the old one', async () => {
    const { relay, time, record, id, rebuilt } = await anOpenAccount();
    relay.sequence++;
    relay.say({ type: 'pong' });
    const parts = [{ part: 'notes', epoch: 2, state: stateOf('notes', 'new notes') }];
    record.text('notes').insert(0, 'mine ');
    relay.page([relay.put('account', id, { notes: 'new notes' }, { parts })]);
    await time.advance(100);
    expect(record.text('notes').toString()).toContain('mine ');
    expect(record.text('notes').toString()).not.toContain('the notes');
    expect(rebuilt).toEqual({ notes: 1, remarks: 1 });
  });

  it('stays as it is when the record comes whole as it was', async () => {
    const { relay, time, record, id, rebuilt } = await anOpenAccount();
    relay.sequence++;
    const parts = [
      { part: 'notes', epoch: 1, state: stateOf('notes', 'the notes') },
      { part: 'remarks', epoch: 1, state: stateOf('remarks', 'secret ') },
    ];
    relay.page([relay.put('account', id, {}, { parts })]);
    await time.advance(10);
    expect(record.text('notes').toString()).toBe('the notes');
    expect(rebuilt).toEqual({ notes: 0, remarks: 0 });
  });
});
