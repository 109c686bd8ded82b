/** Required values are asked of those who can know of them. */
import { describe, expect, it } from 'vitest';
import { officeInput, officeMetadata } from '../../test/world/office.ts';
import { putColumn } from '../../test/world/organization-builder.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

const [account, ...others] = officeInput.entities;
const grade = { name: 'risk', type: 'choice', optionSet: 'grades', secured: true, required: true };
const entities = [{ ...account, attributes: [...(account?.attributes ?? []), grade] }, ...others];

/** Every account needs a risk, which vera may read and write, and otto may not read. */
async function anOffice() {
  const world = await anOrganization()
    .withMetadata(officeMetadata(1, { ...officeInput, entities }))
    .withUser('vera')
    .withUser('otto')
    .withColumn('account', 'risk', ['vera'])
    .open();
  const [vera, otto] = [await world.client('vera'), await world.client('otto')];
  for (const client of [vera, otto]) client.clear();
  return { world, vera, otto };
}

describe('a required column', () => {
  it('is not asked of who may not read it, and not named to them', async () => {
    const { world, vera, otto } = await anOffice();
    const id = await otto.create('account', { name: 'Harbour' });
    await otto.push([otto.author.create('account', { phone: '1' })]);
    expect(otto.the('accepted').number).toBe(1);
    expect(otto.the('rejected')).toMatchObject({ code: 'required-missing', attributes: ['name'] });
    expect(Buffer.concat(otto.frames).includes('risk')).toBe(false);
    expect([world.row('account', id)?.values, vera.held.get(id)?.values]).toEqual([
      { name: 'Harbour' },
      { name: 'Harbour' },
    ]);
  });

  it('is asked of who may, on a new record and when it is cleared', async () => {
    const { world, vera, otto } = await anOffice();
    await vera.push([vera.author.create('account', { name: 'Harbour' })]);
    const id = await vera.create('account', { name: 'Hill' }, { secured: { risk: 1 } });
    const cleared = vera.author.set(id, { risk: null }, { part: 'risk' });
    await vera.push([{ kind: 'update', entity: 'account', id, parts: [cleared] }]);
    const missing = { code: 'required-missing', attributes: ['risk'] };
    expect(vera.of('rejected')).toMatchObject([missing, missing]);
    expect(world.row('account', id)?.values).toEqual({ name: 'Hill', risk: 1 });
    expect([...otto.held.values()].map(({ values }) => values)).toEqual([{ name: 'Hill' }]);
  });

  it('is asked of them as soon as they may read it', async () => {
    const { world, otto } = await anOffice();
    await world.change(putColumn('account', 'risk', ['vera', 'otto']));
    await otto.create('account', { name: 'Harbour' });
    expect(otto.of('rejected')).toMatchObject([{ code: 'required-missing', attributes: ['risk'] }]);
  });
});
