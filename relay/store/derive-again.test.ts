/** The log is the truth: whatever else the disk lost is derived from it again. */
import { expect, it } from 'vitest';
import { anOrganization } from '../../test/world/relay-world.ts';
import { LevelStore } from './index.ts';

it('derives rows, parts and decisions again where all but the log is gone', async () => {
  // Given records, a refused change, and views that were flushed
  const world = await anOrganization().withUser('vera').withUser('nora', []).open();
  const vera = await world.client('vera');
  const nora = await world.client('nora');
  const id = await vera.create('account', { name: 'Harbour' }, { texts: { notes: 'by the water' } });
  await nora.push([nora.author.create('account', { name: 'Not allowed' })]);
  await world.store.flush();
  const { store } = world;
  const isReady = [vera, nora].map(({ author }) => store.decisions(author.device));
  const [row, text] = [store.row('account', id), store.part('account', id, 'notes')];

  // When everything else is deleted
  const disk = await world.disk.successor();
  await disk.open();
  for await (const key of disk.keys()) {
    if (key !== '!format' && !/^[^/]+\/L\//.test(key)) await disk.del(key);
  }
  await disk.close();

  // Then a start brings it back
  const again = await (await LevelStore.open(disk)).organization(store.organization);
  expect(again.row('account', id)).toEqual(row);
  expect(again.part('account', id, 'notes')).toEqual(text);
  expect([vera, nora].map(({ author }) => again.decisions(author.device))).toEqual(isReady);
});
