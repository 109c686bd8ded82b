/** The law of versions: whatever pages come in whatever order, what a device holds of a record only gets newer. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice } from '../../test/world/device-world.ts';
import { systemOf } from '../../test/world/scripted-relay.ts';
import { stampOf } from '../clock/index.ts';
import { asId, type RecordId } from '../model/index.ts';
import type { PageItem } from '../protocol/index.ts';
import { localTransact, openDoc, writeRegister } from '../record/index.ts';

const OTHER = 6000 * 2 ** 20 + 1;
const ids = [0, 1].map((place) =>
  asId<RecordId>(`018f4e2a-0000-7000-8000-${String(place).padStart(12, '0')}`),
);

/** The main part as it is in that version: only a put of the version makes it so. */
function stateOf(version: number, now: number): Uint8Array {
  const doc = openDoc({ guid: 'main', gc: false });
  localTransact(doc, OTHER, () => writeRegister(doc, 'name', `v${version}`, stampOf(now, version)));
  return Y.encodeStateAsUpdateV2(doc);
}

const record = fc.nat(ids.length - 1);
const version = fc.integer({ min: 1, max: 12 });
const pages = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('put' as const), record, version }),
    fc.record({ kind: fc.constant('patch' as const), record, version, from: version }),
    // A range that puts nothing: what it covers has left, unless it is newer than the range.
    fc.record({ kind: fc.constant('range' as const), version }),
  ),
  { maxLength: 14 },
);

it('a lower version never overwrites a higher one, nor does an older range take it away', async () => {
  await fc.assert(
    fc.asyncProperty(pages, async (history) => {
      // Given a device, and what it should hold by the law alone
      const { relay, device, time } = await aDevice();
      const held = new Map<RecordId, number>();
      relay.sequence = 100;

      for (const step of history) {
        // When the next page comes
        if (step.kind === 'range') {
          const range = { entity: 'account', scopeHash: new Uint8Array([1]), sequence: step.version };
          relay.page([], { range });
          for (const [id, known] of held) if (known <= step.version) held.delete(id);
        } else {
          const id = ids[step.record] as RecordId;
          const known = held.get(id) ?? 0;
          relay.page([itemOf(id, step, time.now)]);
          const isBuiltOn = step.kind === 'put' || step.from <= known;
          if (step.version >= known && isBuiltOn) held.set(id, step.version);
        }
        await time.advance(5);

        // Then the device holds the newest of what it was told, and no mixture
        const shown = ids.map((id) => device.get('account', id));
        expect(shown.map((row) => row?.system.versionnumber)).toEqual(ids.map((id) => held.get(id)));
        expect(shown.map((row) => row?.values.name)).toEqual(
          shown.map((row) => row && `v${row.system.versionnumber}`),
        );
      }
    }),
    { numRuns: 60, seed: 7 },
  );
});

function itemOf(
  id: RecordId,
  step: { kind: 'put' | 'patch'; version: number; from?: number },
  now: number,
): PageItem {
  const common = {
    ...{ entity: 'account', id, system: systemOf(step.version, now), mask: 255, via: 0 },
    values: { name: `v${step.version}` },
  };
  const part = { part: 'main', epoch: 1 };
  return step.kind === 'put'
    ? { kind: 'put', ...common, parts: [{ ...part, state: stateOf(step.version, now) }] }
    : {
        ...{ kind: 'patch', ...common, from: step.from ?? 0 },
        parts: [{ ...part, form: 'state', bytes: stateOf(step.version, now) }],
      };
}
