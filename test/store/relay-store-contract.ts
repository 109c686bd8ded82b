/**
 * What every store of an organization must do; any implementation runs these tests with its own factory.
 *
 * Law of each: what holds before a flush holds after it, and after a restart.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asId, type DeviceId } from '../../engine/model/index.ts';
import type { RelayStore } from '../../relay/store/index.ts';
import {
  accepted,
  append,
  author,
  CARRY,
  collect,
  DEVICE,
  FIRST_STATE,
  ORGANIZATION,
  PLACEHOLDER,
  recordId,
  refused,
  TIME,
  USER,
  uuidOf,
} from './log-entries.ts';

/** One implementation, in a place of its own. */
export interface StoreWorld {
  /** Makes the organization. */
  create(): Promise<RelayStore>;
  /** Closes in order and opens again. */
  restart(): Promise<RelayStore>;
  /** Ends without closing in order, so that what was not flushed must be replayed. */
  kill(): Promise<RelayStore>;
  dispose(): Promise<void>;
}

const moments = ['at once', 'after a flush', 'after a restart', 'after a kill'] as const;
type Moment = (typeof moments)[number];

export function relayStoreContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`relay store contract: ${name}`, () => {
    let world: StoreWorld;
    let store: RelayStore;
    beforeEach(async () => {
      world = await open();
      store = await world.create();
    });
    afterEach(() => world.dispose());

    async function reach(moment: Moment): Promise<void> {
      if (moment === 'after a flush') await store.flush();
      if (moment === 'after a restart') store = await world.restart();
      if (moment === 'after a kill') store = await world.kill();
    }

    it('shows the effects of what is staged to the next read, and no scan shows them', async () => {
      store.stage(accepted(store, author(1), [{ kind: 'create', id: recordId(1), after: { name: 'Ada' } }]));
      expect(store.row('contact', recordId(1))?.values).toEqual({ name: 'Ada' });
      expect(await collect(store.ids('contact'))).toEqual([]);
      await append(store);
      expect(await collect(store.ids('contact'))).toEqual([recordId(1)]);
    });

    it('lets the next batch be staged on one in flight', async () => {
      store.stage(accepted(store, author(1), [{ kind: 'create', id: recordId(1), after: { name: 'a' } }]));
      const first = store.seal(TIME);
      store.stage(accepted(store, author(2), [{ kind: 'update', id: recordId(1), after: { name: 'b' } }]));
      expect(() => store.seal(TIME)).toThrow('in flight');
      expect(store.lastSequence).toBe(1);
      if (first !== undefined) await store.appendBatch(first);
      expect(store.lastSequence).toBe(2);
      await append(store);
      expect(store.row('contact', recordId(1))?.values).toEqual({ name: 'b' });
      expect((await collect(store.readLog(2, 1e6))).map(({ batch }) => batch)).toEqual([2, 3]);
    });

    it('refuses an entry with another sequence number than the next', () => {
      expect(store.seal(TIME)).toBeUndefined();
      const entry = accepted(store, author(1), [{ kind: 'create', id: recordId(1) }]);
      expect(() => store.stage({ ...entry, sequence: entry.sequence + 1 })).toThrow('sequence');
      store.stage(entry);
      expect(() => store.stage(entry)).toThrow('sequence');
    });

    for (const moment of moments) {
      it(`keeps rows, their order and used ids ${moment}`, async () => {
        for (const n of [3, 1, 2]) {
          store.stage(
            accepted(store, author(n), [{ kind: 'create', id: recordId(n), after: { n, gone: 'x' } }]),
          );
        }
        await append(store);
        await store.flush();
        store.stage(accepted(store, author(4), [{ kind: 'delete', id: recordId(2) }]));
        store.stage(
          accepted(store, author(5), [{ kind: 'update', id: recordId(3), after: { n: 33, gone: null } }]),
        );
        store.stage(accepted(store, author(6), [{ kind: 'create', id: recordId(4), after: { n: 4 } }]));
        await append(store);
        await reach(moment);
        const rows = await collect(store.rows('contact'));
        expect(rows.map(({ id, values }) => [id, values])).toEqual([
          [recordId(1), { n: 1, gone: 'x' }],
          [recordId(3), { n: 33 }],
          [recordId(4), { n: 4 }],
        ]);
        expect(rows[1]).toEqual(store.row('contact', recordId(3)));
        expect(store.row('contact', recordId(2))).toBeUndefined();
        expect(store.isUsed(recordId(2))).toBe(true);
        expect(store.isUsed(recordId(9))).toBe(false);
        expect(await collect(store.ids('contact', { after: recordId(1), limit: 1 }))).toEqual([recordId(3)]);
        expect(await collect(store.rows('account'))).toEqual([]);
        expect(store.row('contact', recordId(3))?.system.versionnumber).toBe(6);
      });

      it(`knows who names whom ${moment}`, async () => {
        const parent = { entity: 'account', id: uuidOf(100) };
        store.stage(
          accepted(store, author(1), [
            { kind: 'create', id: recordId(1), after: { parent } },
            { kind: 'create', id: recordId(2), after: { parent } },
            { kind: 'create', id: recordId(3), after: { parent } },
          ]),
        );
        await append(store);
        await store.flush();
        store.stage(accepted(store, author(2), [{ kind: 'delete', id: recordId(1) }]));
        store.stage(
          accepted(store, author(3), [{ kind: 'update', id: recordId(2), after: { parent: null } }]),
        );
        store.stage(accepted(store, author(4), [{ kind: 'update', id: recordId(3), after: { name: 'x' } }]));
        await append(store);
        await reach(moment);
        expect(store.childCount('contact', 'parent', parent.id)).toBe(1);
        expect(await collect(store.children('contact', 'parent', parent.id))).toEqual([recordId(3)]);
      });

      it(`repeats the last 64 decisions of a device ${moment}`, async () => {
        for (let n = 1; n <= 70; n++) {
          if (n % 3 === 0)
            store.stage(refused(author(n), { record: { entity: 'contact', id: recordId(n) } }));
          else store.stage(accepted(store, author(n), [{ kind: 'create', id: recordId(n) }]));
        }
        await append(store);
        await reach(moment);
        const { highest, recent } = store.decisions(DEVICE);
        expect(highest).toBe(70);
        expect(recent.map(({ number }) => number)).toEqual(Array.from({ length: 64 }, (_, i) => i + 7));
        expect(recent.find(({ number }) => number === 9)).toEqual({
          number: 9,
          uuid: author(9).uuid,
          hash: author(9).hash,
          verdict: 'rejected',
          code: 'privilege-missing',
          reason: 'needs write on contact',
          record: { entity: 'contact', id: recordId(9) },
          leftPlaceholder: false,
        });
        expect(recent.at(-1)).toMatchObject({ verdict: 'accepted', sequence: store.lastSequence });
      });

      it(`keeps what refusals leave, until it ends, ${moment}`, async () => {
        const id = recordId(1);
        const left = {
          entity: 'contact',
          id,
          part: 'main',
          epoch: 1,
          placeholders: [PLACEHOLDER],
          carry: CARRY,
        };
        store.stage(accepted(store, author(1), [{ kind: 'create', id }]));
        store.stage(
          refused(author(2), { placeholders: [left], created: [{ entity: 'contact', id: recordId(7) }] }),
        );
        const reforming = [{ entity: 'contact', id }];
        store.stage(refused(author(3), { verdict: 'reform', code: 'clock-skew', touchedRecords: reforming }));
        await append(store);
        await reach(moment);
        expect(store.placeholders(DEVICE, 'contact', id, 'main')).toEqual({
          epoch: 1,
          placeholders: [PLACEHOLDER],
          carry: CARRY,
          integratedUpTo: 0,
        });
        expect(store.decisions(DEVICE).refusedCreated).toEqual([
          { entity: 'contact', id: recordId(7), number: 2 },
        ]);
        expect(store.decisions(DEVICE).reforming).toEqual([{ uuid: author(3).uuid, records: reforming }]);

        const consumed = [{ entity: 'contact', id, part: 'main' }];
        const again = { ...author(4), uuid: author(3).uuid };
        store.stage(accepted(store, again, [{ kind: 'update', id }], { consumed, dropCarryUpTo: 1 }));
        await append(store);
        await reach(moment);
        expect(store.placeholders(DEVICE, 'contact', id, 'main')).toEqual({
          epoch: 1,
          placeholders: [PLACEHOLDER],
          carry: CARRY,
          integratedUpTo: 4,
        });
        expect(store.decisions(DEVICE).reforming).toEqual([]);

        store.stage(accepted(store, author(5), [{ kind: 'update', id }], { dropCarryUpTo: 2 }));
        await append(store);
        await reach(moment);
        expect(store.placeholders(DEVICE, 'contact', id, 'main')).toBeUndefined();
        expect(store.decisions(DEVICE)).toMatchObject({ refusedCreated: [], placeholderParts: [] });
      });

      it(`keeps organization, directory, metadata and devices ${moment}`, async () => {
        const deviceId = asId<DeviceId>(uuidOf(55));
        const metadata = { version: 3, entities: [], optionSets: [], relationships: [] };
        store.stage({ kind: 'metadata', sequence: store.nextSequence, by: USER, metadata });
        const user = {
          id: USER,
          name: 'Ada',
          unit: FIRST_STATE.rootUnit.id,
          disabled: false,
          language: 'en',
          timeZone: 'UTC',
        };
        store.stage({
          kind: 'directory',
          sequence: store.nextSequence,
          by: null,
          change: { kind: 'put-user', user },
        });
        store.stage({ kind: 'enrolled', deviceId, number: store.nextDevice, userId: USER });
        store.stage({ kind: 'device', sequence: store.nextSequence, number: DEVICE, revoked: true });
        await append(store);
        await reach(moment);
        expect(store.state()).toMatchObject({
          organization: ORGANIZATION,
          incarnation: FIRST_STATE.incarnation,
        });
        expect(store.metadata()).toEqual(metadata);
        expect(store.directory().users.get(USER)).toEqual({ ...user, roles: [] });
        expect([...store.directory().teams.values()][0]?.members).toEqual(new Set());
        const device = { deviceId, number: DEVICE, userId: USER, revoked: true };
        expect(store.device(deviceId)).toEqual(device);
        expect(store.deviceByNumber(DEVICE)).toEqual(device);
        expect(await collect(store.devices())).toEqual([device]);
        expect(store.nextDevice).toBe(DEVICE + 1);
      });

      it(`reads the log and the audit ${moment}`, async () => {
        store.stage(accepted(store, author(1), [{ kind: 'create', id: recordId(1) }]));
        await append(store, TIME + 1);
        await store.flush();
        store.stage(refused(author(2), { touchedRecords: [{ entity: 'contact', id: recordId(1) }] }));
        await append(store, TIME + 2);
        store.stage(accepted(store, author(3), [{ kind: 'update', id: recordId(1) }]));
        store.stage(accepted(store, author(4), [{ kind: 'create', id: recordId(2) }]));
        await append(store, TIME + 3);
        await reach(moment);
        const batches = async (from: number, bytes = 1e6): Promise<number[]> =>
          (await collect(store.readLog(from, bytes))).map(({ batch }) => batch);
        expect(await batches(0)).toEqual([1, 2, 3, 4]);
        expect(await batches(2)).toEqual([2, 3, 4]);
        expect(await batches(4)).toEqual([4]);
        expect(await batches(2, 1)).toEqual([2]);
        expect((await collect(store.readLog(3, 1e6))).at(-1)?.entries).toHaveLength(2);
        const places = async (items: Parameters<typeof collect<{ batch: number; position: number }>>[0]) =>
          (await collect(items)).map(({ batch, position }) => `${batch}.${position}`);
        expect(await places(store.auditOfRecord('contact', recordId(1), { limit: 9 }))).toEqual([
          '4.0',
          '3.0',
          '2.0',
        ]);
        expect(
          await places(store.auditOfUser(USER, { limit: 2, before: { batch: 4, position: 1 } })),
        ).toEqual(['4.0', '3.0']);
        expect(await places(store.audit({ limit: 9, from: TIME + 2, upTo: TIME + 2 }))).toEqual(['3.0']);
        expect(await places(store.audit({ limit: 3 }))).toEqual(['4.1', '4.0', '3.0']);
      });
    }

    it('goes on far ahead after a new incarnation', async () => {
      const state = store.state();
      if (state === undefined) throw new Error('no state');
      const nextSequence = store.nextSequence + 10 ** 9;
      store.stage({ kind: 'incarnation', ...state, incarnation: uuidOf(2), nextSequence });
      await append(store);
      store = await world.kill();
      expect(store.nextSequence).toBe(nextSequence);
      store.stage(accepted(store, author(1), [{ kind: 'create', id: recordId(1) }]));
      await append(store);
      store = await world.restart();
      expect(store.lastSequence).toBe(nextSequence);
      expect((await collect(store.readLog(nextSequence, 1))).map(({ batch }) => batch)).toEqual([3]);
    });
  });
}
