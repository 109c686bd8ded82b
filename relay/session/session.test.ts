/** A session from hello to its end, over real messages and a store in memory. */
import { describe, expect, it } from 'vitest';
import { anOrganization } from '../../test/world/relay-world.ts';

const anOffice = () => anOrganization().withUser('vera').withUser('otto').open();

describe('a connection', () => {
  it('is welcomed, told the metadata, and given what its user may see', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    expect(vera.messages.map(({ type }) => type).slice(0, 3)).toEqual(['welcome', 'metadata', 'page']);
    expect(vera.the('welcome')).toMatchObject({ deviceNumber: 4097, metadataVersion: 1, lastDecided: 0 });
    expect(vera.the('welcome').plan).toContainEqual({ entity: 'account', action: 'first-download' });
    expect(vera.closed).toBeUndefined();
  });

  it('gets its own change back as a patch, and others a put, then patches', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const otto = await world.client('otto');
    vera.clear();
    otto.clear();

    const id = await vera.create('account', { name: 'Harbour' }, { texts: { notes: 'first' } });
    const [own, ...none] = vera.items;
    expect(vera.messages.map(({ type }) => type)).toEqual(['accepted', 'page']);
    expect(own).toMatchObject({ kind: 'patch', id, from: 0, parts: [{ form: 'own' }, { form: 'own' }] });
    expect(none).toEqual([]);
    expect(otto.items).toMatchObject([{ kind: 'put', id, values: { name: 'Harbour', notes: 'first' } }]);

    otto.clear();
    vera.clear();
    await otto.update('account', id, { phone: '12' });
    expect(vera.items).toMatchObject([
      { kind: 'patch', id, values: { phone: '12' }, parts: [{ form: 'update' }] },
    ]);
    expect(vera.held.get(id)).toEqual(otto.held.get(id));
  });
});
