/** Attacks by numbers, identities and organizations: what was sent before, and what is not one's own. */
import { describe, expect, it } from 'vitest';
import { asId, type ChangeId } from '../../engine/model/index.ts';
import { changeHash, type PageItem } from '../../engine/protocol/index.ts';
import { anOrganization } from '../world/relay-world.ts';
import { aRaid, attack, changingNothing, expectHonestWorkGoesOn, expectWithAll } from './raid.ts';

describe('a change number sent again', () => {
  it('gets the same answer for the same content, and is applied once', async () => {
    const raid = await aRaid();
    const { vera, mallory, otto, world, id } = raid;
    const sent = await mallory.push([
      { kind: 'update', entity: 'account', id, parts: [mallory.author.type(id, 'notes', 0, 'once ')] },
    ]);
    const first = mallory.the('accepted');
    mallory.clear();
    await changingNothing(world, [vera, otto], async () => mallory.send(sent));
    expect(mallory.messages).toEqual([first]);
    expectWithAll(raid, 'notes', 'once call before noon');
  });

  it('ends the session with other content, and changes nothing', async () => {
    const raid = await aRaid();
    const { mallory, id } = raid;
    await mallory.update('account', id, { phone: '1' });
    const answer = await attack(raid, [mallory.author.update('account', id, { phone: '2' })], { number: 1 });
    expect(answer).toMatchObject({ type: 'fault', code: 'number-reused' });
    expect(mallory.closed).toMatchObject({ code: 4000 });
  });

  it('is not fooled by other content under the hash and uuid that the first had', async () => {
    const raid = await aRaid();
    const { mallory, id } = raid;
    const { hash, uuid, number } = await mallory.update('account', id, { phone: '1' });
    const other = [mallory.author.update('account', id, { phone: '2' })];
    const answer = await attack(raid, other, { hash, uuid, number });
    expect(answer).toMatchObject({ type: 'fault', code: 'number-reused' });
  });

  it('is not fooled where the first content was sent under a hash of other content', async () => {
    const raid = await aRaid();
    const { vera, otto, mallory, id, world } = raid;
    const other = mallory.author.push([mallory.author.update('account', id, { phone: '2' })]);
    mallory.author.nextNumber = 1;
    mallory.author.forget(id);
    mallory.author.generation = 1;
    const claimed = { hash: changeHash(other), uuid: other.uuid };
    await mallory.push([mallory.author.update('account', id, { phone: '1' })], claimed);
    expectWithAll(raid, 'phone', '1');
    mallory.clear();
    await changingNothing(world, [vera, otto], async () => mallory.send({ ...other, number: 1 }));
    // It gets the answer of the first; nothing of the second is in it, and nothing is applied.
    expect(mallory.messages).toMatchObject([{ type: 'accepted', number: 1 }]);
  });

  it('ends the session for a number so old that its content is not known any more', async () => {
    const raid = await aRaid();
    const { vera, otto, mallory, id, world } = raid;
    const first = await mallory.update('account', id, { phone: '0' });
    for (let round = 1; round <= 64; round++) await mallory.update('account', id, { phone: `${round}` });
    mallory.clear();
    await changingNothing(world, [vera, otto], async () => mallory.send(first));
    expect(mallory.messages).toMatchObject([{ type: 'fault', code: 'number-reused' }]);
    expectWithAll(raid, 'phone', '64');
  });

  it('ends the session for an accepted change under a further number', async () => {
    const raid = await aRaid();
    const { mallory, id } = raid;
    const { uuid } = await mallory.update('account', id, { phone: '1' });
    const answer = await attack(raid, [mallory.author.update('account', id, { phone: '2' })], { uuid });
    expect(answer).toMatchObject({ type: 'fault', code: 'number-reused' });
  });
});

describe('numbers ahead', () => {
  it('are not judged: the relay names the one that it waits for, and ignores the rest until then', async () => {
    const raid = await aRaid();
    const { vera, otto, mallory, id, world } = raid;
    const operation = mallory.author.update('account', id, { phone: '7' });
    expect(await attack(raid, [operation], { number: 7 })).toMatchObject({ type: 'resume-at', number: 1 });
    mallory.clear();
    await changingNothing(world, [vera, otto], () => mallory.push([operation], { number: 8 }));
    expect(mallory.messages).toEqual([]);
    await mallory.push([operation], { number: 1 });
    expect(mallory.the('accepted').number).toBe(1);
    expectWithAll(raid, 'phone', '7');
  });
});

describe('what belongs to another', () => {
  it('answers a record of another organization as one that never was', async () => {
    const raid = await aRaid();
    const { world, vera, otto, mallory, id } = raid;
    await world.add(anOrganization('elsewhere').withUser('eve').withUser('rita'));
    const [eve, rita] = [await world.client('eve', 'elsewhere'), await world.client('rita', 'elsewhere')];
    const absent = asId<typeof id>('01943ad7-aa80-7000-8000-0000000000ff');
    const told: object[][] = [];
    await changingNothing(world, [vera, otto, mallory, rita], async () => {
      for (const asked of [id, absent]) {
        eve.clear();
        await eve.update('account', asked, { name: 'x' });
        await eve.push([{ kind: 'delete', entity: 'account', id: asked }]);
        eve.send({ type: 'want', records: [{ entity: 'account', id: asked }] });
        await world.settle();
        told.push(eve.messages.map((message) => ({ ...message, number: 0, page: 0, record: 0, items: 0 })));
      }
    });
    expect(told[0]).toEqual(told[1]);
    expect(eve.of('rejected').map(({ code }) => code)).toEqual(['record-gone', 'record-gone']);
    // An id is taken in one organization only.
    eve.author.forget(id);
    eve.author.generation = 1;
    await changingNothing(world, [vera, otto, mallory], () =>
      eve.create('account', { name: 'Same id' }, { id }),
    );
    for (const client of [eve, rita]) expect(client.held.get(id)?.values).toEqual({ name: 'Same id' });
    await expectHonestWorkGoesOn(raid);
  });

  it('refuses a token of another organization, and a device of another user, before it says anything', async () => {
    const { world, vera, otto, mallory } = await aRaid();
    await world.add(anOrganization('elsewhere').withUser('mallory'));
    const [stranger, thief] = [world.device('mallory'), world.device('otto')];
    await changingNothing(world, [vera, otto, mallory], async () => {
      await stranger.connect({ token: world.token('mallory', asId('elsewhere')) });
      await thief.connect({ deviceId: mallory.hello().deviceId });
    });
    for (const client of [stranger, thief])
      expect(client.messages).toMatchObject([{ type: 'fault', code: 'token-refused' }]);
    expect(mallory.closed).toBeUndefined();
  });

  it('says the same of an organization that does not exist to who has no token for it', async () => {
    const { world, vera, otto, mallory } = await aRaid();
    const strangers = [world.device('mallory'), world.device('mallory')] as const;
    const [known, unknown] = strangers;
    await changingNothing(world, [vera, otto, mallory], async () => {
      await known.connect({ organization: asId('harbour'), token: 'forged' });
      await unknown.connect({ organization: asId('never-was'), token: 'forged' });
    });
    expect(known.frames).toEqual(unknown.frames);
    expect(known.messages).toMatchObject([{ type: 'fault', code: 'token-refused' }]);
  });

  it('takes no change under a uuid of another device for answered', async () => {
    const raid = await aRaid();
    const { vera, otto, mallory, id } = raid;
    const { uuid } = await vera.update('account', id, { phone: '1' });
    await mallory.push([mallory.author.update('account', id, { phone: '2' })], { uuid: uuid as ChangeId });
    expect(mallory.the('accepted').number).toBe(1);
    expectWithAll(raid, 'phone', '2');
    // Vera's page names her uuid only for her own change, and Otto's none.
    const isOwn = (item: PageItem): boolean => item.kind === 'patch' && item.own === uuid;
    expect([vera, otto].map(({ items }) => items.filter(isOwn).length)).toEqual([1, 0]);
  });
});
