// @vitest-environment jsdom
/** The form of a record, on a real device. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aFormDevice, type FormWorld } from '../../../test/world/form-world.ts';
import { fieldOf, type ShownPage, showPage } from '../shown-page.fixture.tsx';
import { RecordPage } from './record-page.tsx';

const values = { name: 'Harbour Supplies', phone: '555-0100' };

/** The page of an account. */
async function anAccount(given = {}): Promise<FormWorld & ShownPage & { readonly stored: () => unknown }> {
  const world = await aFormDevice();
  const id = await world.hasRecord('account', { ...values, ...given });
  const page = await showPage(<RecordPage entity="account" id={id} />, world);
  return Object.assign(world, page, { stored: () => world.device.get('account', id)?.values });
}

describe('the form of a record', () => {
  it('has a field for every type of attribute, in the words and the zone of its user', async () => {
    const world = await aFormDevice();
    const contact = await world.hasRecord('contact', { name: 'Ben Ito' });
    const id = await world.hasRecord('account', {
      ...{ ...values, seats: 1200, hours: '12.5', creditlimit: '2500', onhold: true, since: '2024-02-29' },
      ...{ visit: '2026-07-01T12:30:00.000Z', rating: 2, reference: contact },
      contact: { entity: 'contact', id: contact },
    });
    await showPage(<RecordPage entity="account" id={id} />, world);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Harbour Supplies');
    const labels = [
      'Phone',
      'Seats',
      'Hours',
      'Credit limit',
      'Customer since',
      'Next visit',
      'Primary contact',
    ];
    expect(labels.map((label) => fieldOf(label).value)).toEqual([
      ...['555-0100', '1,200', '12.5', '2,500.00', '2024-02-29', '2026-07-01T12:30', 'Ben Ito'],
    ]);
    expect(fieldOf('Reference').value).toBe(contact);
    expect(fieldOf('On hold').checked).toBe(true);
    expect(fieldOf('Rating').textContent).toBe('Hot');
  });

  it('takes a field as one edit when it is left, and says Accepted only when the relay did', async () => {
    const { user, settle, relay, stored } = await anAccount();
    expect(screen.getByText('Accepted')).toBeTruthy();
    await user.clear(fieldOf('Phone'));
    await user.type(fieldOf('Phone'), '555-0199');
    await settle();
    expect(stored()).toMatchObject({ phone: '555-0100' });
    await settle(() => user.tab());
    expect(stored()).toMatchObject({ phone: '555-0199' });
    expect([screen.getByText('Saved on this device'), screen.queryByText('Accepted')]).toEqual([
      expect.anything(),
      null,
    ]);
    relay.accept(relay.push);
    relay.comeBack(relay.push, { ...values, phone: '555-0199' });
    await settle();
    expect(relay.pushes).toHaveLength(1);
    expect(screen.getByText('Accepted')).toBeTruthy();
  });

  it('takes it on Enter too, and gives it up on Escape', async () => {
    const { user, settle, stored } = await anAccount();
    await settle(() => user.type(fieldOf('Phone'), '7{Escape}'));
    expect(fieldOf('Phone').value).toBe('555-0100');
    await settle(() => user.type(fieldOf('Phone'), '7{Enter}'));
    expect(stored()).toMatchObject({ phone: '555-01007' });
  });

  it('undoes a field by another edit', async () => {
    const { user, settle, stored } = await anAccount();
    await settle(() => user.type(fieldOf('Phone'), '7{Enter}'));
    await settle(() => user.click(screen.getByText('Undo')));
    expect(stored()).toMatchObject({ phone: '555-0100' });
  });

  it('takes switches and choices at once', async () => {
    const { user, settle, stored } = await anAccount();
    await settle(() => user.click(fieldOf('On hold')));
    expect(stored()).toMatchObject({ onhold: true });
    await settle(() => user.click(fieldOf('Rating')));
    await settle(() => user.click(screen.getByText('Cold')));
    expect(stored()).toMatchObject({ rating: 1 });
  });

  it.each([
    ['Name', ' ', 'Name must have a value.'],
    ['Phone', '5'.repeat(24), 'Phone must have at most 20 characters; yours has 24.'],
    ['Seats', '5001', 'Seats must lie between 0 and 5,000.'],
    ['Seats', '1.5', 'Seats must be a whole number.'],
    ['Hours', 'ten', 'Hours must be a number, such as 1,250.5.'],
    ['Credit limit', '9'.repeat(40), 'Credit limit must lie between -100,000,000,000 and 100,000,000,000.'],
    ['Reference', '12', 'Reference must be an id of 32 digits and letters.'],
  ])(
    'says what is the matter with %s, beside it, and keeps what was typed',
    async (label, typed, message) => {
      const { user, settle, stored } = await anAccount();
      const before = stored();
      await user.clear(fieldOf(label));
      await user.type(fieldOf(label), typed);
      await settle(() => user.tab());
      expect(screen.getByText(message)).toBeTruthy();
      expect([fieldOf(label).value, fieldOf(label).getAttribute('aria-invalid')]).toEqual([typed, 'true']);
      expect(stored()).toEqual(before);
    },
  );

  it('takes emoji, and money digit for digit', async () => {
    const { user, settle, stored } = await anAccount();
    await settle(() => user.type(fieldOf('Name'), ' 🦞{Enter}'));
    await user.clear(fieldOf('Credit limit'));
    await settle(() => user.type(fieldOf('Credit limit'), '90,071,992,547.41{Enter}'));
    expect(stored()).toMatchObject({ name: 'Harbour Supplies 🦞', creditlimit: '90071992547.41' });
  });

  it('finds what a lookup may name by part of its name', async () => {
    const world = await anAccount();
    const { user, settle, stored } = world;
    const id = await world.hasRecord('contact', { name: 'Ana Okoro' });
    await world.hasRecord('contact', { name: 'Ben Ito' });
    await settle(() => user.type(fieldOf('Primary contact'), 'okó'));
    const options = within(screen.getByRole('listbox')).getAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual(['Ana Okoro', 'New contact…']);
    await settle(() => user.click(screen.getByText('Ana Okoro')));
    expect(stored()).toMatchObject({ contact: { entity: 'contact', id } });
  });

  it('makes what a lookup is to name on the spot', async () => {
    const world = await anAccount();
    const { user, settle, stored, device } = world;
    await settle(() => user.type(fieldOf('Primary contact'), 'Carla Dahl'));
    await settle(() => user.click(screen.getByText('New contact…')));
    const dialog = within(screen.getByRole('dialog', { hidden: true }));
    expect(dialog.getByLabelText<HTMLInputElement>(/^Name/).value).toBe('Carla Dahl');
    await settle(() => user.click(dialog.getByText('Create')));
    const [made] = device.query('contact').rows;
    expect(made?.values.name).toBe('Carla Dahl');
    expect(stored()).toMatchObject({ contact: { entity: 'contact', id: made?.id } });
  });
});
