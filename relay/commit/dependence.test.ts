/** What a change builds on: refused creates, refused text, changes to be formed again, placeholders. */
import { describe, expect, it } from 'vitest';
import { type Stamp, stampOf } from '../../engine/clock/index.ts';
import type { RecordId, Values } from '../../engine/model/index.ts';
import { everything } from '../../test/world/office.ts';
import { putRole, role, user } from '../../test/world/organization-builder.ts';
import { anOrganization } from '../../test/world/relay-world.ts';
import { MAX_PLACEHOLDER_PARTS } from './refused-entry.ts';

async function anOffice() {
  const world = await anOrganization().withUser('vera').withUser('otto').open();
  const vera = await world.client('vera');
  const otto = await world.client('otto');
  const id = await vera.create('account', { name: 'Harbour' }, { texts: { notes: 'note' } });
  vera.clear();
  otto.clear();
  return { world, vera, otto, id };
}

const link = (id: RecordId) => ({ entity: 'account', id });

describe('a change that uses a record whose create was refused', () => {
  it('is refused with it: by update, by delete, and by a lookup', async () => {
    const { world, vera, id } = await anOffice();
    const refused = await vera.create('account', { name: 'x'.repeat(41) });
    await vera.update('account', refused, { phone: '1' });
    await vera.push([{ kind: 'delete', entity: 'account', id: refused }]);
    await vera.update('account', id, { parent: link(refused) });
    const child = await vera.create('contact', { fullname: 'Ada', account: link(refused) });
    await vera.update('contact', child, { phone: 1 });
    expect(vera.of('rejected')).toMatchObject([
      { number: 2, code: 'invalid-value', leftPlaceholder: true },
      { number: 3, code: 'depends-on-rejected', record: { id: refused }, leftPlaceholder: false },
      { number: 4, code: 'depends-on-rejected', leftPlaceholder: false },
      { number: 5, code: 'depends-on-rejected', leftPlaceholder: true },
      { number: 6, code: 'depends-on-rejected', leftPlaceholder: true },
      { number: 7, code: 'depends-on-rejected', record: { id: child } },
    ]);
    await vera.update('account', id, { phone: '1' });
    expect(vera.the('accepted').number).toBe(8);
    expect(world.row('account', id)?.values).toEqual({ name: 'Harbour', notes: 'note', phone: '1' });
  });

  it('is not refused once the device knew the verdict and created it anew', async () => {
    const { world, vera } = await anOffice();
    const refused = await vera.create('account', { name: 'x'.repeat(41) });
    vera.author.lastVerdict = 2;
    vera.author.forget(refused);
    vera.author.generation = 1;
    await vera.create('account', { name: 'Good' }, { id: refused });
    await vera.update('account', refused, { phone: '1' });
    expect(vera.of('accepted').map(({ number }) => number)).toEqual([3, 4]);
    expect(world.row('account', refused)?.values).toEqual({ name: 'Good', phone: '1' });
  });
});

describe('text', () => {
  it('typed into refused text is refused with it; typed beside it is accepted, without it', async () => {
    const { world, vera, otto, id } = await anOffice();
    const long = 'x'.repeat(1_000);
    const push = (...parts: ReturnType<typeof vera.author.type>[]) =>
      vera.push([{ kind: 'update', entity: 'account', id, parts }]);
    await push(vera.author.type(id, 'notes', 4, long));
    await push(vera.author.type(id, 'notes', 10, 'inside'));
    await push(vera.author.erase(id, 'notes', 4, 1_006));
    await push(vera.author.type(id, 'notes', 4, ' beside'));
    expect(vera.of('rejected')).toMatchObject([
      { number: 2, code: 'invalid-value', attributes: ['notes'], leftPlaceholder: true },
      { number: 3, code: 'depends-on-rejected', leftPlaceholder: true },
    ]);
    expect(vera.of('accepted').map(({ number }) => number)).toEqual([4, 5]);
    expect(world.row('account', id)?.values.notes).toBe('note beside');
    expect(otto.author.part(id, 'notes').doc.getText('notes').toString()).toBe('note beside');
    expect(Buffer.concat(otto.frames).includes('xxxx')).toBe(false);
    expect(Buffer.concat(otto.frames).includes('inside')).toBe(false);
  });
});

describe('a register', () => {
  it('carries over what a refused write had overwritten, so that no conflict shows that nobody made', async () => {
    const { vera, otto, world, id } = await anOffice();
    await vera.update('account', id, { phone: '1' });
    await vera.update('account', id, { phone: 'x'.repeat(41) });
    await vera.update('account', id, { phone: '3' });
    expect(vera.the('rejected')).toMatchObject({ number: 3, leftPlaceholder: true });
    const entries = otto.author.part(id, 'main').doc.getArray('phone').toJSON();
    expect(entries).toEqual([['3', expect.any(Number)]]);
    expect(vera.items.at(-1)).toMatchObject({ kind: 'patch', parts: [{ form: 'update' }] });
    expect(world.row('account', id)?.values.phone).toBe('3');
  });
});

describe('a change that is to be formed again', () => {
  it('has what stands behind it on its records formed again too, and nothing else', async () => {
    const { world, vera, id } = await anOffice();
    const other = await vera.create('account', { name: 'Other' });
    const far = stampOf(world.time.now + 100_000, 0);
    const ahead = {
      kind: 'update' as const,
      entity: 'account',
      id,
      parts: [vera.author.set(id, { phone: '1' }, { stamp: far })],
    };
    const { uuid } = await vera.push([ahead]);
    await vera.push([{ kind: 'set-state', entity: 'account', id, statecode: 'inactive' }]);
    await vera.update('account', other, { parent: link(id) });
    await vera.update('account', other, { phone: '2' });
    expect(vera.of('reform')).toMatchObject([
      { number: 3, code: 'clock-skew', clock: world.time.now },
      { number: 4, code: 'missing-dependency' },
      { number: 5, code: 'missing-dependency' },
      // The lookup of number 5 took clocks of the other record with it, and left nothing there.
      { number: 6, code: 'missing-dependency' },
    ]);
    vera.author.generation = 1;
    vera.author.forget(id);
    await vera.push([vera.author.update('account', id, { phone: '1' })], { uuid, lastVerdict: 6 });
    expect(vera.of('accepted').at(-1)?.number).toBe(7);
    expect(world.row('account', id)?.values.phone).toBe('1');
  });

  it('does not hold up what its device made before it, or two that name each other would never end', async () => {
    const { world, vera, id } = await anOffice();
    const other = await vera.create('account', { name: 'Other' });
    const far = stampOf(world.time.now + 100_000, 0);
    const update = (entity: RecordId, values: Values, stamp?: Stamp) => ({
      ...{ kind: 'update' as const, entity: 'account', id: entity },
      parts: [vera.author.set(entity, values, stamp === undefined ? {} : { stamp })],
    });

    // Given two changes by a wrong clock: the first names a record that the second writes, with the first's own
    const first = await vera.push([update(other, { parent: link(id) }, far)]);
    const second = await vera.push([
      update(id, { phone: '1' }, far),
      { kind: 'set-state', entity: 'account', id: other, statecode: 'inactive' },
    ]);

    // When the first was formed again before the verdict on the second came
    vera.author.generation = 1;
    for (const record of [id, other]) vera.author.forget(record);
    await vera.push([update(other, { parent: link(id) })], { uuid: first.uuid, lastVerdict: first.number });
    await vera.push(
      [
        update(id, { phone: '1' }),
        { kind: 'set-state', entity: 'account', id: other, statecode: 'inactive' },
      ],
      { uuid: second.uuid, lastVerdict: second.number },
    );

    // Then both stand
    expect(vera.of('reform').map(({ number }) => number)).toEqual([first.number, second.number]);
    expect(world.row('account', id)?.values.phone).toBe('1');
    expect(world.row('account', other)?.values.parent).toEqual(link(id));
  });

  it('is formed again for an epoch that passed', async () => {
    const { world, vera, otto, id } = await anOffice();
    const late = otto.author.update('account', id, { phone: 'late' });
    for (let round = 0; round <= 50; round++) {
      vera.author.generation = round;
      await vera.update('account', id, { phone: `${round}` });
    }
    expect(world.store.part('account', id, 'main')?.epoch).toBe(2);
    otto.clear();
    await otto.push([late]);
    expect(otto.messages).toMatchObject([{ type: 'reform', code: 'epoch-passed' }]);
    // An epoch still to come is one that a relay restored from a backup has lost.
    otto.clear();
    const early = { ...otto.author.set(id, { phone: 'early' }), epoch: 3 };
    await otto.push([{ kind: 'update', entity: 'account', id, parts: [early] }], { lastVerdict: 1 });
    expect(otto.messages).toMatchObject([{ type: 'reform', code: 'missing-dependency' }]);
  });
});

describe('placeholders', () => {
  it('are bounded to so many parts of a device; beyond, what follows is formed again', async () => {
    const { world, vera } = await anOffice();
    const ids: RecordId[] = [];
    for (let count = 0; count <= MAX_PLACEHOLDER_PARTS; count++) {
      const operation = vera.author.create('account', { name: 'Full' });
      ids.push(operation.id);
      vera.send(vera.author.push([operation]));
      if (count % 50 === 49) await world.settle();
    }
    await world.settle();
    vera.clear();
    for (const id of ids) {
      vera.send(vera.author.push([vera.author.update('account', id, { phone: 'x'.repeat(41) })]));
      if (vera.author.nextNumber % 50 === 0) await world.settle();
    }
    await world.settle();
    const left = vera.of('rejected').map(({ leftPlaceholder }) => leftPlaceholder);
    expect(left).toEqual([...Array(MAX_PLACEHOLDER_PARTS).fill(true), false]);
    expect(world.store.decisions(vera.author.device).placeholderParts).toHaveLength(MAX_PLACEHOLDER_PARTS);
    const [first, last] = [ids[0], ids.at(-1)];
    if (first === undefined || last === undefined) throw new Error('records were created');
    vera.clear();
    await vera.update('account', last, { phone: '1' });
    await vera.update('account', first, { phone: '1' });
    expect(vera.messages).toMatchObject([
      { type: 'reform', code: 'missing-dependency' },
      { type: 'accepted' },
      { type: 'page' },
    ]);
  });

  it('of records that are not there end with the verdict known, so that they fill no quota for ever', async () => {
    const { world, vera, id } = await anOffice();
    await vera.create('account', { name: 'x'.repeat(41) });
    expect(world.store.decisions(vera.author.device).placeholderParts).toHaveLength(1);
    await vera.update('account', id, { phone: '1' });
    expect(world.store.decisions(vera.author.device).placeholderParts).toHaveLength(1);
    vera.author.lastVerdict = 3;
    await vera.update('account', id, { phone: '2' });
    expect(world.store.decisions(vera.author.device).placeholderParts).toEqual([]);
  });
});

describe('a refused create', () => {
  it('leaves no candidate by which a record of another entity would be judged', async () => {
    const { world, vera } = await anOffice();
    // In accounts `phone` is a string, in contacts a number.
    const operation = vera.author.create('account', { phone: 'x'.repeat(41) });
    await vera.push([operation]);
    expect(vera.the('rejected').code).toBe('invalid-value');
    vera.author.forget(operation.id);
    vera.author.generation = 1;
    await vera.create('contact', { phone: 'letters' }, { id: operation.id });
    expect(vera.of('rejected')[1]).toMatchObject({ code: 'invalid-value', attributes: ['phone'] });
    expect(world.row('contact', operation.id)).toBeUndefined();
  });
});

describe('one refused change', () => {
  it('never holds up another: rights given between the two count for the second', async () => {
    const world = await anOrganization().withRole('none', {}).withUser('nora', ['none']).open();
    const nora = await world.client('nora');
    const [first, second] = [
      nora.author.create('account', { name: 'A' }),
      nora.author.create('account', { name: 'B' }),
    ];
    await nora.push([first]);
    await world.change(putRole('none', everything()));
    await nora.push([second]);
    expect(nora.the('rejected')).toMatchObject({
      number: 1,
      code: 'privilege-missing',
      leftPlaceholder: true,
    });
    expect(nora.the('accepted').number).toBe(2);
    await world.change({ kind: 'revoke-role', role: role('none'), from: { user: user('nora') } });
    await nora.create('account', { name: 'C' });
    expect(nora.of('rejected')[1]).toMatchObject({ number: 3, code: 'privilege-missing' });
  });
});
