/** A record is sent to devices in one piece, so all of its parts together have a limit. */
import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../engine/model/index.ts';
import type { RawClient } from '../../test/world/raw-client.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

const LIMITS = { maxPartBytes: 10_000, maxRecordBytes: 5_000 };

/** Text that takes three bytes a letter, and no two letters alike. */
const letters = (count: number): string =>
  Array.from({ length: count }, (_, at) => String.fromCharCode(0x4e00 + at)).join('');

async function anOffice() {
  const world = await anOrganization()
    .withUser('vera')
    .withColumn('account', 'verdict', ['vera'])
    .open(LIMITS);
  const vera = await world.client('vera');
  return { world, vera };
}

const type = (client: RawClient, id: RecordId, attribute: string, text: string) =>
  client.push([
    { kind: 'update', entity: 'account', id, parts: [client.author.type(id, attribute, 0, text)] },
  ]);

describe('the limit of a record', () => {
  it('refuses what makes its parts exceed it together, and leaves what was there', async () => {
    const { world, vera } = await anOffice();
    const id = await vera.create('account', { name: 'Harbour' }, { texts: { notes: letters(900) } });
    await type(vera, id, 'verdict', letters(900));
    expect(vera.the('rejected')).toMatchObject({ code: 'too-large', record: { id } });
    expect(world.store.row('account', id)?.values.verdict).toBeUndefined();
    await type(vera, id, 'verdict', 'short');
    expect(vera.of('accepted').at(-1)?.number).toBe(vera.author.nextNumber - 1);
  });

  it('refuses a create that exceeds it', async () => {
    const { vera } = await anOffice();
    await vera.create('account', { name: 'A' }, { texts: { notes: letters(900) } });
    expect(vera.of('rejected')).toEqual([]);
    await vera.create('account', { name: 'B' }, { texts: { notes: letters(900), verdict: letters(900) } });
    expect(vera.the('rejected').code).toBe('too-large');
  });

  it('counts what is there, and not what was written and removed again', async () => {
    const { vera } = await anOffice();
    const id = await vera.create('account', { name: 'Harbour' }, { texts: { notes: letters(600) } });
    for (let round = 0; round < 5; round++) {
      await type(vera, id, 'verdict', letters(600));
      const erase = vera.author.erase(id, 'verdict', 0, 600);
      await vera.push([{ kind: 'update', entity: 'account', id, parts: [erase] }]);
    }
    expect(vera.of('rejected')).toEqual([]);
  });
});
