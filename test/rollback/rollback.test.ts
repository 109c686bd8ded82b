/** Rollback on real devices and the real relay against the same history without the refused changes. */
import { describe, expect, it } from 'vitest';
import { RollbackHistory } from './rollback-history.ts';
import { SharedRecord } from './shared-record.ts';

const ROOMS = 10;
/** Each on a record of its own, in one organization, one after the other. */
const HISTORIES_OF_ROOM = 10;
const DEVICES = 3;

describe('the rollback of devices and relay', () => {
  it(`comes to the history without the refused changes, in ${ROOMS * HISTORIES_OF_ROOM} histories`, async () => {
    let [refused, dependent] = [0, 0];
    for (let room = 1; room <= ROOMS; room++) {
      const shared = await SharedRecord.open(room, DEVICES);
      for (let place = 0; place < HISTORIES_OF_ROOM; place++) {
        const history = new RollbackHistory(shared, room * 1_000 + place);
        try {
          await history.run();
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          throw new Error(`history ${place} of room ${room}: ${message}`, { cause: error });
        }
        refused += history.refused;
        dependent += history.dependent;
      }
    }
    // Then what was to be proved has also happened.
    expect(refused).toBeGreaterThan(ROOMS * HISTORIES_OF_ROOM);
    expect(dependent).toBeGreaterThan((ROOMS * HISTORIES_OF_ROOM) / 20);
  }, 300_000);
});
