// @vitest-environment jsdom
/** Status, drafts, metadata and rights, as components follow them. */
import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aDevice, columnRights, withSecuredColumn } from '../../test/world/device-world.ts';
import { onDevice } from '../../test/world/on-device.tsx';
import { useDevice } from './device-context.ts';
import { useDrafts } from './use-drafts.ts';
import { useMetadata, usePrincipal } from './use-metadata.ts';
import { useSyncStatus } from './use-sync-status.ts';

it('follows the status', async () => {
  const world = await aDevice();
  const shown = await onDevice(world, useSyncStatus);
  expect(shown.now).toMatchObject({ state: 'ready', pending: 0 });
  await shown.after(() => world.device.create('account', { name: 'A' }));
  expect(shown.now.pending).toBe(1);
  await shown.after(() => world.device.goOffline());
  expect(shown.now.state).toBe('closed');
});

it('follows the drafts', async () => {
  const world = await aDevice();
  const shown = await onDevice(world, useDrafts);
  expect(shown.now).toEqual([]);
  await shown.after(() => world.device.create('account', { name: 'A' }));
  const { number } = world.relay.push;
  const refused = {
    code: 'privilege-missing',
    reason: 'not yours',
    attributes: [],
    leftPlaceholder: false,
  } as const;
  await shown.after(() => world.relay.say({ type: 'rejected', number, ...refused }));
  expect(shown.now.map(({ why }) => why.code)).toEqual(['privilege-missing']);
  const before = shown.now;
  await shown.rerender(undefined);
  await shown.after(() => world.device.create('account', { name: 'B' }));
  expect(shown.now).toBe(before);
  await shown.after(() => shown.now[0]?.discard());
  expect(shown.now).toEqual([]);
});

it('follows metadata and rights', async () => {
  const world = await aDevice({ sync: 'manual' });
  const shown = await onDevice(world, () => ({ metadata: useMetadata(), principal: usePrincipal() }));
  expect(shown.now).toEqual({ metadata: undefined, principal: undefined });
  await shown.after(() => world.device.goOnline());
  expect(shown.now.metadata?.metadata.version).toBe(1);
  await shown.after(() => world.relay.say(columnRights(withSecuredColumn('limit', 'string'), 'limit', true)));
  expect(shown.now.metadata?.metadata.version).toBe(2);
  expect(shown.now.principal?.columns.account?.limit?.read).toBe(true);
});

it('is told where no device is', () => {
  expect(() => renderHook(useDevice)).toThrow('no DeviceProvider');
});
