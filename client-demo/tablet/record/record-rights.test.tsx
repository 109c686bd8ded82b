// @vitest-environment jsdom
/** What the page of a record says before anyone types, and what it does not show at all. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aFormDevice } from '../../../test/world/form-world.ts';
import { ALL_RIGHTS } from '../../../test/world/scripted-relay.ts';
import { fieldOf, showPage } from '../shown-page.fixture.tsx';
import { RecordPage } from './record-page.tsx';

/** The bit of the right to write, in a mask. */
const WRITE = 4;
const account = { name: 'Harbour Supplies', phone: '555-0100', creditlimit: '2500' };

it('shows a secured column that may be read alone as text, with the reason below', async () => {
  const world = await aFormDevice();
  await world.giveColumn({ read: true, update: false, create: false });
  const id = await world.hasRecord('account', account);
  await showPage(<RecordPage entity="account" id={id} />, world);
  const field = fieldOf('Credit limit');
  expect([field.value, field.readOnly, field.tabIndex]).toEqual(['2,500.00', true, 0]);
  const reason = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  expect(reason?.textContent).toBe('You can see this field but not change it.');
  expect(fieldOf('Phone').readOnly).toBe(false);
});

it('has no trace of a secured column that may not be read', async () => {
  const world = await aFormDevice();
  await world.giveColumn({ read: false, update: false, create: false });
  const id = await world.hasRecord('account', { name: 'Harbour Supplies' });
  const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  await settle(() => user.click(screen.getByText('May I edit?', { selector: 'button' })));
  expect(document.body.textContent).not.toMatch(/credit/i);
});

it('says why nothing of a record may be changed, and has every field as text', async () => {
  const world = await aFormDevice();
  const id = await world.hasRecord('account', account, ALL_RIGHTS & ~WRITE);
  await showPage(<RecordPage entity="account" id={id} />, world);
  const reason = screen.getByText(/^You can see this account but not change it\./);
  expect(reason.textContent).toContain('Your right does not reach this record');
  for (const label of ['Name', 'Phone', 'Rating', 'On hold', 'Notes']) {
    const field = fieldOf(label);
    expect(field.readOnly, label).toBe(true);
    const described = document.getElementById(field.getAttribute('aria-describedby') ?? '');
    expect(described?.contains(reason), label).toBe(true);
  }
});

it('answers May I edit? right by right, as of when it was known', async () => {
  const world = await aFormDevice();
  await world.giveColumn({ read: true, update: false, create: false });
  const id = await world.hasRecord('account', account);
  const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, world);
  await settle(() => user.click(screen.getByText('May I edit?')));
  const rights = within(screen.getByRole('dialog', { hidden: true })).getAllByRole('listitem', {
    hidden: true,
  });
  expect(rights.map(({ textContent }) => textContent)).toEqual([
    ...['See it', 'Change it', 'Delete it', 'Give it to someone else', 'Have other records refer to it'],
    'Change Credit limitThe field is protected, and you were not given the right.',
  ]);
  expect(screen.getByText('As known at 9:00 AM')).toBeTruthy();
});
