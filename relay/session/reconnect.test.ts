/** Coming back: verdicts that were missed, the log since a cursor, entities that are sent again. */
import { describe, expect, it } from 'vitest';
import { asId, type RecordId } from '../../engine/model/index.ts';
import { everything, officeInput, officeMetadata } from '../../test/world/office.ts';
import { putColumn, putRole } from '../../test/world/organization-builder.ts';
import { anOrganization } from '../../test/world/relay-world.ts';
import type { SessionLimits } from './session-limits.ts';

const anOffice = (limits: Partial<SessionLimits> = {}) =>
  anOrganization().withUser('vera').withUser('otto').open({ limits });

describe('a device that comes back', () => {
  it('is told the verdicts that it missed, before any page', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const id = await vera.create('account', { name: 'Harbour' });
    vera.send(vera.author.push([vera.author.update('account', id, { phone: '1' })]));
    vera.send(vera.author.push([vera.author.update('account', id, { phone: 'x'.repeat(41) })]));
    vera.hangUp();
    await world.settle();
    vera.clear();
    await vera.connect({ lastVerdict: 1 });
    expect(vera.messages.map(({ type }) => type)).toEqual(['welcome', 'accepted', 'rejected', 'page']);
    expect(vera.the('welcome').lastDecided).toBe(3);
    expect(vera.the('rejected')).toMatchObject({ number: 3, code: 'invalid-value', leftPlaceholder: true });
    vera.clear();
    vera.hangUp();
    await vera.connect({ lastVerdict: 3 });
    expect(vera.of('accepted')).toEqual([]);
  });

  it('resumes from its cursor with what the log says, and is told the plan', async () => {
    const world = await anOffice();
    const [vera, otto] = [await world.client('vera'), await world.client('otto')];
    const kept = await vera.create('account', { name: 'Kept' });
    const gone = await vera.create('account', { name: 'Gone' });
    otto.hangUp();
    await vera.update('account', kept, { phone: '1' });
    await vera.push([{ kind: 'delete', entity: 'account', id: gone }]);
    const late = await vera.create('account', { name: 'Late' });
    otto.clear();
    await otto.connect();
    expect(otto.the('welcome').plan.every(({ action }) => action === 'resume')).toBe(true);
    expect(otto.items).toMatchObject([
      { kind: 'patch', id: kept, values: { phone: '1' } },
      { kind: 'leave', leave: 'gone', id: gone },
      { kind: 'put', id: late },
    ]);
    expect(otto.held).toEqual(vera.held);
  });

  it('catches up from the stored log where the tail in memory has passed', async () => {
    const world = await anOffice({ maxChangesPerMinute: 10_000 });
    const [vera, otto] = [await world.client('vera'), await world.client('otto')];
    const id = await vera.create('account', { name: 'Harbour' });
    otto.hangUp();
    for (let round = 0; round < 8_300; round++) {
      vera.send(
        vera.author.push([
          { kind: 'set-state', entity: 'account', id, statecode: round % 2 ? 'active' : 'inactive' },
        ]),
      );
      if (round % 60 === 59) await world.settle();
    }
    await vera.update('account', id, { phone: 'last' });
    expect(world.organization().tail.after(otto.cursor)).toBeUndefined();
    otto.clear();
    await otto.connect();
    for (let turn = 0; turn < 20; turn++) await world.settle();
    expect(otto.of('page').every(({ range }) => range === undefined)).toBe(true);
    expect(otto.cursor).toBe(world.store.lastSequence);
    expect(otto.held.get(id)).toEqual(vera.held.get(id));
  });

  it('goes on with an interrupted first download behind the last range that it stored', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const ids: RecordId[] = [];
    for (let round = 0; round < 14; round++) {
      const creates = Array.from({ length: 50 }, () => vera.author.create('account', { name: 'One' }));
      ids.push(...creates.map(({ id }) => id));
      await vera.push(creates);
    }
    const otto = world.device('otto');
    otto.isConfirming = false;
    await otto.connect();
    const [first] = otto.of('page');
    if (first?.range?.upTo === undefined) throw new Error('the first page ends before the end');
    expect(first.progress).toMatchObject({ entity: 'account', sent: 256, total: 700 });
    const [once = 0, twice = 0] = otto.of('page').map(({ progress }) => progress?.bytes);
    expect(once).toBeGreaterThan(256 * 100);
    expect(twice).toBeGreaterThan(1.9 * once);
    otto.hangUp();
    const sorted = ids.sort();
    const stored = sorted.slice(0, 256);
    for (const id of sorted.slice(256)) otto.held.delete(id);
    otto.scopes.clear();
    const { entity, scopeHash, upTo } = first.range;
    otto.scopes.set(entity, { entity, scopeHash, after: upTo });
    otto.cursor = first.cursor;
    await vera.update('account', stored[3] ?? asId(''), { phone: 'meanwhile' });
    otto.isConfirming = true;
    otto.clear();
    await otto.connect();
    const [next] = otto.of('page');
    expect(next?.range).toMatchObject({ entity: 'account', after: upTo });
    expect(next?.items[0]).toMatchObject({ kind: 'put', id: sorted[256] });
    expect(otto.held.size).toBe(700);
    expect(otto.held.get(stored[3] ?? asId(''))?.values).toEqual({ name: 'One', phone: 'meanwhile' });
  });

  it('has an entity reconciled whose rights changed meanwhile, and only that one', async () => {
    const world = await anOrganization()
      .withUser('vera')
      .withRole('some', everything())
      .withUser('nora', ['some'])
      .open();
    const [vera, nora] = [await world.client('vera'), await world.client('nora')];
    const account = await vera.create('account', { name: 'A' });
    const country = await vera.create('country', { name: 'B' });
    nora.hangUp();
    const { account: lost, ...rest } = everything();
    await world.change(putRole('some', rest));
    nora.clear();
    await nora.connect();
    expect(lost).toBeDefined();
    expect(nora.the('welcome').plan.filter(({ action }) => action !== 'resume')).toEqual([
      { entity: 'account', action: 'reconcile' },
    ]);
    expect([nora.held.has(account), nora.held.has(country)]).toEqual([false, true]);
  });

  it('starts over under another incarnation, or with a cursor beyond the log', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const id = await vera.create('account', { name: 'Harbour' });
    for (const fields of [{ incarnation: '018f4e2a-0000-4000-8000-000000000000' }, { cursor: 10 ** 13 }]) {
      vera.hangUp();
      vera.clear();
      await vera.connect(fields);
      expect(vera.the('welcome').plan.every(({ action }) => action === 'reconcile')).toBe(true);
      expect(vera.held.has(id)).toBe(true);
      expect(vera.cursor).toBe(world.store.lastSequence);
    }
  });

  it('is sent the metadata where it has another version or other rights, and not where it has both', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const again = async (fields: Parameters<typeof vera.connect>[0] = {}) => {
      vera.hangUp();
      vera.clear();
      await vera.connect(fields);
      return vera.of('metadata').length;
    };
    expect(await again()).toBe(0);
    expect(await again({ metadataVersion: 0 })).toBe(1);
    expect(await again({ filterVersion: 0 })).toBe(1);
    vera.hangUp();
    await world.change(putColumn('account', 'rating', ['vera']));
    expect(await again()).toBe(1);
    expect(vera.the('metadata').principal.columns).toMatchObject({ account: { rating: { read: true } } });
    expect(await again()).toBe(0);
    await world.organization().publish(officeMetadata(2), null);
    expect(await again({ metadataVersion: 1 })).toBe(1);
    const [held] = vera.scopes.values();
    expect(await again({ entities: held === undefined ? [] : [held] })).toBe(1);
  });

  it('loses an entity that is not offline any more, and may not write to it', async () => {
    const world = await anOffice();
    const [vera, otto] = [await world.client('vera'), await world.client('otto')];
    const id = await vera.create('country', { name: 'B' });
    otto.hangUp();
    const entities = officeInput.entities.map((entity) =>
      entity.name === 'country' ? { ...entity, mobileOffline: false } : entity,
    );
    await world.organization().publish(officeMetadata(2, { ...officeInput, entities }), null);
    await world.settle();
    expect(vera.items.at(-1)).toEqual({ kind: 'leave', leave: 'gone', entity: 'country' });
    await otto.connect();
    expect([vera.held.has(id), otto.held.has(id)]).toEqual([false, false]);
    otto.clear();
    await otto.create('country', { name: 'C' });
    await otto.update('country', id, { name: 'C' });
    expect(otto.of('rejected').map(({ code }) => code)).toEqual(['entity-not-offline', 'record-gone']);
  });
});
