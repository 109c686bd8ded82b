/** Every value that an update leaves live is judged, not only the one that wins. */
import { describe, expect, it } from 'vitest';
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
import { type Stamp, stampOf } from '../clock/index.ts';
import { clientIdOf } from './client-id.ts';
import type { DecodedContent, PlainValue } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';

const DEVICE = 5_000;
const client = clientIdOf(new Sender(DEVICE).device, 0);

const entryAt = (value: PlainValue, stamp: number): DecodedContent => ({
  kind: 'any',
  values: [[value, stamp]],
});
const tooLong = 'x'.repeat(41);
const badValue = {
  ok: false,
  verdict: 'rejected',
  refusal: { code: 'invalid-value', attributes: ['name'] },
  leavesPlaceholder: true,
  touched: ['name'],
};

describe('a register entry', () => {
  it('is handed on as it will be live', () => {
    const stamp = stampOf(NOW_MS, 7);
    const update = new Sender(DEVICE).set('amount', '12.5', stamp);
    const inspection = judge(aCandidate('main'), update, DEVICE);
    expect(inspection).toMatchObject({ ok: true, writes: [{ attribute: 'amount', value: '12.5', stamp }] });
  });

  it('is refused when its value does not fit, and leaves a placeholder', () => {
    const inspection = judge(aCandidate('main'), new Sender(DEVICE).set('name', tooLong), DEVICE);
    expect(inspection).toMatchObject(badValue);
  });

  it('is refused when its value does not fit, even where an earlier good one wins', () => {
    const good = new Sender(6_000).set('name', 'Alpha', stampOf(NOW_MS, 9));
    const losing = anItem({ client, content: entryAt(tooLong, stampOf(NOW_MS - 9_000, 0)) });
    expect(judge(aCandidate('main', [good]), anUpdate(losing), DEVICE)).toMatchObject(badValue);
  });

  it('is refused beside a second live one of the same change, good or bad', () => {
    const first = anItem({ client, content: entryAt(tooLong, stampOf(NOW_MS - 9_000, 0)) });
    const second = anItem({ client, origin: { client, clock: 0 }, content: anEntry('Alpha') });
    const refused = { ok: false, leavesPlaceholder: false, refusal: { code: 'malformed-update' } };
    expect(judge(aCandidate('main'), anUpdate(first, second), DEVICE)).toMatchObject(refused);
    const both = anItem({ client, content: anEntry('Alpha', 'Beta') });
    expect(judge(aCandidate('main'), anUpdate(both), DEVICE)).toMatchObject(refused);
  });

  it('needs the form alone where its own change deletes it', () => {
    const first = anItem({ client, content: entryAt(tooLong, stampOf(NOW_MS + 900_000, 0)) });
    const second = anItem({ client, clock: 1, origin: { client, clock: 0 }, content: anEntry('Alpha') });
    const update = encodeUpdate({ structs: [first, second], deletes: [{ client, clock: 0, length: 1 }] });
    expect(judge(aCandidate('main'), update, DEVICE)).toMatchObject({
      ok: true,
      writes: [{ value: 'Alpha' }],
    });
  });

  const loose: [string, string, PlainValue][] = [
    ['an empty string', 'name', ''],
    ['a money with a zero too many', 'amount', '12.50'],
    ['a money as a number', 'amount', 12.5],
    ['a negative zero', 'priority', -0],
  ];
  it.each(loose)('is refused when it is not canonical: %s', (_what, root, value) => {
    const update = anUpdate(anItem({ client, parent: { root }, content: anEntry(value) }));
    expect(judge(aCandidate('main'), update, DEVICE)).toMatchObject({ refusal: { code: 'invalid-value' } });
  });

  it('keeps the values of a refusal out of its reason', () => {
    const inspection = judge(aCandidate('main'), new Sender(DEVICE).set('name', tooLong), DEVICE);
    expect(JSON.stringify(!inspection.ok && inspection.refusal)).not.toContain('xx');
  });
});

describe('a stamp', () => {
  const stampedAt = (ms: number) => new Sender(DEVICE).set('name', 'Alpha', stampOf(ms, 0));

  it('may lie 60 s ahead', () => {
    expect(judge(aCandidate('main'), stampedAt(NOW_MS + 60_000), DEVICE).ok).toBe(true);
  });

  it.each([60_001, 10 * 365 * 86_400_000])(
    '%d ms ahead has the change formed again, naming the clock',
    (ahead) => {
      const inspection = judge(aCandidate('main'), stampedAt(NOW_MS + ahead), DEVICE);
      expect(inspection).toMatchObject({ ok: false, verdict: 'reform', leavesPlaceholder: false });
      expect(inspection).toMatchObject({
        refusal: { code: 'clock-skew', reason: expect.stringContaining('clock') },
      });
    },
  );

  it('at the end of the safe integers is no way around it', () => {
    const update = new Sender(DEVICE).set('name', 'Alpha', Number.MAX_SAFE_INTEGER as Stamp);
    expect(judge(aCandidate('main'), update, DEVICE)).toMatchObject({ refusal: { code: 'clock-skew' } });
  });
});

describe('the length of a text', () => {
  const full = new Sender(6_000).type(0, 'x'.repeat(60));

  it('may reach its maximum and not exceed it', () => {
    expect(judge(aCandidate('note'), new Sender(DEVICE).type(0, 'x'.repeat(60)), DEVICE).ok).toBe(true);
    const longer = judge(aCandidate('note'), new Sender(DEVICE).type(0, 'x'.repeat(61)), DEVICE);
    expect(longer).toMatchObject({
      refusal: { code: 'invalid-value', attributes: ['note'] },
      leavesPlaceholder: true,
    });
  });

  it('is judged only where the update makes it longer', () => {
    // Given a text that two devices have made longer than its maximum at the same time
    const other = new Sender(7_000).type(0, 'y'.repeat(60));
    const sender = new Sender(DEVICE).receive(full, other);
    const candidate = () => aCandidate('note', [full, other]);
    // When one is typed for one that is erased, the text does not get longer
    const exchange = sender.change((doc) => {
      doc.getText('note').delete(5, 1);
      doc.getText('note').insert(9, 'z');
    });
    // Then that passes, and one more does not
    expect(judge(candidate(), exchange, DEVICE).ok).toBe(true);
    const another = new Sender(DEVICE).receive(full, other).type(9, 'z');
    expect(judge(candidate(), another, DEVICE)).toMatchObject({ refusal: { code: 'invalid-value' } });
  });

  it('does not count what is typed and erased in the same update', () => {
    const sender = new Sender(DEVICE);
    const update = sender.change((doc) => {
      doc.getText('note').insert(0, 'x'.repeat(100));
      doc.getText('note').delete(10, 90);
    });
    expect(judge(aCandidate('note'), update, DEVICE).ok).toBe(true);
  });

  it('does not shrink by erasing what is erased already', () => {
    const sender = new Sender(6_000).receive(full);
    const gone = sender.erase(0, 60);
    const again = { client: sender.clientId, clock: 0, length: 60 };
    const item = anItem({ client, parent: { root: 'note' }, content: someText('z'.repeat(61)) });
    const update = encodeUpdate({ structs: [item], deletes: [again] });
    expect(judge(aCandidate('note', [full, gone]), update, DEVICE)).toMatchObject({
      refusal: { code: 'invalid-value' },
    });
  });
});
