/** What refused changes make the relay remember of a device is bounded, whatever they name. */
import { describe, expect, it } from 'vitest';
import { stampOf } from '../../engine/clock/index.ts';
import type { Operation } from '../../engine/protocol/index.ts';
import type { RawClient } from '../../test/world/raw-client.ts';
import { anOrganization } from '../../test/world/relay-world.ts';
import { MAX_REMEMBERED_RECORDS } from '../store/index.ts';

/** Creates of nothing: seventeen bytes of a frame each. */
const empties = (client: RawClient, count: number): Operation[] =>
  Array.from({ length: count }, () => ({
    ...{ kind: 'create' as const, entity: 'account', id: client.author.newId() },
    ...{ ownerid: null, parts: [] },
  }));

async function anOffice() {
  const world = await anOrganization().withRole('none', {}).withUser('nora', ['none']).open();
  return { world, nora: await world.client('nora') };
}

describe('a change with more operations than may be', () => {
  it('is refused, and none of the records that it names is remembered', async () => {
    const { world, nora } = await anOffice();
    await nora.push(empties(nora, world.limits.maxOperations + 1));
    expect(nora.the('rejected').code).toBe('too-large');
    expect(world.store.decisions(nora.author.device)).toMatchObject({ highest: 1, refusedCreated: [] });
    const [entry] = (await world.log()).filter(({ kind }) => kind === 'refused');
    expect(entry).toMatchObject({ created: [], touchedRecords: [] });
  });
});

describe('the records that refused changes of a device name', () => {
  it('are remembered up to a bound, the latest of them', async () => {
    const { world, nora } = await anOffice();
    const rounds = Math.ceil(MAX_REMEMBERED_RECORDS / world.limits.maxOperations) + 2;
    for (let round = 0; round < rounds; round++) await nora.push(empties(nora, world.limits.maxOperations));
    const [last] = empties(nora, 1);
    if (last === undefined) throw new Error('one was made');
    await nora.push([last]);
    const { refusedCreated } = world.store.decisions(nora.author.device);
    expect(refusedCreated).toHaveLength(MAX_REMEMBERED_RECORDS);
    expect(refusedCreated.at(-1)?.id).toBe(last.id);
  });

  it('are remembered up to a bound where the changes are to be formed again', async () => {
    const { world, nora } = await anOffice();
    const stamp = stampOf(world.time.now + 100_000, 0);
    const rounds = Math.ceil(MAX_REMEMBERED_RECORDS / world.limits.maxOperations) + 2;
    for (let round = 0; round < rounds; round++)
      await nora.push(empties(nora, world.limits.maxOperations), { stamp });
    expect(nora.of('reform')).toHaveLength(rounds);
    const { reforming } = world.store.decisions(nora.author.device);
    // Each is known as one to come again, so that the order in which the device made them is.
    expect(reforming).toHaveLength(rounds);
    const remembered = reforming.flatMap(({ records }) => records);
    expect(remembered.length).toBeLessThanOrEqual(MAX_REMEMBERED_RECORDS);
    expect(remembered.length).toBeGreaterThan(0);
  });
});
