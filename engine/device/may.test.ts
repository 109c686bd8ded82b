/** What a device says of rights before anyone types: in a sentence, and by code for apps with words of their own. */
import { describe, expect, it } from 'vitest';
import { aDevice, columnRights, withSecuredColumn } from '../../test/world/device-world.ts';
import { ALL_RIGHTS, powerfulPrincipal } from '../../test/world/scripted-relay.ts';
import type { RecordId } from '../model/index.ts';
import { privilegeBit } from '../security/index.ts';

const ID = '018f4e2a-0000-7000-8000-000000000001' as RecordId;

describe('what the user may do', () => {
  it('is said by code and in a sentence, for entity, record and column', async () => {
    const { device, relay, time } = await aDevice();
    const metadata = withSecuredColumn('pin', 'string');
    const withoutContacts = { ...powerfulPrincipal(metadata), columns: {} };
    const grants = { ...withoutContacts.grants, contact: [] };
    relay.say({
      ...{ type: 'metadata', version: 2, filterVersion: 1, metadata },
      principal: { ...withoutContacts, grants },
    });
    relay.sequence++;
    relay.page([relay.put('account', ID, { name: 'A' }, { mask: ALL_RIGHTS & ~privilegeBit('write') })]);
    await time.advance(20);
    const record = await device.open('account', ID);
    expect(device.may('read', 'contact')).toMatchObject({ allowed: false, code: 'privilege-missing' });
    expect(device.may('read', 'invoice')).toMatchObject({ allowed: false, code: 'entity-not-offline' });
    expect(record.may('write')).toMatchObject({ allowed: false, code: 'access-missing' });
    expect(device.may('read', 'account', 'pin')).toMatchObject({ allowed: false, code: 'column-secured' });
    expect(record.may('delete')).toEqual({ allowed: true, reason: '' });
    relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id: ID }]);
    await time.advance(20);
    expect(record.may('read')).toMatchObject({ allowed: false, code: 'record-gone' });
  });
});

describe('what an app shows its forms by', () => {
  it('is absent before the first metadata, and told of when it changes', async () => {
    const { device, relay, time } = await aDevice();
    expect(device.metadata?.entity('account')?.attribute('phone')?.type).toBe('string');
    expect(device.principal?.timeZone).toBe('UTC');
    expect(device.deviceNumber).toBe(relay.deviceNumber);
    let stored = 0;
    const end = device.onStored(() => {
      stored++;
    });
    relay.say(columnRights(withSecuredColumn('pin', 'string'), 'pin', true));
    await time.advance(20);
    expect([stored > 0, device.metadata?.entity('account')?.attribute('pin')?.secured]).toEqual([true, true]);
    end();
    const before = stored;
    await device.create('account', { name: 'A' });
    expect(stored).toBe(before);
  });

  it('is absent on a device that has not met its relay', async () => {
    const { device } = await aDevice({ sync: 'manual' });
    expect([device.metadata, device.principal, device.deviceNumber]).toEqual([undefined, undefined, null]);
  });
});
