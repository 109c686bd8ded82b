import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice } from '../../test/world/device-world.ts';
import { ALL_RIGHTS, powerfulPrincipal, systemOf } from '../../test/world/scripted-relay.ts';
import type { RecordId } from '../model/index.ts';

type World = Awaited<ReturnType<typeof aRefusedText>>;

/** An account of which a change of name and notes was refused: `base` should have become `base and more`. */
async function aRefusedText(words = ' and more', values = { name: 'A', notes: 'base' }) {
  const world = await aDevice();
  const { device, relay, time } = world;
  const id = await device.create('account', values);
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, values);
  await time.advance(10);
  const base = textOf(relay.push);
  await device.transact((change) => change.set('account', id, { name: 'B', notes: values.notes + words }));
  await time.advance(10);
  relay.reject(relay.push, { attributes: ['name'] });
  await time.advance(10);
  expect(device.get('account', id)?.values).toEqual(values);
  expect(device.drafts()).toHaveLength(1);
  return { ...world, id, base };
}

/** The document of the notes as a push brought it. */
function textOf(push: { operations: readonly object[] }): Y.Doc {
  const doc = new Y.Doc({ guid: 'notes' });
  doc.getText('notes');
  for (const operation of push.operations) {
    if (!('parts' in operation) || !Array.isArray(operation.parts)) continue;
    for (const { part, update } of operation.parts) if (part === 'notes') Y.applyUpdate(doc, update);
  }
  return doc;
}

/** Somebody else types into the notes; it comes to the device. */
async function othersType({ relay, time, id, base }: World, words: string, at = 0): Promise<void> {
  const before = Y.encodeStateVector(base);
  base.clientID = 77;
  base.getText('notes').insert(at, words);
  const update = Y.encodeStateAsUpdate(base, before);
  relay.sequence++;
  relay.page([
    {
      ...{ kind: 'patch', entity: 'account', id, from: relay.sequence - 1, mask: ALL_RIGHTS, via: 0 },
      system: systemOf(relay.sequence, time.now),
      values: { notes: base.getText('notes').toString() },
      parts: [{ form: 'update', part: 'notes', epoch: 1, bytes: update }],
    },
  ]);
  await time.advance(10);
}

const wordsOf = (world: { device: World['device'] }, id: RecordId) => world.device.get('account', id)?.values;

describe('a draft with a text in it', () => {
  it('keeps its words when another attribute is mended', async () => {
    const { device, id } = await aRefusedText();
    await device.drafts()[0]?.edit({ name: 'C' });
    await device.drafts()[0]?.retry();
    expect(wordsOf({ device }, id)).toEqual({ name: 'C', notes: 'base and more' });
    expect(device.drafts()).toEqual([]);
  });

  it('merges with what others typed when a form hands in its text unchanged', async () => {
    const world = await aRefusedText();
    const { device, id } = world;
    await othersType(world, 'X ');
    await device.drafts()[0]?.edit({ name: 'C', notes: 'base and more' });
    await device.drafts()[0]?.retry();
    expect(wordsOf({ device }, id)).toEqual({ name: 'C', notes: 'X base and more' });
  });

  it('merges with what others typed when its text is mended', async () => {
    const world = await aRefusedText();
    const { device, id } = world;
    await othersType(world, 'X ');
    await device.drafts()[0]?.edit({ notes: 'base and much more' });
    await device.drafts()[0]?.edit({ notes: 'base and very much more' });
    expect(device.drafts()[0]?.operations[0]?.wanted).toMatchObject({ notes: 'base and very much more' });
    await device.drafts()[0]?.retry();
    expect(wordsOf({ device }, id)).toEqual({ name: 'B', notes: 'X base and very much more' });
  });

  it('keeps what others typed in the place that was mended', async () => {
    const world = await aRefusedText();
    const { device, id } = world;
    await othersType(world, 'XYZ', 2);
    await device.drafts()[0]?.edit({ notes: 'bAAse and more' });
    await device.drafts()[0]?.retry();
    expect(wordsOf({ device }, id)?.notes).toContain('XYZ');
    expect(wordsOf({ device }, id)?.notes).toContain('AA');
  });

  it('keeps of a long text also what a draft does not show', async () => {
    const long = 'x'.repeat(3_000);
    const world = await aRefusedText(' and more', { name: 'A', notes: long });
    const { device, id } = world;
    const record = await device.open('account', id);
    record.text('notes').insert(3_000, 'end');
    await record.close();
    await world.time.advance(10);
    world.relay.reject(world.relay.push);
    await world.time.advance(10);
    const [, typed] = device.drafts();
    const shown = typed?.operations[0]?.wanted.notes;
    expect(shown).toHaveLength(2_000);
    await typed?.edit({ notes: `Y${shown}` });
    await device.drafts()[1]?.retry();
    const again = await device.open('account', id);
    const text = again.text('notes').toString();
    expect([text.length, text.slice(0, 2), text.slice(-4)]).toEqual([3_004, 'Yx', 'xend']);
  });

  it('can be cleared', async () => {
    const { device, id } = await aRefusedText();
    await device.drafts()[0]?.edit({ notes: null });
    await device.drafts()[0]?.retry();
    expect(wordsOf({ device }, id)).toEqual({ name: 'B' });
  });

  it('is sent without an attribute, its mended text kept', async () => {
    const { device, id } = await aRefusedText();
    await device.drafts()[0]?.edit({ notes: 'base and much more' });
    await device.drafts()[0]?.retryWithout(['name']);
    expect(wordsOf({ device }, id)).toEqual({ name: 'A', notes: 'base and much more' });
  });

  it('is sent without its text', async () => {
    const { device, id } = await aRefusedText();
    await device.drafts()[0]?.edit({ notes: 'base and much more' });
    await device.drafts()[0]?.retryWithout(['notes']);
    expect(wordsOf({ device }, id)).toEqual({ name: 'B', notes: 'base' });
  });

  it('is mended and sent after a restart, and refused again is the same draft', async () => {
    const world = await aRefusedText();
    const { relay, time, id } = world;
    await world.device.drafts()[0]?.edit({ notes: 'base and much more' });
    const device = await world.reopen();
    await device.drafts()[0]?.retry();
    await time.advance(10);
    relay.reject(relay.push);
    await time.advance(10);
    expect(wordsOf({ device }, id)).toEqual({ name: 'A', notes: 'base' });
    expect(device.drafts().map(({ operations }) => operations[0]?.wanted)).toEqual([
      { name: 'B', notes: 'base and much more' },
    ]);
    await device.drafts()[0]?.retry();
    expect(wordsOf({ device }, id)).toEqual({ name: 'B', notes: 'base and much more' });
  });

  it('stays until it is discarded', async () => {
    const { device, id } = await aRefusedText();
    await device.drafts()[0]?.edit({ notes: 'base and much more' });
    await device.drafts()[0]?.discard();
    expect(device.drafts()).toEqual([]);
    expect(wordsOf({ device }, id)).toEqual({ name: 'A', notes: 'base' });
  });

  it('[P5] shows only its author’s words, mended ones too, when the record may not be read any more', async () => {
    const { device, relay, time, id } = await aRefusedText();
    await device.drafts()[0]?.edit({ notes: 'base and much more' });
    relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
    await time.advance(10);
    const wanted = device.drafts()[0]?.operations[0]?.wanted;
    expect(wanted?.notes).toContain(' and more');
    expect(wanted?.notes).toContain('much');
    expect(wanted?.notes).not.toContain('base');
  });

  it('[P7] stays whole when its text is no attribute any more, until it is sent without', async () => {
    const { device, relay, time, id } = await aRefusedText();
    const [account, ...entities] = relay.metadata.entities;
    if (account === undefined) throw new Error('no account');
    const attributes = account.attributes.filter(({ name }) => name !== 'notes');
    const metadata = { ...relay.metadata, version: 2, entities: [{ ...account, attributes }, ...entities] };
    const principal = powerfulPrincipal(metadata);
    relay.say({ type: 'metadata', version: 2, filterVersion: 1, metadata, principal });
    await time.advance(10);
    await expect(device.drafts()[0]?.retry()).rejects.toMatchObject({ code: 'attribute-removed' });
    expect(device.drafts()[0]?.operations[0]?.wanted).toEqual({ name: 'B', notes: 'base and more' });
    await device.drafts()[0]?.retryWithout(['notes']);
    expect(device.get('account', id)?.values).toMatchObject({ name: 'B' });
  });
});
