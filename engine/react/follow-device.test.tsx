// @vitest-environment jsdom
/** Status, drafts, metadata and rights, as components follow them. */
import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, columnRights, withSecuredColumn } from '../../test/world/device-world.ts';
import { onDevice } from '../../test/world/on-device.tsx';
import { stampOf } from '../clock/index.ts';
import { asId, type DeviceNumber, type RecordId } from '../model/index.ts';
import { clientIdOf, localTransact, openDoc, writeRegister } from '../record/index.ts';
import { useDevice } from './device-context.ts';
import { useConflicts } from './use-conflicts.ts';
import { useDrafts } from './use-drafts.ts';
import { useMetadata, usePrincipal } from './use-metadata.ts';
import { useRecord } from './use-record.ts';
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

it('follows the records that have conflicts', async () => {
  const world = await aDevice();
  const shown = await onDevice(world, useConflicts);
  expect(shown.now).toEqual([]);
  const [ana, ben] = [5_001, 5_002].map((number) => {
    const doc = openDoc({ guid: 'part', gc: false });
    const clientId = clientIdOf(number as DeviceNumber, 1);
    localTransact(doc, clientId, () =>
      writeRegister(doc, 'phone', `555-${number}`, stampOf(world.time.now, 0)),
    );
    return doc;
  });
  if (ana === undefined || ben === undefined) throw new Error('there are two');
  Y.applyUpdate(ana, Y.encodeStateAsUpdate(ben));
  const id = asId<RecordId>('018f4e2a-0000-7000-8000-000000000001');
  const state = Y.encodeStateAsUpdateV2(ana);
  world.relay.sequence++;
  const put = world.relay.put('account', id, {}, { parts: [{ part: 'main', epoch: 1, state }] });
  await shown.after(() => world.relay.page([put]));
  expect(shown.now.map((row) => [row.id, row.conflicts])).toEqual([[id, ['phone']]]);
  const record = await onDevice(world, () => useRecord('account', id));
  expect(record.now).toMatchObject({ conflicts: [{ attribute: 'phone', entries: [{}, {}] }] });
  await record.after(() => world.device.update('account', id, { phone: '555-0100' }));
  expect(record.now).toMatchObject({ conflicts: [] });
  await shown.after(() => undefined);
  expect(shown.now).toEqual([]);
});
