/** An attribute that operators withdraw, and publish again. */
import { expect, it } from 'vitest';
import { officeInput, officeMetadata } from '../../test/world/office.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

const withdrawn = ['phone'];
const less = {
  ...officeInput,
  entities: officeInput.entities.map((entity) => ({
    ...entity,
    attributes: entity.attributes.filter(
      ({ name }) => entity.name !== 'account' || !withdrawn.includes(name),
    ),
  })),
};

it('leaves the tablets when it is withdrawn, and comes back with it to those that were set up meanwhile', async () => {
  // Given two tablets with a record, one of them away
  const world = await anOrganization().withUser('vera').withUser('otto').open();
  const [vera, otto] = [await world.client('vera'), await world.client('otto')];
  const id = await vera.create('account', { name: 'Harbour', phone: '555-0100' });
  await world.settle();
  const whole = otto.held.get(id)?.values;
  otto.hangUp();

  // When its phone is withdrawn, and a third tablet is set up
  await world.organization().publish(officeMetadata(2, less), null);
  await world.settle();
  await otto.connect();
  const third = await world.client('otto');
  const meanwhile = [vera, otto, third].map(({ held }) => held.get(id)?.values);

  // And when it is published again
  await world.organization().publish(officeMetadata(3), null);
  await world.settle();

  // Then
  expect(whole).toEqual({ name: 'Harbour', phone: '555-0100' });
  expect(meanwhile).toEqual([{ name: 'Harbour' }, { name: 'Harbour' }, { name: 'Harbour' }]);
  expect([vera, otto, third].map(({ held }) => held.get(id)?.values)).toEqual([whole, whole, whole]);
});
