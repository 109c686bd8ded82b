/** What the relay decided, in words: names and labels, and never a code, an id or a value. */
import { expect, it } from 'vitest';
import { en } from '../words/index.ts';
import type { FeedEntry } from './feed-entry.ts';
import { saidEntry } from './said-entry.ts';

const id = '0199c0de-0000-7000-8000-000000000001';
const account = {
  entity: 'account',
  entityLabel: 'Account',
  id,
  name: 'Brekke Bakery',
  attributes: ['Phone'],
};
const entry = (changes: Partial<FeedEntry>): FeedEntry => ({
  ...{ place: '7.0', time: '2026-01-05T08:00:00.000Z', kind: 'accepted', userName: 'Ben Ruiz' },
  ...{ about: [account], refused: [], rights: [], isImport: false, operations: [{ kind: 'update' }] },
  ...changes,
});
const right = { users: ['Ben Ruiz'], label: 'Credit limit', mayUpdate: true };

it.each<[string, Partial<FeedEntry>, string, string | undefined]>([
  ['a change', {}, "Ben Ruiz's change to Brekke Bakery: Phone", 'accepted'],
  [
    'a change of several records',
    { about: [account, { ...account, name: 'Rosten Hotel', attributes: ['City'] }] },
    "Ben Ruiz's change to Brekke Bakery and 1 more: Phone and City",
    'accepted',
  ],
  ['a new record', { operations: [{ kind: 'create' }] }, 'Ben Ruiz created Brekke Bakery', 'accepted'],
  ['a deletion', { operations: [{ kind: 'delete' }] }, 'Ben Ruiz deleted Brekke Bakery', 'accepted'],
  [
    'a record without a name',
    { about: [{ ...account, name: null, attributes: [] }] },
    "Ben Ruiz's change to a record of Account",
    'accepted',
  ],
  ['an import', { isImport: true }, 'The sample records were brought in', 'office'],
  [
    'a secured column',
    { kind: 'rejected', code: 'column-secured', refused: ['Credit limit'] },
    "Ben Ruiz's change to Brekke Bakery: refused, Ben Ruiz may not edit Credit limit",
    'refused',
  ],
  [
    'a missing privilege',
    { kind: 'rejected', code: 'privilege-missing' },
    "Ben Ruiz's change to Brekke Bakery: refused, no role of Ben Ruiz allows it",
    'refused',
  ],
  [
    'a base that was refused',
    { kind: 'rejected', code: 'depends-on-rejected' },
    "Ben Ruiz's change to Brekke Bakery: refused, it builds on a change that was refused",
    'refused',
  ],
  [
    'any other reason',
    { kind: 'rejected', code: 'hook-refused', about: [] },
    "Ben Ruiz's change to something: refused, it breaks a rule of the organization",
    'refused',
  ],
  [
    'a right that was given',
    { kind: 'directory', rights: [right] },
    'Ben Ruiz may edit Credit limit from now on',
    'office',
  ],
  [
    'a right that was taken',
    { kind: 'directory', rights: [{ ...right, mayUpdate: false }] },
    'Ben Ruiz may not edit Credit limit any more',
    'office',
  ],
  ['other rights', { kind: 'directory' }, 'The office changed who may do what', 'office'],
  ['a tablet', { kind: 'enrolled' }, 'A tablet of Ben Ruiz joined', 'tablet'],
])('says %s', (_, changes, text, tone) => {
  expect(saidEntry(entry(changes), en.showcase.feed)).toEqual({ text, tone });
});

it('says nothing of what nobody did', () => {
  expect(saidEntry(entry({ kind: 'rebuilt' }), en.showcase.feed)).toBeUndefined();
});

it('never says a code or an id, whatever the relay answers', () => {
  for (const kind of ['accepted', 'rejected', 'reform', 'directory', 'metadata', 'device', 'enrolled']) {
    for (const code of ['record-gone', 'invalid-value', 'clock-skew', 'too-large', 'access-missing']) {
      const { text = '' } = saidEntry(entry({ kind, code }), en.showcase.feed) ?? {};
      expect(text).not.toContain(code);
      expect(text).not.toContain(id);
    }
  }
});
