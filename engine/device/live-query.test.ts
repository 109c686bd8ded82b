import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { seededRandom } from '../../test/world/virtual-time.ts';
import type { RecordId } from '../model/index.ts';

describe('a live query', () => {
  it.each([1, 2, 3, 4, 5])(
    'shows what running it again would show, after any edits (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const { device } = await aDevice({ sync: 'live' });
      const options = {
        where: { attribute: 'phone', operator: 'not-equal', value: '0' },
        orderBy: [{ attribute: 'name', descending: true }, { attribute: 'phone' }],
        limit: 4,
      } as const;
      const live = device.query('account', options);
      const heard: unknown[] = [];
      live.subscribe((rows) => heard.push(rows));
      const ids: RecordId[] = [];
      const digit = (): string => String(Math.floor(random() * 4));
      for (let n = 0; n < 60; n++) {
        const id = ids[Math.floor(random() * ids.length)];
        if (id === undefined || random() < 0.3)
          ids.push(await device.create('account', { name: digit(), phone: digit() }));
        else if (random() < 0.8)
          await device.update('account', id, { [random() < 0.5 ? 'name' : 'phone']: digit() });
        else {
          await device.delete('account', id);
          ids.splice(ids.indexOf(id), 1);
        }
        const again = device.query('account', options);
        expect(live.rows).toEqual(again.rows);
        expect(live.total).toBe(again.total);
        again.close();
      }
      expect(heard.at(-1)).toEqual(live.rows);
    },
  );

  it('is not called when nothing that it shows changed', async () => {
    const { device } = await aDevice();
    const live = device.query('account', { where: { attribute: 'name', operator: 'equal', value: 'A' } });
    let calls = 0;
    live.subscribe(() => calls++);
    await device.create('account', { name: 'B' });
    await device.create('contact', { name: 'A' });
    expect(calls).toBe(1);
    await device.create('account', { name: 'a' });
    expect(calls).toBe(2);
  });

  it('names the clause that means nothing', async () => {
    const { device } = await aDevice();
    expect(() => device.query('account', { where: { attribute: 'nome', operator: 'null' } })).toThrow('nome');
  });
});
