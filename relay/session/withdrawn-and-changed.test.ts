/** Attributes that operators withdraw and would publish again as something else: the records hold them still. */
import { describe, expect, it } from 'vitest';
import type { Metadata } from '../../engine/model/index.ts';
import { officeMetadata } from '../../test/world/office.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

type Attribute = Metadata['entities'][number]['attributes'][number];

/** The office with each attribute of accounts as `change` has it; undefined withdraws it. */
function office(version: number, change: (attribute: Attribute) => object | undefined): Metadata {
  const metadata = officeMetadata(version);
  const entities = metadata.entities.map((entity) => ({
    ...entity,
    attributes: entity.attributes.flatMap((attribute) => {
      const changed = entity.name === 'account' ? change(attribute) : attribute;
      return changed === undefined ? [] : [{ ...attribute, ...changed }];
    }),
  }));
  return { ...metadata, entities };
}
const without = (version: number, name: string) =>
  office(version, (attribute) => (attribute.name === name ? undefined : attribute));
const withOther = (version: number, name: string, other: object) =>
  office(version, (attribute) => (attribute.name === name ? other : attribute));
const refused = (name: string, was: string) => ({
  code: 'invalid-metadata',
  reason: `${name} was published as ${was} before, and records hold it so; use another name`,
});

describe('an attribute that was withdrawn', () => {
  it.each([
    ['rating', { secured: false }, 'secured string'],
    ['phone', { secured: true }, 'string'],
    ['phone', { type: 'integer' }, 'string'],
  ] as const)('never comes back as something else (%s, %o)', async (name, other, was) => {
    const world = await anOrganization().withUser('vera').open();
    const organization = world.organization();
    expect(typeof (await organization.publish(without(2, name), null))).toBe('number');
    expect(await organization.publish(withOther(3, name, other), null)).toEqual(refused(name, was));
    // Other publishes between do not make it forgotten, nor does a start from what is flushed.
    expect(typeof (await organization.publish(without(3, name), null))).toBe('number');
    await world.store.flush();
    await world.restore(await world.disk.successor());
    const again = world.organization();
    expect(await again.publish(withOther(4, name, other), null)).toEqual(refused(name, was));
    expect(typeof (await again.publish(officeMetadata(4), null))).toBe('number');
    expect(await again.publish(withOther(5, name, other), null)).toMatchObject({ code: 'invalid-metadata' });
  });

  it('is known by its entity, also where that was withdrawn as a whole', async () => {
    const world = await anOrganization().withUser('vera').open();
    const organization = world.organization();
    const { entities, relationships, ...rest } = officeMetadata(2);
    const names = new Set(['account']);
    const without = {
      ...rest,
      entities: entities.filter(({ name }) => !names.has(name)),
      relationships: [],
    } as unknown as Metadata;
    expect(relationships).toBeDefined();
    expect(typeof (await organization.publish(without, null))).toBe('number');
    expect(await organization.publish(withOther(3, 'rating', { secured: false }), null)).toEqual(
      refused('rating', 'secured string'),
    );
    expect(typeof (await organization.publish(officeMetadata(3), null))).toBe('number');
  });
});
