/** What is remembered of a device's decisions counts in the memory that commits may fill. */
import { expect, it } from 'vitest';
import { author, recordId, refused } from '../../test/store/log-entries.ts';
import { decideRefused, NO_DECISIONS } from './decisions.ts';
import { views } from './views.ts';

const records = Array.from({ length: 500 }, (_, n) => ({ entity: 'contact', id: recordId(n) }));

it.each([
  ['refused creates', { created: records }],
  ['changes to be formed again', { verdict: 'reform' as const, touchedRecords: records }],
])('weighs the records of %s', (_, fields) => {
  const known = decideRefused(NO_DECISIONS, refused(author(1), fields));
  expect(views.decisions.weigh(known)).toBeGreaterThan(500 * 50);
});
