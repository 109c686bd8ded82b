/**
 * A raid: mallory, who may write accounts, against a record of vera's, while otto watches.
 *
 * Invariant of a refused attack, asked each time: nothing of any record is stored otherwise than before, no
 * other device receives a byte, the sender is told one verdict, and the sender's next honest change is
 * accepted as it was sent and reaches the others. What is taken is asked for in all of these places too.
 */
import { expect } from 'vitest';
import { stampOf } from '../../engine/clock/index.ts';
import type { RecordId, Value, Values } from '../../engine/model/index.ts';
import type { Operation, PartUpdate, PushMessage, RelayMessage } from '../../engine/protocol/index.ts';
import {
  clientIdOf,
  type DecodedContent,
  encodeUpdate,
  type ItemStruct,
  type PlainValue,
} from '../../engine/record/index.ts';
import type { RawClient } from '../world/raw-client.ts';
import { anItem } from '../world/record-world.ts';
import { anOrganization, type RelayWorld } from '../world/relay-world.ts';

export interface Raid {
  readonly world: RelayWorld;
  readonly vera: RawClient;
  readonly otto: RawClient;
  readonly mallory: RawClient;
  /** An account of vera's with name and notes, that all of them may read and write. */
  readonly id: RecordId;
  /** The Yjs client ids of mallory's and of vera's next structs. */
  readonly own: number;
  readonly victim: number;
}

export const NAME = 'Harbour Supplies';
export const NOTES = 'call before noon';

export async function aRaid(): Promise<Raid> {
  const world = await anOrganization()
    .withUser('vera')
    .withUser('otto')
    .withUser('mallory')
    .withColumn('account', 'rating', ['vera', 'otto'])
    .open();
  const vera = await world.client('vera');
  const otto = await world.client('otto');
  const mallory = await world.client('mallory');
  const id = await vera.create(
    'account',
    { name: NAME },
    { texts: { notes: NOTES }, secured: { rating: 'AA' } },
  );
  const own = clientIdOf(mallory.author.device, 0);
  const victim = clientIdOf(vera.author.device, 0);
  return { world, vera, otto, mallory, id, own, victim };
}

/** Does what may change nothing: no record is stored otherwise than before, and nobody else receives a byte. */
export async function changingNothing<T>(
  world: RelayWorld,
  others: readonly RawClient[],
  act: () => Promise<T>,
): Promise<T> {
  const stored = await world.records();
  for (const client of others) client.clear();
  const result = await act();
  await world.settle();
  expect(await world.records()).toBe(stored);
  expect(others.map(({ frames }) => frames)).toEqual(others.map(() => []));
  return result;
}

/** What is stored of the attribute of vera's account is what the others were sent of it. */
export function expectWithAll(
  { world, vera, otto, id }: Raid,
  attribute: string,
  value: Value | undefined,
): void {
  expect(world.row('account', id)?.values[attribute]).toEqual(value);
  for (const client of [vera, otto]) expect(client.held.get(id)?.values[attribute]).toEqual(value);
}

/** Sends the operations and checks that they changed nothing but the sender's answer, which it gives back. */
export async function attack(
  { world, vera, otto, mallory }: Raid,
  operations: readonly Operation[],
  fields: Partial<PushMessage> = {},
): Promise<RelayMessage> {
  mallory.clear();
  await changingNothing(world, [vera, otto], () => mallory.push(operations, fields));
  const [answer, ...more] = mallory.messages;
  expect(more).toEqual([]);
  if (answer === undefined) throw new Error('the sender was told nothing');
  return answer;
}

/** An attack by the bytes of one part of vera's account. */
export function attackPart(raid: Raid, update: Uint8Array, part = 'main', epoch = 1): Promise<RelayMessage> {
  return attack(raid, [{ kind: 'update', entity: 'account', id: raid.id, parts: [{ part, epoch, update }] }]);
}

/** Mallory's next honest change is accepted as sent and reaches everyone; the record is otherwise as it was. */
export async function expectHonestWorkGoesOn({ world, vera, otto, mallory, id }: Raid): Promise<void> {
  for (const client of [vera, otto, mallory]) client.clear();
  const operations = [
    { kind: 'update' as const, entity: 'account', id, parts: [mallory.author.set(id, { phone: '12' })] },
    { kind: 'update' as const, entity: 'account', id, parts: [mallory.author.type(id, 'notes', 0, '! ')] },
  ];
  for (const operation of operations) await mallory.push([operation]);
  expect(mallory.of('accepted')).toHaveLength(2);
  const values: Values = { name: NAME, phone: '12', notes: `! ${NOTES}` };
  expect(world.row('account', id)?.values).toEqual({ ...values, rating: 'AA' });
  for (const client of [vera, otto]) expect(client.held.get(id)?.values).toEqual({ ...values, rating: 'AA' });
  expect(mallory.held.get(id)?.values).toEqual(values);
  const late = await world.client('otto');
  expect(late.held.get(id)?.values).toEqual({ ...values, rating: 'AA' });
  expect(late.author.part(id, 'notes').doc.getText('notes').toString()).toBe(`! ${NOTES}`);
}

/** Register entries of now as content made by hand. */
export function entries({ world }: Raid, ...values: readonly PlainValue[]): DecodedContent {
  return { kind: 'any', values: values.map((value) => [value, stampOf(world.time.now, 9)]) };
}

/** Items of mallory's by hand, one behind the other, by default in the register `phone`. */
export function forged(
  raid: Raid,
  items: readonly (Partial<ItemStruct> & { readonly content?: DecodedContent })[],
  deletes: Parameters<typeof encodeUpdate>[0]['deletes'] = [],
): Uint8Array {
  let clock = items[0]?.clock ?? 0;
  const structs = items.map((fields) => {
    const hasPlace = fields.origin || fields.rightOrigin || fields.parent;
    const item = anItem({
      client: raid.own,
      content: entries(raid, '66'),
      ...(!hasPlace && { parent: { root: 'phone' } }),
      ...fields,
    });
    const placed = { ...item, clock };
    clock += item.length;
    return placed;
  });
  return encodeUpdate({ structs, deletes });
}

/** A part update by hand. */
export const partOf = (part: string, update: Uint8Array, epoch = 1): PartUpdate => ({ part, epoch, update });
