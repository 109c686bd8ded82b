// @vitest-environment jsdom
/** What happens to a record while its page is open: conflicts, refusals, leaving, a full disk. */
import { act, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aFormDevice, formMetadata } from '../../../test/world/form-world.ts';
import { fieldOf, showPage } from '../shown-page.fixture.tsx';
import { RecordPage } from './record-page.tsx';

const account = { name: 'Harbour Supplies', phone: '555-0100' };
const written = [
  { value: '555-0199', device: 5000, afterMs: 60_000 },
  { value: '555-0111', device: 7001, afterMs: 0 },
];

it('shows both values of a conflict with authors and times, until one is used', async () => {
  const world = await aFormDevice();
  const { device, relay } = world;
  const id = await world.hasConflict('phone', written, { ...account, phone: '555-0199' });
  const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  expect(fieldOf('Phone').value).toBe('555-0199');
  const strip = within(screen.getByRole('region', { name: 'Values of Phone' }));
  expect(strip.getByText('2 values')).toBeTruthy();
  expect(strip.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    '555-0199You · Jan 6, 2025, 9:01 AMUse this',
    '555-0111Someone else · Jan 6, 2025, 9:00 AMUse this',
  ]);
  await settle(() => user.click(strip.getByRole('button', { name: 'Use this: 555-0111' })));
  expect(device.get('account', id)?.values.phone).toBe('555-0111');
  expect(screen.queryByText('2 values')).toBeNull();
  expect(relay.pushes).toHaveLength(1);
});

it('keeps the newest value of a conflict where that is used, which ends it too', async () => {
  const world = await aFormDevice();
  const id = await world.hasConflict('phone', written, { ...account, phone: '555-0199' });
  const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  await settle(() => user.click(screen.getByRole('button', { name: 'Use this: 555-0199' })));
  expect(screen.queryByText('2 values')).toBeNull();
  expect(world.device.get('account', id)?.values.phone).toBe('555-0199');
});

it('has another value typed in the field, which ends a conflict', async () => {
  const world = await aFormDevice();
  const id = await world.hasConflict('phone', written, { ...account, phone: '555-0199' });
  const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  await settle(() => user.click(screen.getByText('Type another')));
  expect(document.activeElement).toBe(fieldOf('Phone'));
  await settle(() => user.keyboard('555-0222{Enter}'));
  expect(world.device.get('account', id)?.values.phone).toBe('555-0222');
  expect(screen.queryByText('2 values')).toBeNull();
});

it('says that a change was refused, and opens its draft', async () => {
  const world = await aFormDevice();
  const { relay, device } = world;
  const id = await world.hasRecord('account', account);
  const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  await settle(() => user.type(fieldOf('Phone'), '7{Enter}'));
  relay.reject(relay.push);
  await settle();
  expect(fieldOf('Phone').value).toBe('555-0100');
  expect(screen.getByText('Refused')).toBeTruthy();
  expect(screen.getByText('Open draft').getAttribute('href')).toBe(`#/drafts/${device.drafts()[0]?.id}`);
});

it('keeps what was being typed when the record leaves, to be copied', async () => {
  const world = await aFormDevice();
  const { relay } = world;
  const id = await world.hasRecord('account', account);
  const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  await user.type(fieldOf('Phone'), '7');
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
  await settle();
  expect(screen.getByText('No longer in your data')).toBeTruthy();
  expect(screen.getByText('555-01007')).toBeTruthy();
  await settle(() => user.click(screen.getByText('Copy')));
  expect(await navigator.clipboard.readText()).toBe('Phone: 555-01007');
});

it('says that an entity is kept on tablets no more while one of its records is open', async () => {
  const world = await aFormDevice();
  const { relay } = world;
  const id = await world.hasRecord('account', account);
  const { settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  const entities = formMetadata.entities.map((entity) => ({
    ...entity,
    mobileOffline: entity.name !== 'account',
  }));
  const principal = world.device.principal;
  if (principal === undefined) throw new Error('the device has met its relay');
  relay.say({
    type: 'metadata',
    version: 3,
    filterVersion: 1,
    metadata: { ...formMetadata, version: 3, entities },
    principal,
  });
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account' }]);
  await settle();
  expect(screen.getByText(/^Such records are no longer kept on tablets/)).toBeTruthy();
});

it('says nothing of a record that is not here but that it is not here', async () => {
  const world = await aFormDevice();
  const id = await world.hasRecord('contact', { name: 'Ben Ito' });
  await showPage(<RecordPage entity="account" id={id} />, world);
  expect(
    screen.getByText('Nothing with this name is here. It may not exist or not be part of your data.'),
  ).toBeTruthy();
});

it('keeps an edit that a full disk did not take, says so, and saves it when there is room', async () => {
  const world = await aFormDevice();
  const { device, disk } = world;
  const id = await world.hasRecord('account', account);
  const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  disk.failWrites('lost');
  await settle(() => user.type(fieldOf('Phone'), '7{Enter}'));
  expect(screen.getByText('Your last edit is not saved. Keep this page open and free space.')).toBeTruthy();
  expect([screen.getByText('Not saved'), fieldOf('Phone').value]).toEqual([expect.anything(), '555-01007']);
  expect(device.get('account', id)?.values.phone).toBe('555-0100');
  disk.recover();
  await disk.close();
  await disk.open();
  await settle(() => user.click(screen.getByText('Try again')));
  expect(device.get('account', id)?.values.phone).toBe('555-01007');
  expect(screen.queryByText('Not saved')).toBeNull();
});

it('holds a delete back, so that it can be undone', async () => {
  const world = await aFormDevice();
  const { device } = world;
  const id = await world.hasRecord('account', account);
  const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  await settle(() => user.click(screen.getByText('Delete')));
  expect(location.hash).toBe('#/account');
  expect(screen.getByText('Harbour Supplies will be deleted.')).toBeTruthy();
  await settle(() => user.click(screen.getByText('Undo')));
  expect(screen.getByText('Harbour Supplies was not deleted.')).toBeTruthy();
  expect(device.get('account', id)).toBeDefined();
});

it('shows the newest value of a field that somebody else changed, and not while it is typed in', async () => {
  const world = await aFormDevice();
  const { relay } = world;
  const id = await world.hasRecord('account', account);
  const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  await user.type(fieldOf('Phone'), '7');
  relay.sequence++;
  relay.page([relay.put('account', id, { name: 'Quay Supplies', phone: '555-0200' })]);
  await settle();
  expect([fieldOf('Name').value, fieldOf('Phone').value]).toEqual(['Quay Supplies', '555-01007']);
  await act(() => user.keyboard('{Escape}'));
  expect(fieldOf('Phone').value).toBe('555-0200');
});
