// @vitest-environment jsdom
/** The page of a record, on a real device. */
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aFormDevice } from '../../../test/world/form-world.ts';
import { fieldOf, showPage } from '../shown-page.fixture.tsx';
import { RecordPage } from './record-page.tsx';

describe('the form of a record', () => {
  it('has a field for every type of attribute, in the words and the zone of its user', async () => {
    const tablet = await aFormDevice();
    const contact = await tablet.hasRecord('contact', { name: 'Ben Ito' });
    const id = await tablet.hasRecord('account', {
      ...{ name: 'Harbour Supplies', phone: '555-0100', seats: 1200, hours: '12.5', creditlimit: '2500' },
      ...{ onhold: true, since: '2024-02-29', visit: '2026-07-01T12:30:00.000Z', rating: 2 },
      ...{ contact: { entity: 'contact', id: contact }, reference: contact },
    });
    await showPage(<RecordPage entity="account" id={id} />, tablet);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Harbour Supplies');
    const shown = [
      'Phone',
      'Seats',
      'Hours',
      'Credit limit',
      'Customer since',
      'Next visit',
      'Primary contact',
      'Reference',
    ].map((label) => fieldOf(label).value);
    expect(shown).toEqual([
      '555-0100',
      '1,200',
      '12.5',
      '2,500.00',
      '2024-02-29',
      '2026-07-01T12:30',
      'Ben Ito',
      contact,
    ]);
    expect(screen.getByRole<HTMLInputElement>('switch', { name: /^On hold/ }).checked).toBe(true);
    expect(screen.getByRole('combobox', { name: /^Rating/ }).textContent).toBe('Hot');
  });

  it('takes a field as one edit when it is left, and says Accepted only when the relay did', async () => {
    const tablet = await aFormDevice();
    const id = await tablet.hasRecord('account', { name: 'Harbour Supplies' });
    const { user, settle } = await showPage(<RecordPage entity="account" id={id} />, tablet);
    expect(screen.getByText('Accepted')).toBeTruthy();
    await user.type(fieldOf('Phone'), '555-0199');
    await settle();
    expect(tablet.relay.pushes).toHaveLength(0);
    await user.tab();
    await settle();
    expect(tablet.device.get('account', id)?.values.phone).toBe('555-0199');
    expect(screen.getByText('Saved on this device')).toBeTruthy();
    expect(screen.queryByText('Accepted')).toBeNull();
    tablet.relay.accept(tablet.relay.push);
    tablet.relay.comeBack(tablet.relay.push, { name: 'Harbour Supplies', phone: '555-0199' });
    await settle();
    expect(screen.getByText('Accepted')).toBeTruthy();
  });
});
