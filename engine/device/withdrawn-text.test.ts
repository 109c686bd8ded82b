/** What becomes of words typed into a text that the metadata takes away before they are sent. */
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, type DeviceWorld, officeMetadata } from '../../test/world/device-world.ts';
import { ALL_RIGHTS, powerfulPrincipal, systemOf } from '../../test/world/scripted-relay.ts';
import type { Attribute, Metadata, RecordId } from '../model/index.ts';

type World = DeviceWorld & { readonly id: RecordId; readonly base: Y.Doc };

/** A device that has an account with these notes, and may have only one change unanswered. */
async function anAccount(notes: string): Promise<World> {
  const world = await aDevice();
  const { device, relay, time } = world;
  const id = await device.create('account', { name: 'A', notes });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'A', notes });
  await time.advance(10);
  const base = new Y.Doc({ guid: 'notes' });
  for (const update of textUpdates(relay.push)) Y.applyUpdate(base, update);
  relay.maxUnanswered = 1;
  relay.drop();
  await time.advance(40_000);
  await device.create('contact', { name: 'in the way' });
  await time.advance(10);
  return { ...world, id, base };
}

function textUpdates(push: { operations: readonly object[] }): Uint8Array[] {
  return push.operations.flatMap((operation) =>
    'parts' in operation && Array.isArray(operation.parts)
      ? operation.parts.filter(({ part }) => part === 'notes').map(({ update }) => update)
      : [],
  );
}

/** What was typed, as a push carries it. */
function typedIn(push: { operations: readonly object[] }, base: Y.Doc): string {
  const doc = new Y.Doc({ guid: 'notes' });
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(base));
  for (const update of textUpdates(push)) Y.applyUpdate(doc, update);
  return doc.getText('notes').toString();
}

/** The metadata in which the accounts have other notes, or none. */
function withNotes(version: number, notes: Attribute | undefined): Metadata {
  const entities = officeMetadata.entities.map((entity) => {
    const others = entity.attributes.filter(({ name }) => name !== 'notes');
    return { ...entity, attributes: notes === undefined ? others : [...others, notes] };
  });
  return { ...officeMetadata, version, entities };
}

const asString: Attribute = {
  ...{ name: 'notes', label: '', required: false, secured: false, type: 'string', maxLength: 100 },
};

async function publish({ relay, time }: World, metadata: Metadata): Promise<void> {
  const { version } = metadata;
  const principal = powerfulPrincipal(metadata);
  relay.say({ type: 'metadata', version, filterVersion: 1, metadata, principal });
  await time.advance(10);
}

/** The relay writes a part anew, with these values. */
async function writeAnew(world: World, part: string, values: Record<string, string>): Promise<void> {
  const { relay, time, id } = world;
  const doc = new Y.Doc({ guid: 'anew' });
  doc.clientID = 1;
  for (const [name, value] of Object.entries(values)) doc.getArray(name).push([[value, 1]]);
  relay.sequence++;
  relay.page([
    {
      ...{ kind: 'patch', entity: 'account', id, from: relay.sequence - 1, mask: ALL_RIGHTS, via: 0 },
      ...{ system: systemOf(relay.sequence, time.now), values },
      parts: [{ form: 'state', part, epoch: 2, bytes: Y.encodeStateAsUpdateV2(doc) }],
    },
  ]);
  await time.advance(10);
}

/** Lets what waits go out. */
async function makeRoom({ relay, time }: World): Promise<void> {
  const { push } = relay;
  relay.accept(push);
  relay.comeBack(push, {});
  await time.advance(10);
}

async function refuse({ relay, time }: World): Promise<void> {
  relay.reject(relay.push, { code: 'attribute-removed', leftPlaceholder: false });
  await time.advance(10);
}

it('[P7] sends words typed into a text that is withdrawn also when the change is formed again', async () => {
  // Given an unsent change of a value and of a text
  const world = await anAccount('base');
  const { device, relay, id, base } = world;
  await device.update('account', id, { name: 'B', notes: 'base and more' });

  // When the text is withdrawn, and the relay writes the values anew
  await publish(world, withNotes(2, undefined));
  await writeAnew(world, 'main', { name: 'A' });
  await makeRoom(world);

  // Then the change goes out whole, and refused it is a draft with the words
  expect(relay.push.operations).toMatchObject([{ parts: [{ part: 'notes' }, { part: 'main', epoch: 2 }] }]);
  expect(typedIn(relay.push, base)).toBe('base and more');
  await refuse(world);
  expect(device.drafts().map(({ operations }) => operations[0]?.wanted)).toEqual([
    { name: 'B', notes: 'base and more' },
  ]);
});

it('[P7] sends words behind a gap in a text that is withdrawn', async () => {
  // Given words on their way, and more of them unsent
  const world = await anAccount('base');
  const { device, relay, id, base } = world;
  await makeRoom(world);
  await device.update('account', id, { notes: 'base one' });
  await world.time.advance(10);
  await device.update('account', id, { notes: 'base one two' });

  // When the text is withdrawn, and the first words are refused without a trace
  await publish(world, withNotes(2, undefined));
  await refuse(world);

  // Then the others go out too
  expect(relay.pushes).toHaveLength(4);
  expect(textUpdates(relay.push)).toHaveLength(1);
  expect(typedIn(relay.push, base)).toContain('base');
  await refuse(world);
  const wanted = device.drafts().map(({ operations }) => operations[0]?.wanted.notes);
  expect(wanted.join()).toContain('two');
});

it('[P7] sends words typed into a text that holds something else by now', async () => {
  const world = await anAccount('base');
  const { device, relay, id } = world;
  await device.update('account', id, { name: 'B', notes: 'base and more' });
  await publish(world, withNotes(2, asString));
  await writeAnew(world, 'main', { name: 'A' });
  await makeRoom(world);
  expect(relay.push.operations).toMatchObject([{ parts: [{ part: 'notes' }, { part: 'main', epoch: 2 }] }]);
});

it('[P7] keeps words typed into a withdrawn text so that they merge when it is back', async () => {
  // Given words at the end of a long text that was withdrawn, refused
  const long = 'x'.repeat(3_000);
  const world = await anAccount(long);
  const { device, relay, time, id, base } = world;
  const record = await device.open('account', id);
  record.text('notes').insert(3_000, ' mine');
  await record.close();
  await publish(world, withNotes(2, undefined));
  await makeRoom(world);
  await refuse(world);
  await expect(device.drafts()[0]?.retry()).rejects.toMatchObject({ code: 'attribute-removed' });

  // When the text is back, and somebody else has typed in it
  await publish(world, { ...officeMetadata, version: 3 });
  const before = Y.encodeStateVector(base);
  base.clientID = 77;
  base.getText('notes').insert(0, 'theirs ');
  relay.sequence++;
  relay.page([
    {
      ...{ kind: 'patch', entity: 'account', id, from: relay.sequence - 2, mask: ALL_RIGHTS, via: 0 },
      ...{ system: systemOf(relay.sequence, time.now), values: {} },
      parts: [{ form: 'update', part: 'notes', epoch: 1, bytes: Y.encodeStateAsUpdate(base, before) }],
    },
  ]);
  await time.advance(10);
  await device.drafts()[0]?.retry();

  // Then all of it is there
  const again = await device.open('account', id);
  expect(again.text('notes').toString()).toBe(`theirs ${long} mine`);
});

it('[P7] makes no value of words that were typed into a text', async () => {
  const world = await anAccount('base');
  const { device, id } = world;
  await device.update('account', id, { name: 'B', notes: 'base and more' });
  await publish(world, withNotes(2, asString));
  await makeRoom(world);
  await refuse(world);
  await expect(device.drafts()[0]?.retry()).rejects.toMatchObject({ code: 'attribute-removed' });
  expect(device.drafts()).toHaveLength(1);
  await device.drafts()[0]?.retryWithout(['notes']);
  expect(device.get('account', id)?.values.name).toBe('B');
});
