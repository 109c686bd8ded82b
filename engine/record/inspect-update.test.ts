/** One test per attack: what a hostile device can put into an update, and the answer it gets. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  aCandidate,
  anEntry,
  anItem,
  anUpdate,
  judge,
  NOW_MS,
  Sender,
  someText,
} from '../../test/world/record-world.ts';
import { stampOf } from '../clock/index.ts';
import type { Candidate } from './candidate.ts';
import { clientIdOf } from './client-id.ts';
import type { DecodedContent } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';

const DEVICE = 5_000;
const VICTIM = 6_000;
const client = clientIdOf(new Sender(DEVICE).device, 0);
const victim = clientIdOf(new Sender(VICTIM).device, 0);

/** The code of the refusal with its verdict; `accepted` where there is none. */
function answer(candidate: Candidate, update: Uint8Array): string {
  const before = Y.encodeStateAsUpdate(candidate.doc);
  const inspection = judge(candidate, update, DEVICE);
  expect(Y.encodeStateAsUpdate(candidate.doc)).toEqual(before);
  return inspection.ok ? 'accepted' : `${inspection.verdict} ${inspection.refusal.code}`;
}

const gc = (length: number) => ({ kind: 'gc', client, clock: 0, length }) as const;
const skip = (length: number) => ({ kind: 'skip', client, clock: 0, length }) as const;
const text = (update: Uint8Array) => aCandidate('note', [update]);

describe('an update that is not whole', () => {
  const honest = () => new Sender(DEVICE).set('name', 'Alpha');

  it('is refused when one byte is cut off', () => {
    expect(answer(aCandidate('main'), honest().subarray(0, -1))).toBe('rejected malformed-update');
  });

  it('is refused when a byte follows', () => {
    expect(answer(aCandidate('main'), new Uint8Array([...honest(), 0]))).toBe('rejected malformed-update');
  });

  it('is refused in format V2', () => {
    const sender = new Sender(DEVICE);
    sender.set('name', 'Alpha');
    const inV2 = Y.encodeStateAsUpdateV2(sender.doc);
    expect(answer(aCandidate('main'), inV2)).toBe('rejected malformed-update');
  });

  it('is refused when its counts promise more than its bytes', () => {
    const huge = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0, 0]);
    expect(answer(aCandidate('main'), huge)).toBe('rejected malformed-update');
  });

  it('is refused with half a surrogate pair', () => {
    const update = anUpdate(anItem({ client, parent: { root: 'note' }, content: someText('ab') }));
    const at = update.indexOf(0x61);
    // An unpaired half as encoders of old wrote it: three bytes that are no UTF-8
    const forged = new Uint8Array([
      ...update.subarray(0, at - 1),
      3,
      0xed,
      0xa0,
      0x80,
      ...update.subarray(at + 2),
    ]);
    expect(answer(aCandidate('note'), forged)).toBe('rejected malformed-update');
  });
});

describe('an update under ids that are not its own', () => {
  it('is refused with a struct under the number of another device', () => {
    const update = anUpdate(anItem({ client: victim }));
    expect(answer(aCandidate('main'), update)).toBe('rejected foreign-client-id');
  });

  it('is refused under an id of a stock client', () => {
    expect(answer(aCandidate('main'), anUpdate(anItem({ client: 7 })))).toBe('rejected foreign-client-id');
  });

  it('is free in its generation', () => {
    const sender = new Sender(DEVICE);
    sender.nextGeneration();
    expect(answer(aCandidate('main'), sender.set('name', 'Alpha'))).toBe('accepted');
  });

  it('may hold two generations, the one that comes first in the bytes built on the other', () => {
    const sender = new Sender(DEVICE);
    sender.type(0, 'typed in one tab, ');
    sender.nextGeneration();
    sender.type(18, 'and in another');
    expect(answer(aCandidate('note'), Y.encodeStateAsUpdate(sender.doc))).toBe('accepted');
  });

  it('has to be formed again where its clocks leave a gap', () => {
    const update = anUpdate(anItem({ client, clock: 1 }));
    expect(answer(aCandidate('main'), update)).toBe('reform missing-dependency');
  });

  it('is refused where its clocks were used', () => {
    const first = new Sender(DEVICE).set('name', 'Alpha');
    expect(answer(aCandidate('main', [first]), anUpdate(anItem({ client })))).toBe(
      'rejected malformed-update',
    );
  });
});

describe('an update with content of a kind that its part does not hold', () => {
  it.each([1, 2 ** 45])('is refused with a GC struct of %d clocks', (length) => {
    const update = encodeUpdate({ structs: [gc(length)], deletes: [] });
    expect(answer(aCandidate('main'), update)).toBe('rejected malformed-update');
    expect(answer(aCandidate('note'), update)).toBe('rejected malformed-update');
  });

  it('is refused with a skip, which would leave parked content', () => {
    const later = anItem({ client, clock: 4 });
    const update = encodeUpdate({ structs: [skip(4), later], deletes: [] });
    expect(answer(aCandidate('main'), update)).toBe('rejected malformed-update');
  });

  const kinds: DecodedContent[] = [
    { kind: 'deleted' },
    { kind: 'json', values: ['x'] },
    { kind: 'binary', bytes: new Uint8Array([1]) },
    { kind: 'embed', value: { image: 'x' } },
    { kind: 'format', key: 'bold', value: true },
    { kind: 'type', type: 'map', name: null },
    { kind: 'subdocument', guid: 'inner', options: {} },
  ];
  it.each(kinds)('is refused with content of kind $kind', (content) => {
    const inRegister = anUpdate(anItem({ client, content, length: 1 }));
    const inText = anUpdate(anItem({ client, parent: { root: 'note' }, content, length: 1 }));
    expect(answer(aCandidate('main'), inRegister)).toBe('rejected malformed-update');
    expect(answer(aCandidate('note'), inText)).toBe('rejected malformed-update');
  });

  it('is refused with text in a register and entries in a text', () => {
    const inRegister = anUpdate(anItem({ client, content: someText('abc') }));
    const inText = anUpdate(anItem({ client, parent: { root: 'note' } }));
    expect(answer(aCandidate('main'), inRegister)).toBe('rejected malformed-update');
    expect(answer(aCandidate('note'), inText)).toBe('rejected malformed-update');
  });

  it('is refused with an entry that hides under a key of a register', () => {
    const keyed = anItem({ client, parentSub: 'hidden', isKeyed: true });
    expect(answer(aCandidate('main'), anUpdate(keyed))).toBe('rejected malformed-update');
    // With an origin the key is not written, yet Yjs marks it
    const first = new Sender(VICTIM).set('name', 'Alpha');
    const marked = anItem({ client, origin: { client: victim, clock: 0 }, isKeyed: true });
    expect(answer(aCandidate('main', [first]), anUpdate(marked))).toBe('rejected malformed-update');
  });

  const entries: [string, DecodedContent][] = [
    ['no stamp', { kind: 'any', values: [['Alpha']] }],
    ['a claimed author', { kind: 'any', values: [['Alpha', stampOf(NOW_MS, 0), VICTIM]] }],
    ['a stamp that is none', { kind: 'any', values: [['Alpha', -1]] }],
    ['no list', { kind: 'any', values: ['Alpha'] }],
    ['bytes as value', anEntry(new Uint8Array([1]))],
    ['a list as value', anEntry(['Alpha'])],
  ];
  it.each(entries)('is refused with a register entry that has %s', (_what, content) => {
    expect(answer(aCandidate('main'), anUpdate(anItem({ client, content })))).toBe(
      'rejected malformed-update',
    );
  });

  it.each(['__proto__', 'constructor', 'prototype'])('is refused with the key %s in a value', (key) => {
    const value = JSON.parse(`{"entity": "account", "${key}": "x"}`);
    const update = anUpdate(anItem({ client, content: anEntry(value) }));
    expect(answer(aCandidate('main'), update)).toBe('rejected malformed-update');
  });

  it('is refused with deep nesting', () => {
    const deep = JSON.parse('['.repeat(2_000) + ']'.repeat(2_000));
    const update = anUpdate(anItem({ client, content: anEntry(deep) }));
    expect(answer(aCandidate('main'), update)).toBe('rejected malformed-update');
  });
});

describe('an update that names roots of its own', () => {
  it.each(['salary', 'never_was', 'note'])('gets one answer for %s, there or not', (root) => {
    const content = anEntry('x');
    const inspection = judge(
      aCandidate('main'),
      anUpdate(anItem({ client, parent: { root }, content })),
      DEVICE,
    );
    expect(inspection).toMatchObject({ refusal: { code: 'attribute-removed' }, leavesPlaceholder: false });
    expect(inspection).toMatchObject({ refusal: { reason: expect.not.stringContaining(root) } });
  });

  it.each(['', '__proto__', 'Name', 'a/b'])('is refused with the root "%s"', (root) => {
    const update = anUpdate(anItem({ client, parent: { root } }));
    expect(answer(aCandidate('main'), update)).toBe('rejected malformed-update');
  });

  it('is named with every attribute that it touches, the one hidden by a delete too', () => {
    const other = new Sender(VICTIM);
    const updates = [other.set('name', 'Alpha'), other.set('amount', '5.00')];
    const entry = anItem({ client, parent: { root: 'priority' }, content: anEntry(1) });
    const deletes = [{ client: victim, clock: 0, length: 2 }];
    const update = encodeUpdate({ structs: [entry], deletes });
    const inspection = judge(aCandidate('main', updates), update, DEVICE);
    expect(inspection).toMatchObject({ ok: true, touched: ['priority', 'name', 'amount'] });
  });
});

describe('an update that refers to what is not there', () => {
  const unknown = { client: victim, clock: 3 };

  it.each(['origin', 'rightOrigin'] as const)('is refused with an unknown %s', (side) => {
    const update = anUpdate(anItem({ client, [side]: unknown }));
    expect(answer(aCandidate('main'), update)).toBe('rejected missing-dependency');
  });

  it('has to be formed again when the unknown is its own', () => {
    const own = { client: client + 1, clock: 3 };
    expect(answer(aCandidate('main'), anUpdate(anItem({ client, origin: own })))).toBe(
      'reform missing-dependency',
    );
  });

  it('is refused with an origin in its own future', () => {
    const update = anUpdate(anItem({ client, origin: { client, clock: 0 } }));
    expect(answer(aCandidate('main'), update)).toBe('reform missing-dependency');
  });

  it('is refused when two clients wait for one another', () => {
    const second = client + 1;
    const structs = [
      anItem({ client: second, origin: { client, clock: 0 } }),
      anItem({ client, origin: { client: second, clock: 0 } }),
    ];
    expect(answer(aCandidate('main'), encodeUpdate({ structs, deletes: [] }))).toBe(
      'reform missing-dependency',
    );
  });

  it('is refused when it deletes clocks that nobody has used', () => {
    const first = new Sender(VICTIM).set('name', 'Alpha');
    const deletes = [{ client: victim, clock: 0, length: 2 }];
    const update = encodeUpdate({ structs: [], deletes });
    expect(answer(aCandidate('main', [first]), update)).toBe('rejected missing-dependency');
  });

  it('is refused with deleted ranges that overlap, however many', () => {
    const first = new Sender(VICTIM).type(0, 'some text');
    const range = { client: victim, clock: 0, length: 9 };
    const update = encodeUpdate({ structs: [], deletes: Array.from({ length: 50 }, () => range) });
    expect(answer(text(first), update)).toBe('rejected malformed-update');
  });

  it('is refused with a right origin in another root', () => {
    const other = new Sender(VICTIM);
    const updates = [other.set('name', 'Alpha'), other.set('amount', '5.00')];
    const item = anItem({
      client,
      origin: { client: victim, clock: 0 },
      rightOrigin: { client: victim, clock: 1 },
    });
    expect(answer(aCandidate('main', updates), anUpdate(item))).toBe('rejected malformed-update');
  });

  it('is refused under a parent that is no type, live or deleted', () => {
    const other = new Sender(VICTIM);
    const updates = [other.set('name', 'Alpha'), other.set('name', 'Beta')];
    for (const clock of [0, 1]) {
      const item = anItem({ client, parent: { item: { client: victim, clock } } });
      expect(answer(aCandidate('main', updates), anUpdate(item))).toBe('rejected malformed-update');
    }
  });

  it('is refused under a parent that does not exist', () => {
    const update = anUpdate(anItem({ client, parent: { item: unknown } }));
    expect(answer(aCandidate('main'), update)).toBe('rejected missing-dependency');
  });
});

describe('any bytes at all', () => {
  it('get an answer, and change nothing', () => {
    const sender = new Sender(DEVICE);
    const honest = sender.set('name', 'Alpha');
    const mutation = fc.record({ at: fc.nat(honest.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), fc.uint8Array(), (mutations, tail) => {
        const bytes = honest.slice();
        for (const { at, byte } of mutations) bytes[at] = byte;
        answer(aCandidate('main'), bytes);
        answer(aCandidate('note'), tail);
      }),
      { numRuns: 2_000 },
    );
  });
});
