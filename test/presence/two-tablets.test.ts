/** Two tablets in one text over the real relay: each shows the other's cursor, where it is in its own text. */
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import type { RecordId } from '../../engine/model/index.ts';
import { ENTITY, SharedRecord, type Tablet } from '../rollback/shared-record.ts';
import { idOf } from '../world/organization-builder.ts';

const TEXT = 'notes';

/** Two writers with `one two` open. */
async function aSharedText(): Promise<{ shared: SharedRecord; vera: Tablet; otto: Tablet }> {
  const shared = await SharedRecord.open(1, 2);
  const [vera, otto] = shared.tablets;
  if (vera === undefined || otto === undefined) throw new Error('there are two');
  const id = idOf<RecordId>('shared');
  await vera.device.create(ENTITY, { name: 'A', [TEXT]: 'one two' }, { id });
  await shared.deliverAll();
  for (const tablet of [vera, otto]) {
    await tablet.open(id);
    tablet.handle.presence(TEXT);
  }
  return { shared, vera, otto };
}

/** Lets what is said arrive: it waits for up to a tenth of a second at either end. */
async function arrive(shared: SharedRecord): Promise<void> {
  for (let round = 0; round < 4; round++) await shared.deliverAll();
}

function select({ handle }: Tablet, from: number, to: number): void {
  const [anchor, head] = [from, to].map((at) => Y.createRelativePositionFromTypeIndex(handle.text(TEXT), at));
  handle.presence(TEXT).setLocalStateField('cursor', { anchor, head });
}

/** What others have selected, by their names. */
function selections({ handle }: Tablet): [string, string | null][] {
  const { doc, states, clientID } = handle.presence(TEXT);
  const indexOf = (position: Y.RelativePosition) =>
    Y.createAbsolutePositionFromRelativePosition(position, doc)?.index;
  return [...states]
    .filter(([client]) => client !== clientID)
    .map(([, { user, cursor }]) => [
      user.name,
      cursor && handle.text(TEXT).toString().slice(indexOf(cursor.anchor), indexOf(cursor.head)),
    ]);
}

it('shows what the other has selected, and keeps it there while both type', async () => {
  // Given a word selected by one
  const { shared, vera, otto } = await aSharedText();
  select(vera, 4, 7);
  await arrive(shared);
  expect([selections(vera), selections(otto)]).toEqual([[['writer 1', null]], [['writer 0', 'two']]]);

  // When both type in front of it
  otto.handle.text(TEXT).insert(0, 'zero ');
  vera.handle.text(TEXT).insert(4, 'and ');
  await arrive(shared);

  // Then it is the same word
  expect(otto.handle.text(TEXT).toString()).toBe('zero one and two');
  expect(selections(otto)).toEqual([['writer 0', 'two']]);
});

it('shows nobody who has closed the text, or is offline', async () => {
  const { shared, vera, otto } = await aSharedText();
  await arrive(shared);
  await otto.handle.close();
  await arrive(shared);
  expect(selections(vera)).toEqual([]);
  await otto.open(idOf<RecordId>('shared'));
  select(otto, 0, 3);
  await arrive(shared);
  expect(selections(vera)).toEqual([['writer 1', 'one']]);
  vera.device.goOffline();
  expect(selections(vera)).toEqual([]);
  await arrive(shared);
  expect(selections(vera)).toEqual([['writer 1', 'one']]);
  for (const { handle } of [vera, otto]) await handle.close();
});
