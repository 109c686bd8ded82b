// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { onDevice } from '../../test/world/on-device.tsx';
import type { QueryOptions } from '../device/index.ts';
import { useQuery } from './use-query.ts';

const byName: QueryOptions = { orderBy: [{ attribute: 'name' }] };
const names = (rows: readonly { readonly values: object }[]) =>
  rows.map(({ values }) => Object.values(values)[0]);

it('shows the rows before anything is painted, and follows them', async () => {
  const world = await aDevice();
  const id = await world.device.create('account', { name: 'B' });
  const list = await onDevice(world, () => useQuery('account', byName));
  expect(names(list.now.rows)).toEqual(['B']);
  expect(list.now).toMatchObject({ total: 1, isReady: true, error: undefined });

  await list.after(() => world.device.create('account', { name: 'A' }));
  expect(names(list.now.rows)).toEqual(['A', 'B']);
  await list.after(() => world.device.delete('account', id));
  expect(names(list.now.rows)).toEqual(['A']);
});

it('gives the same object until something that it shows changed', async () => {
  const world = await aDevice();
  await world.device.create('account', { name: 'A' });
  const list = await onDevice(world, () => useQuery('account', { ...byName, limit: 5 }));
  const before = list.now;
  await list.rerender(undefined);
  await list.after(() => world.device.create('contact', { name: 'C' }));
  expect(list.now).toBe(before);
});

it('counts those beyond its limit', async () => {
  const world = await aDevice();
  const list = await onDevice(world, () => useQuery('account', { ...byName, limit: 1 }));
  await list.after(() => world.device.create('account', { name: 'A' }));
  await list.after(() => world.device.create('account', { name: 'B' }));
  expect([names(list.now.rows), list.now.total]).toEqual([['A'], 2]);
});

it('answers another question without rows of another entity in between', async () => {
  const world = await aDevice();
  await world.device.create('account', { name: 'A' });
  await world.device.create('contact', { name: 'C' });
  const list = await onDevice(
    world,
    (entity: string) => ({ entity, ...useQuery(entity) }),
    'account' as string,
  );
  await list.rerender('contact');
  expect(names(list.now.rows)).toEqual(['C']);
  const shown = list.given.flatMap(({ entity, rows }) => rows.map((row) => [entity, row.entity]));
  expect(shown.filter(([asked, got]) => asked !== got)).toEqual([]);
});

it('says what stands in the way, and answers once that is gone', async () => {
  const world = await aDevice({ sync: 'manual' });
  const list = await onDevice(world, (options: QueryOptions) => useQuery('account', options), byName);
  expect(list.now).toMatchObject({ isReady: false, error: { code: 'not-provisioned' } });
  await list.after(() => world.device.goOnline());
  expect(list.now).toMatchObject({ isReady: true, rows: [] });
  await list.rerender({ where: { attribute: 'nome', operator: 'null' } });
  expect(list.now.error).toMatchObject({ code: 'invalid-filter' });
  await list.rerender(byName);
  expect(list.now.error).toBeUndefined();
});

it('closes every query that it opened', async () => {
  const world = await aDevice();
  const closed: (() => void)[] = [];
  const { device } = world;
  const query = device.query.bind(device);
  let open = 0;
  device.query = (...asked) => {
    const live = query(...asked);
    const close = live.close.bind(live);
    open++;
    live.close = () => {
      open--;
      close();
    };
    closed.push(live.close);
    return live;
  };
  const list = await onDevice(world, (options: QueryOptions) => useQuery('account', options), byName);
  await list.rerender({ limit: 3 });
  expect(open).toBe(1);
  await list.unmount();
  expect(open).toBe(0);
});
