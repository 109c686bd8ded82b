/** What becomes of a value whose change leaves the queue without placeholders, under one that replaced it. */
import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

/** An account whose phone is 1, at a relay that takes one change at a time. */
async function anAccount() {
  const world = await aDevice();
  const { device, relay, time } = world;
  const id = await device.create('account', { name: 'A', phone: '1' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'A', phone: '1' });
  await time.advance(10);
  relay.maxUnanswered = 1;
  device.goOffline();
  device.goOnline();
  await time.advance(50);
  const set = (values: Record<string, string>) => device.transact((tx) => tx.set('account', id, values));
  const phones = async () => {
    const handle = await device.open('account', id);
    const [conflict] = await handle.conflicts();
    return conflict?.entries.map(({ value }) => value) ?? [device.get('account', id)?.values.phone];
  };
  return { ...world, id, set, phones };
}

describe('a value whose change becomes a draft unsent', () => {
  it('leaves no conflict that nobody made beside the one that replaced it', async () => {
    // Given a text that will be refused, and behind it three numbers, the second with words typed into that text
    const { relay, time, set, phones, device } = await anAccount();
    await set({ notes: 'xy' });
    await time.advance(10);
    await set({ phone: '2' });
    await set({ phone: '3', notes: 'x!y' });
    await set({ phone: '4' });

    // When the text is refused, and takes the second along
    relay.reject(relay.push);
    await time.advance(10);

    // Then the third has replaced the first as well, before and after the relay has that
    expect(device.drafts()).toHaveLength(2);
    expect(await phones()).toEqual(['4']);
    const first = relay.push;
    relay.accept(first);
    relay.comeBack(first, { phone: '2' });
    await time.advance(10);
    expect(await phones()).toEqual(['4']);
  });
});

describe('values of two changes in a row that become drafts unsent', () => {
  it('leave no conflict that nobody made beside the one that replaced them', async () => {
    // Given a text that will be refused, and three numbers behind it, the first with words typed into that, the second into those
    const { relay, time, set, phones, device } = await anAccount();
    await set({ notes: 'xy' });
    await time.advance(10);
    await set({ phone: '2', notes: 'x!!y' });
    await set({ phone: '3', notes: 'x!?!y' });
    await set({ phone: '4' });

    // When the text is refused, and takes both along
    relay.reject(relay.push);
    await time.advance(10);

    // Then
    expect(device.drafts()).toHaveLength(3);
    expect(await phones()).toEqual(['4']);
  });
});

describe('a value that was refused, under one that has to be formed again', () => {
  it('leaves no conflict that nobody made beside the one that replaced it', async () => {
    // Given a refused number, words typed into the text beside it with another field, and a number that replaces it
    const { relay, time, set, phones, device } = await anAccount();
    await set({ phone: '2', notes: 'xy' });
    await time.advance(10);
    await set({ name: 'B', notes: 'x!y' });
    await set({ phone: '3' });

    // When the first is refused and the second becomes a draft unsent, so that the third is formed again
    relay.reject(relay.push);
    await time.advance(10);

    expect(device.drafts()).toHaveLength(2);
    expect(await phones()).toEqual(['3']);
  });
});

describe('a value that was refused and left no placeholder', () => {
  it('leaves no conflict that nobody made beside the one that replaced it', async () => {
    const { relay, time, set, phones } = await anAccount();
    await set({ phone: '2' });
    await time.advance(10);
    await set({ phone: '3' });

    relay.reject(relay.push, { leftPlaceholder: false });
    await time.advance(10);

    expect(await phones()).toEqual(['3']);
  });
});

describe('a value whose change becomes a draft because a record beside it is gone', () => {
  it('leaves no conflict that nobody made beside the one that replaced it', async () => {
    // Given two changes of two records, sent, of which the first has to be formed again once the second is decided
    const { relay, time, device, id, phones } = await anAccount();
    relay.maxUnanswered = 64;
    const other = await device.create('account', { name: 'B' });
    await time.advance(10);
    relay.accept(relay.push);
    relay.comeBack(relay.push, { name: 'B' });
    await time.advance(10);
    device.goOffline();
    device.goOnline();
    await time.advance(50);
    for (const phone of ['2', '3']) {
      await device.transact((tx) => {
        tx.set('account', other, { name: phone });
        tx.set('account', id, { phone });
      });
      await time.advance(10);
    }
    const [first, second] = relay.pushes.slice(-2);
    const formAgain = async (number = 0) => {
      relay.lastDecided = number;
      relay.say({ type: 'reform', number, code: 'missing-dependency', reason: 'lost', clock: time.now });
      await time.advance(10);
    };
    await formAgain(first?.number);

    // When one of the records goes, and then the second has to be formed again too
    relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id: other }]);
    await time.advance(10);
    await formAgain(second?.number);

    // Then
    expect(device.drafts()).toMatchObject([{ id: first?.uuid }]);
    expect(relay.push).toMatchObject({ uuid: second?.uuid, number: (second?.number ?? 0) + 1 });
    expect(await phones()).toEqual(['3']);
  });
});
