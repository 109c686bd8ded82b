import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, officeMetadata } from '../../test/world/device-world.ts';
import { powerfulPrincipal } from '../../test/world/scripted-relay.ts';
import { openDoc, readRegister, rootOf } from '../record/index.ts';

/** The metadata with contacts whose names are short. */
const shorter = {
  ...officeMetadata,
  version: 2,
  entities: officeMetadata.entities.map((entity) => ({
    ...entity,
    attributes: entity.attributes.map((attribute) =>
      entity.name === 'contact' && attribute.type === 'string' ? { ...attribute, maxLength: 5 } : attribute,
    ),
  })),
};

it('[P7] retries a draft without those that build on it and do not fit any more', async () => {
  // Given a refused account with three contacts that hang under it
  const { device, relay, time } = await aDevice();
  relay.maxUnanswered = 1;
  relay.drop();
  await time.advance(40_000);
  const account = await device.create('account', { name: 'Harbour' });
  await time.advance(10);
  const parent = { entity: 'account', id: account };
  for (const name of ['Okoro', 'Featherstone', 'Wu']) await device.create('contact', { name, parent });
  relay.reject(relay.push);
  await time.advance(10);
  const [base] = device.drafts();
  expect(device.drafts().map(({ dependsOn }) => dependsOn)).toEqual([null, base?.id, base?.id, base?.id]);

  // When the name of one has become too long, and the account is retried
  const principal = powerfulPrincipal(shorter);
  relay.say({ type: 'metadata', version: 2, filterVersion: 1, metadata: shorter, principal });
  await time.advance(10);
  await base?.retry();

  // Then the account goes out, and that one waits to be mended
  expect(device.get('account', account)?.values).toEqual({ name: 'Harbour' });
  expect(device.query('contact').rows.map(({ values }) => values.name)).toEqual(['Okoro', 'Wu']);
  const [left, ...others] = device.drafts();
  expect([left?.operations[0]?.wanted.name, left?.dependsOn, others]).toEqual(['Featherstone', null, []]);
  await expect(left?.retry()).rejects.toMatchObject({ code: 'invalid-value' });
  await left?.edit({ name: 'Stone' });
  await device.drafts()[0]?.retry();
  expect(device.drafts()).toEqual([]);
});

it('retries a group as one change, with the greatest stamp', async () => {
  const { device, relay, time } = await aDevice();
  await device.transact((tx) => {
    tx.create('account', { name: 'A' });
    tx.create('contact', { name: 'B' });
  });
  await time.advance(10);
  relay.reject(relay.push);
  await time.advance(10);
  await device.drafts()[0]?.retry();
  await time.advance(10);
  const stamps = relay.push.operations.map((operation) => {
    const doc = openDoc({ guid: 'main', gc: false });
    if (operation.kind === 'create') for (const { update } of operation.parts) Y.applyUpdate(doc, update);
    return readRegister(rootOf(doc, 'name')).entries[0]?.stamp ?? 0;
  });
  expect(stamps).toHaveLength(2);
  expect(relay.push.stamp).toBe(Math.max(...stamps));
});
