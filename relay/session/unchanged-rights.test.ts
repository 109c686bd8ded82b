/** A change of the directory touches the sessions whose rights it changes, and the others not at all. */
import { expect, it } from 'vitest';
import { gatedScans } from '../../test/world/gated-scans.ts';
import { everything } from '../../test/world/office.ts';
import { putRole, role, user } from '../../test/world/organization-builder.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

const ACCOUNTS = 20;

async function anOffice() {
  const world = await anOrganization().withUser('vera').withUser('otto').open();
  const otto = await world.client('otto');
  for (let n = 0; n < ACCOUNTS; n++) await otto.create('account', { name: `${n}` });
  otto.hangUp();
  return { world, scans: gatedScans(world, 5) };
}

it('leaves the page of a first download under way where nothing differs for its user', async () => {
  const { world, scans } = await anOffice();
  const vera = await world.client('vera');
  expect(scans.begun).toBe(1);
  for (let round = 0; round < 5; round++) await world.change(putRole(`spare ${round}`, everything()));
  scans.letGo();
  await world.settle();
  expect(vera.held.size).toBe(ACCOUNTS);
  // One to count, and one for the page.
  expect(scans.begun).toBe(2);
  expect(vera.of('metadata')).toHaveLength(1);
});

it('[P8] sends by the rights of now behind a change that made no difference', async () => {
  const { world, scans } = await anOffice();
  const vera = await world.client('vera');
  await world.change(putRole('spare', everything()));
  await world.change({ kind: 'revoke-role', role: role('everything'), from: { user: user('vera') } });
  scans.letGo();
  await world.settle();
  expect(vera.held.size).toBe(0);
  expect(vera.items.filter(({ kind }) => kind === 'put')).toEqual([]);
});
