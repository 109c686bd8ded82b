/** Live lists over everything that can happen to a device, not only its own edits. */
import { describe, expect, it } from 'vitest';
import { aDevice, columnRights, type DeviceWorld, withSecuredColumn } from '../../test/world/device-world.ts';
import { seededRandom } from '../../test/world/virtual-time.ts';
import type { RecordId, Values } from '../model/index.ts';
import type { PushMessage } from '../protocol/index.ts';
import type { QueryOptions } from './live-lists.ts';
import { LiveQuery } from './live-query.ts';
import type { ViewRow } from './view-row.ts';

const metadata = withSecuredColumn('salary', 'string');

const queries: readonly QueryOptions[] = [
  {},
  { where: { attribute: 'phone', operator: 'not-equal', value: '0' }, limit: 4 },
  { where: { attribute: 'salary', operator: 'not-null' }, orderBy: [{ attribute: 'salary' }] },
  { orderBy: [{ attribute: 'salary', descending: true }, { attribute: 'name' }], limit: 3 },
];

/** The rights of the user, with or without the secured column. */
const rights = (mayRead: boolean) => columnRights(metadata, 'salary', mayRead);

/** What happens to one device, drawn at random. */
class History {
  readonly #world: DeviceWorld;
  readonly #random: () => number;
  /** Whether the user may read the secured column now. */
  mayRead = true;

  constructor(world: DeviceWorld, random: () => number) {
    this.#world = world;
    this.#random = random;
  }

  readonly kinds: Readonly<Record<string, () => Promise<unknown> | undefined>> = {
    create: () => this.#world.device.create('account', this.#values()),
    update: () => this.#onAny((id) => this.#world.device.update('account', id, this.#values())),
    delete: () => this.#onAny((id) => this.#world.device.delete('account', id)),
    transact: () =>
      this.#onAny((id) =>
        this.#world.device.transact((tx) => {
          tx.create('account', this.#values());
          tx.set('account', id, this.#values());
        }),
      ),
    acceptance: () => this.#decide((push) => this.#world.relay.accept(push)),
    return: () =>
      this.#decide((push) => {
        this.#world.relay.accept(push);
        this.#world.relay.comeBack(push, this.#values());
      }),
    refusal: () => this.#decide((push) => this.#world.relay.reject(push)),
    put: () => {
      const { relay } = this.#world;
      relay.sequence++;
      const place = Math.floor(this.#random() * 6);
      const id = `018f4e2a-0000-4000-8000-00000000010${place}` as RecordId;
      return void relay.page([relay.put('account', id, this.#values())]);
    },
    leave: () =>
      this.#onAny(async (id) => {
        const leave = this.#random() < 0.5 ? 'gone' : 'out-of-scope';
        this.#world.relay.page([{ kind: 'leave', leave, entity: 'account', id }]);
      }),
    'leave of all': () =>
      this.#random() < 0.2
        ? void this.#world.relay.page([{ kind: 'leave', leave: 'out-of-scope', entity: 'account' }])
        : undefined,
    rights: () => {
      this.mayRead = !this.mayRead;
      return void this.#world.relay.say(rights(this.mayRead));
    },
  };

  async next(): Promise<string> {
    const all = Object.entries(this.kinds);
    const [kind, happen] = all[Math.floor(this.#random() * all.length)] ?? ['', () => undefined];
    await happen();
    await this.#world.time.advance(10);
    return kind;
  }

  #values(): Values {
    const digit = (): string => String(Math.floor(this.#random() * 4));
    const values = { name: digit(), phone: digit() };
    return this.mayRead && this.#random() < 0.6 ? { ...values, salary: digit() } : values;
  }

  #onAny(act: (id: RecordId) => Promise<unknown>): Promise<unknown> | undefined {
    const { rows } = this.#world.device.query('account');
    const row = rows[Math.floor(this.#random() * rows.length)];
    return row && act(row.id);
  }

  #decide(verdict: (push: PushMessage) => void): undefined {
    const { relay } = this.#world;
    const push = relay.pushes.find(({ number }) => number === relay.lastDecided + 1);
    if (push !== undefined) verdict(push);
  }
}

describe('a live list', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'shows what running it again would show, whatever the relay says (seed %i)',
    async (seed) => {
      // Given lists that stay open, and rights that say more than those of the beginning
      const world = await aDevice();
      world.relay.say(rights(true));
      await world.time.advance(10);
      const history = new History(world, seededRandom(seed));
      const lists = queries.map((options) => {
        const live = world.device.query('account', options);
        const heard: (readonly ViewRow[])[] = [];
        live.subscribe((rows) => heard.push(rows));
        return { options, live, heard };
      });
      const happened = new Set<string>();

      for (let n = 0; n < 60; n++) {
        // When anything happens
        happened.add(await history.next());

        // Then each of them is what it would be if it were opened now, without what may not be read
        for (const { options, live, heard } of lists) {
          const again = world.device.query('account', options);
          expect([live.rows, live.total]).toEqual([again.rows, again.total]);
          expect(heard.at(-1)).toBe(live.rows);
          again.close();
          const shown = live.rows.filter(({ isPending, values }) => !isPending && 'salary' in values);
          expect(history.mayRead ? [] : shown).toEqual([]);
        }
      }
      expect([...happened].sort()).toEqual(Object.keys(history.kinds).sort());
      expect(world.device.drafts().length).toBeGreaterThan(0);
    },
  );

  it('asks its filter of what changed only, and its order for a place only, however many rows there are', () => {
    const costs = [100, 10_000].map((count) => {
      // Given a list of that many rows
      const asked = { filter: 0, order: 0 };
      const rows = Array.from({ length: count }, (_, at) => ({ id: `${at}` }) as ViewRow);
      const live = new LiveQuery({
        ...{ entity: 'account', limit: Number.POSITIVE_INFINITY, rows },
        ...{ report: () => undefined, onClose: () => undefined },
        matches: () => asked.filter++ >= 0,
        compare: (left, right) => {
          asked.order++;
          return Number(left.id) - Number(right.id);
        },
      });
      Object.assign(asked, { filter: 0, order: 0 });

      // When ten of them change
      const changed = rows.slice(0, 10);
      live.take(changed.map((before) => ({ key: `account/${before.id}`, before, after: { ...before } })));
      expect(live.total).toBe(count);
      return { ...asked, isLogarithmic: asked.order <= 20 * Math.ceil(Math.log2(count) + 1) };
    });

    // Then
    expect(costs).toMatchObject([
      { filter: 20, isLogarithmic: true },
      { filter: 20, isLogarithmic: true },
    ]);
  });
});
