/**
 * What a device is told of metadata, rights and itself is durable, also where more is decided by then: what a
 * failing disk may still take back, nobody was told.
 */
import { expect, it } from 'vitest';
import type { RelayMessage } from '../../engine/protocol/index.ts';
import { everything, officeMetadata } from '../../test/world/office.ts';
import { putColumn, putRole, putUser, role, user } from '../../test/world/organization-builder.ts';
import type { RawClient } from '../../test/world/raw-client.ts';
import { anOrganization, type RelayWorld } from '../../test/world/relay-world.ts';

type Metadata = Extract<RelayMessage, { type: 'metadata' }>;

/** Vera has a device that is away, and may read no account; Otto works, and wrote one. */
async function anOffice() {
  const world = await anOrganization()
    .withRole('idle', { contact: everything().contact ?? {} })
    .withUser('vera', ['idle'])
    .withUser('otto')
    .open();
  const otto = await world.client('otto');
  const canary = await otto.create('account', { name: 'canary' });
  const vera = await world.client('vera');
  vera.hangUp();
  vera.clear();
  return { world, vera, otto, canary };
}

/** Otto's change keeps the disk at work, so that what comes next is decided and not durable. */
function keepBusy(world: RelayWorld, otto: RawClient): void {
  world.disk.stallWrites();
  otto.send(otto.author.push([otto.author.create('contact', { fullname: 'One' })]));
}

/** Vera says hello; `decide` is decided behind that and lost, because the disk fails when hers is durable. */
async function greetBefore(
  { world, vera, otto }: Pick<Awaited<ReturnType<typeof anOffice>>, 'world' | 'vera' | 'otto'>,
  decide: () => Promise<unknown>,
): Promise<void> {
  keepBusy(world, otto);
  await world.settle();
  vera.dial();
  vera.send(vera.hello());
  await world.settle();
  otto.send(otto.author.push([otto.author.create('contact', { fullname: 'Two' })]));
  // The batch in which Vera is known is now being written, and what is decided next stands in the one behind it.
  world.disk.resumeWrites();
  world.disk.stallWrites();
  await world.settle();
  const lost = expect(decide()).rejects.toMatchObject({ code: 'unavailable' });
  await world.settle();
  expect(vera.messages).toEqual([]);
  world.disk.failWrites('lost', 1);
  world.disk.resumeWrites();
  await lost;
  await world.settle();
}

const mayReadAccounts = ({ principal }: Metadata): boolean => principal.grants.account !== undefined;

/** The store is opened again. */
async function mend(world: RelayWorld): Promise<void> {
  world.disk.recover();
  await world.time.advance(1_000);
}

it('greets with the metadata that is published, while the next is being published', async () => {
  const office = await anOffice();
  const { world, vera } = office;
  await greetBefore(office, () => world.organization().publish(officeMetadata(2), null));
  expect(vera.the('welcome').metadataVersion).toBe(1);
  await mend(world);
  expect(vera.of('metadata').filter(({ version }) => version !== 1)).toEqual([]);
  await world.organization().publish(officeMetadata(2), null);
  await world.settle();
  expect(vera.of('metadata').at(-1)?.version).toBe(2);
});

it('[P5] greets with the rights that were given, and sends nothing by those that are being given', async () => {
  const office = await anOffice();
  const { world, vera, canary } = office;
  const grant = { kind: 'grant-role', role: role('everything'), to: { user: user('vera') } } as const;
  await greetBefore(office, () => world.organization().changeDirectory(grant, null));
  await mend(world);
  expect(vera.of('metadata').filter(mayReadAccounts)).toEqual([]);
  expect([vera.held.has(canary), Buffer.concat(vera.frames).includes('canary')]).toEqual([false, false]);
  await world.change(grant);
  expect(vera.of('metadata').at(-1)).toSatisfy(mayReadAccounts);
  expect(vera.held.get(canary)?.values).toEqual({ name: 'canary' });
});

it('lets in a device whose revocation is lost, and does not have it wiped', async () => {
  const office = await anOffice();
  const { world, vera } = office;
  await greetBefore(office, () => world.organization().revokeDevice(vera.author.device));
  expect([vera.of('fault'), vera.of('welcome').length]).toEqual([[], 1]);
  await mend(world);
  await world.organization().revokeDevice(vera.author.device);
  await world.settle();
  expect(vera.of('fault')).toMatchObject([{ code: 'device-revoked' }]);
});

it('lets in a user whose account is being disabled, until it is', async () => {
  const office = await anOffice();
  const { world, vera } = office;
  const disable = putUser('vera', undefined, true);
  await greetBefore(office, () => world.organization().changeDirectory(disable, null));
  expect([vera.of('fault'), vera.of('welcome').length]).toEqual([[], 1]);
  // One that comes while it is being disabled finds the account as it is.
  await mend(world);
  world.disk.stallWrites();
  const disabled = world.organization().changeDirectory(disable, null);
  await world.settle();
  const second = world.device('vera').dial();
  second.send(second.hello());
  await world.settle();
  expect(second.messages).toEqual([]);
  world.disk.resumeWrites();
  await disabled;
  await world.settle();
  expect([vera, second].map((client) => client.messages.at(-1))).toMatchObject([
    { type: 'fault', code: 'account-disabled' },
    { type: 'fault', code: 'account-disabled' },
  ]);
  expect(second.of('welcome')).toEqual([]);
});

it('greets in the incarnation that holds, while the next begins', async () => {
  const office = await anOffice();
  const { world, vera, otto } = office;
  const { incarnation } = vera;
  const ahead = world.device('otto');
  await greetBefore(office, async () => {
    ahead.dial();
    ahead.send(ahead.hello({ incarnation, cursor: world.store.lastSequence + 1 }));
    await world.settle();
    // What says that the disk failed behind it.
    await world.organization().changeDirectory(putUser('rita'), null);
  });
  expect(vera.the('welcome').incarnation).toBe(incarnation);
  expect(ahead.of('fault')).toMatchObject([{ code: 'unavailable' }]);
  await mend(world);
  vera.hangUp();
  vera.clear();
  await vera.connect();
  expect([vera.the('welcome').incarnation, vera.the('welcome').sequence]).toEqual([
    incarnation,
    world.store.lastSequence,
  ]);
  expect(otto.incarnation).toBe(incarnation);
});

it('[P5] tells those who are connected of a change of rights alone, not of the one behind it', async () => {
  const { world, vera, otto, canary } = await anOffice();
  await vera.connect();
  vera.clear();
  const organization = world.organization();
  keepBusy(world, otto);
  await world.settle();
  const given = organization.changeDirectory(putColumn('contact', 'fullname', []), null);
  await world.settle();
  world.disk.resumeWrites();
  world.disk.stallWrites();
  await world.settle();
  const lost = organization.changeDirectory(putRole('idle', everything()), null);
  const answers = [
    expect(given).resolves.toBeTypeOf('number'),
    expect(lost).rejects.toMatchObject({ code: 'unavailable' }),
  ];
  await world.settle();
  world.disk.failWrites('lost', 1);
  world.disk.resumeWrites();
  await Promise.all(answers);
  await mend(world);
  expect(vera.of('metadata').length).toBeGreaterThan(0);
  expect(vera.of('metadata').filter(mayReadAccounts)).toEqual([]);
  expect([vera.held.has(canary), Buffer.concat(vera.frames).includes('canary')]).toEqual([false, false]);
});
