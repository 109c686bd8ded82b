/** What scattered origins cost, and origins the wrong way round. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  aCandidate,
  anEntry,
  anItem,
  anUpdate,
  judge,
  Sender,
  someText,
} from '../../test/world/record-world.ts';
import { applyInspected } from './apply-inspected.ts';
import type { ItemStruct } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';

const DEVICE = 5_000;
const VICTIM = 6_000;
const client = new Sender(DEVICE).clientId;
const victim = new Sender(VICTIM).clientId;

/** Deterministic, and jumps about. */
const scattered = (step: number, below: number): number => (step * 7_919) % below;

type Shape = (count: number, at: number) => Partial<ItemStruct>;
const shapes: [string, Shape][] = [
  [
    'right origins all over the text',
    (count, at) => ({ rightOrigin: { client: victim, clock: scattered(at, count) } }),
  ],
  [
    'origins all over the text',
    (count, at) => (at === 0 ? {} : { origin: { client: victim, clock: scattered(at, count) } }),
  ],
  [
    'right origins all over the update itself',
    (count, at) => {
      const half = Math.floor(count / 2);
      if (at === 0) return {};
      if (at < half) return { origin: { client, clock: at - 1 } };
      return { rightOrigin: { client, clock: scattered(at, half) } };
    },
  ],
];

function forged(shape: Shape, count: number): Uint8Array {
  const items = Array.from({ length: count }, (_, at) => {
    const { origin = null, rightOrigin = null } = shape(count, at);
    const parent = origin || rightOrigin ? null : { root: 'note' };
    return anItem({ client, origin, rightOrigin, parent, content: someText('y') });
  });
  return anUpdate(...items);
}

/** Long texts are refused for their length, so the answer is asked for the code. */
function answer(shape: Shape, count: number): string {
  const long = new Sender(VICTIM).type(0, 'x'.repeat(count));
  const inspection = judge(aCandidate('note', [long]), forged(shape, count), DEVICE);
  return inspection.ok ? 'accepted' : inspection.refusal.code;
}

describe('an update whose items have to be searched for', () => {
  it.each(shapes)('is refused before it stops the relay: %s', (_name, shape) => {
    expect(answer(shape, 8_000)).toBe('too-large');
  });

  it('is welcome from someone who typed for long all over a text, alone', () => {
    const long = new Sender(VICTIM).type(0, 'x'.repeat(5_000));
    const sender = new Sender(DEVICE).receive(long);
    for (let at = 0; at < 2_000; at += 1) sender.type(scattered(at, 5_000), 'y');
    const update = Y.encodeStateAsUpdate(sender.doc, Y.encodeStateVectorFromUpdate(long));
    const inspection = judge(aCandidate('note', [long]), update, DEVICE);
    // Then it is judged by its length, not by its shape
    expect(inspection).toMatchObject({ refusal: { code: 'invalid-value' } });
  });

  it('is welcome from someone who typed for long beside others', () => {
    const long = new Sender(VICTIM).type(0, 'x'.repeat(5_000));
    const [sender, other] = [new Sender(DEVICE).receive(long), new Sender(7_000).receive(long)];
    for (let at = 0; at < 1_000; at += 1) {
      sender.type(scattered(at, 5_000), 'y');
      other.type(scattered(at + 3, 5_000), 'z');
    }
    const update = Y.encodeStateAsUpdate(sender.doc, Y.encodeStateVectorFromUpdate(long));
    const inspection = judge(aCandidate('note', [Y.encodeStateAsUpdate(other.doc)]), update, DEVICE);
    expect(inspection).toMatchObject({ refusal: { code: 'invalid-value' } });
  });
});

describe('a register that is written all over', () => {
  /** Two registers, overwritten in turn, so that no tombstones merge. */
  const base = new Sender(VICTIM);
  for (let at = 0; at < 600; at += 1) base.set(at % 2 === 0 ? 'name' : 'priority', at % 2 === 0 ? 'x' : 1);
  const stored = [Y.encodeStateAsUpdate(base.doc)];

  /** Entries that all begin the register, each deleted but the last, as one change. */
  function beginnings(count: number): Uint8Array {
    const item = (clock: number) => anItem({ client, clock, content: anEntry('y') });
    const structs = Array.from({ length: count }, (_, clock) => item(clock));
    return encodeUpdate({ structs, deletes: [{ client, clock: 0, length: count - 1 }] });
  }

  it('is refused before it stops the relay', () => {
    const inspection = judge(aCandidate('main', stored), beginnings(500), DEVICE);
    expect(inspection).toMatchObject({ refusal: { code: 'too-large' } });
  });

  it('is welcome as far as it is found in time', () => {
    expect(judge(aCandidate('main', stored), beginnings(50), DEVICE)).toMatchObject({ ok: true });
  });
});

describe('origins', () => {
  const base = new Sender(VICTIM).type(0, 'abcdef');
  const between = (left: number, right: number) =>
    anUpdate(
      anItem({
        client,
        origin: { client: victim, clock: left },
        rightOrigin: { client: victim, clock: right },
        content: someText('H'),
      }),
    );

  function applied(update: Uint8Array): string {
    const candidate = aCandidate('note', [base]);
    const inspection = judge(candidate, update, DEVICE);
    if (!inspection.ok) return inspection.refusal.code;
    const application = applyInspected(candidate, inspection);
    return application.ok ? candidate.doc.getText('note').toString() : application.refusal.code;
  }

  it('the wrong way round are refused: replicas would never agree on them', () => {
    for (const [left, right] of [
      [4, 1],
      [2, 1],
      [3, 3],
    ] as const) {
      expect(applied(between(left, right))).toBe('malformed-update');
    }
  });

  it('the wrong way round within the update are refused', () => {
    const items = [
      anItem({ client, origin: { client: victim, clock: 2 }, content: someText('12') }),
      anItem({
        client,
        clock: 2,
        origin: { client, clock: 1 },
        rightOrigin: { client, clock: 0 },
        content: someText('H'),
      }),
    ];
    expect(applied(anUpdate(...items))).toBe('malformed-update');
  });

  it('in order are not, side by side or not', () => {
    expect(applied(between(2, 3))).toBe('abcHdef');
    expect(applied(between(0, 5))).toMatch(/^a.*H.*f$/);
  });
});
