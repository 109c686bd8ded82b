/** How many scopes are computed at a time, for whom, and when that ends. */
import { describe, expect, it } from 'vitest';
import { gatedScans } from '../../test/world/gated-scans.ts';
import { everything } from '../../test/world/office.ts';
import { putRole, role, user } from '../../test/world/organization-builder.ts';
import { anOrganization, type RelayWorld } from '../../test/world/relay-world.ts';

const ACCOUNTS = 100;
const AT_ONCE = 8;

/** Some accounts and a store whose scans of them stop at the tenth row until they are let go. */
async function anOffice(users: readonly string[]) {
  const builder = users.reduce((made, name) => made.withUser(name), anOrganization());
  const world = await builder.withUser('writer').open();
  const writer = await world.client('writer');
  for (let n = 0; n < ACCOUNTS; n++) await writer.create('account', { name: `${n}` });
  writer.hangUp();
  return { world, scans: gatedScans(world, 10) };
}

/** Users that see the same records by different rights, so that nothing of them is the same. */
async function withRightsOfTheirOwn(world: RelayWorld, names: readonly string[]): Promise<void> {
  for (const [place, name] of names.entries()) {
    const { account, ...rest } = everything();
    const levels = { ...account, ...(place % 2 === 0 && { assign: 'none' as const }) };
    const shared = ['write', 'delete', 'append', 'share'].map((privilege, bit) => [
      privilege,
      (place >> (bit + 1)) % 2 === 0 ? 'organization' : 'business-unit',
    ]);
    const privileges = { ...rest, account: { ...levels, ...Object.fromEntries(shared) } };
    await world.change(
      putRole(name, privileges),
      { kind: 'grant-role', role: role(name), to: { user: user(name) } },
      { kind: 'revoke-role', role: role('everything'), from: { user: user(name) } },
    );
  }
}

describe('scopes of many sessions', () => {
  it('are computed a few at a time, in turn, and all of them in the end', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `user${n}`);
    const { world, scans } = await anOffice(names);
    await withRightsOfTheirOwn(world, names);
    const clients = await Promise.all(names.map((name) => world.client(name)));
    expect(scans.open).toBe(AT_ONCE);
    scans.letGo();
    await world.settle();
    expect(clients.map(({ held }) => held.size)).toEqual(names.map(() => ACCOUNTS));
    expect([scans.most, scans.open]).toEqual([AT_ONCE, 0]);
  });

  it('hold up nobody who is live', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `user${n}`);
    const { world, scans } = await anOffice(names);
    await withRightsOfTheirOwn(world, names);
    scans.letGo();
    const live = await world.client('writer');
    const again = gatedScans(world, 10);
    const others = await Promise.all(names.map((name) => world.client(name)));
    expect(again.open).toBe(AT_ONCE);
    await live.create('account', { name: 'New' });
    expect(live.held.size).toBe(ACCOUNTS + 1);
    again.letGo();
    await world.settle();
    expect(others.map(({ held }) => held.size)).toEqual(names.map(() => ACCOUNTS + 1));
  });

  it('that are equal are counted once while that goes on', async () => {
    const { world, scans } = await anOffice([]);
    const clients = await Promise.all(Array.from({ length: 12 }, () => world.client('writer')));
    expect(scans.begun).toBe(1);
    scans.letGo();
    await world.settle();
    expect(scans.begun).toBe(1 + clients.length);
    for (const client of clients) {
      const [first] = client.of('page').filter(({ progress }) => progress?.entity === 'account');
      expect(first?.progress?.total).toBe(ACCOUNTS);
    }
  });
});

describe('a session that ends', () => {
  it('leaves the scan that was made for it where it was', async () => {
    const { world, scans } = await anOffice([]);
    const client = await world.client('writer');
    expect(scans.open).toBe(1);
    client.hangUp();
    scans.letGo();
    await world.settle();
    expect([scans.open, scans.begun]).toEqual([0, 1]);
    expect(scans.rows).toBeLessThan(12);
  });

  it('takes no number away from others who wait for the same', async () => {
    const { world, scans } = await anOffice([]);
    const first = await world.client('writer');
    const second = await world.client('writer');
    first.hangUp();
    scans.letGo();
    await world.settle();
    expect(second.held.size).toBe(ACCOUNTS);
    expect(scans.begun).toBe(2);
  });

  it('gives its place in the line to who comes behind it', async () => {
    const names = Array.from({ length: AT_ONCE + 2 }, (_, n) => `user${n}`);
    const { world, scans } = await anOffice(names);
    await withRightsOfTheirOwn(world, names);
    const clients = await Promise.all(names.map((name) => world.client(name)));
    clients[AT_ONCE]?.hangUp();
    scans.letGo();
    await world.settle();
    expect(clients[AT_ONCE + 1]?.held.size).toBe(ACCOUNTS);
    expect(scans.begun).toBe(2 * (names.length - 1));
  });
});
