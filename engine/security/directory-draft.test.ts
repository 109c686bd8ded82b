/** Many changes of a directory at once come to the same as one by one, and nobody's directory changes under them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asId, type UserId } from '../model/index.ts';
import type { DirectoryChange } from './directory-change.ts';
import { applyDirectoryChange, DirectoryDraft, emptyDirectory } from './directory-draft.ts';
import type { Directory, User } from './principal.ts';

const anId = (...names: string[]) => fc.constantFrom(...names).map((name) => asId<never>(name));
const aUnit = anId('hq', 'north', 'south');
const aTeam = anId('crew', 'guests', 'hq');
const aUser = anId('anna', 'bert', 'carl');
const aRole = anId('seller', 'reader');
const aName = fc.constantFrom('one', 'two');
const aHolder = fc.oneof(fc.record({ user: aUser }), fc.record({ team: aTeam }));
const is = <K extends string>(kind: K) => fc.constant(kind);

const aChange: fc.Arbitrary<DirectoryChange> = fc.oneof(
  fc.record({
    kind: is('put-unit'),
    unit: fc.record({ id: aUnit, name: aName, parent: is('hq').map(asId<never>) }),
  }),
  fc.record({
    kind: is('put-user'),
    user: fc.record({
      id: aUser,
      name: aName,
      unit: aUnit,
      disabled: fc.boolean(),
      language: aName,
      timeZone: aName,
    }),
  }),
  fc.record({
    kind: is('put-team'),
    team: fc.record({
      id: aTeam,
      name: aName,
      unit: aUnit,
      kind: fc.constantFrom('owner' as const, 'access' as const),
    }),
  }),
  fc.record({
    kind: is('put-role'),
    role: fc.record({ id: aRole, name: aName, inheritance: is('team-only'), privileges: fc.constant({}) }),
  }),
  fc.record({
    kind: is('put-column-profile'),
    profile: fc.record({
      id: aName,
      name: aName,
      users: fc.array(aUser),
      teams: fc.array(aTeam),
      columns: fc.constant([]),
    }),
  }),
  fc.record({ kind: is('remove-column-profile'), id: aName }),
  fc.record({ kind: is('grant-role'), role: aRole, to: aHolder }),
  fc.record({ kind: is('revoke-role'), role: aRole, from: aHolder }),
  fc.record({ kind: is('set-member'), team: aTeam, user: aUser, member: fc.boolean() }),
);
const first = emptyDirectory({ id: asId('hq'), name: 'hq' });

it('comes to what the changes come to one by one, and leaves what was handed out as it was', () => {
  const aStep = fc.record({ change: aChange, isAsked: fc.boolean() });
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 60 }), (steps) => {
      const draft = new DirectoryDraft(first);
      const given: [Directory, Directory][] = [[first, structuredClone(first)]];
      let expected = first;
      for (const { change, isAsked } of steps) {
        expected = applyDirectoryChange(expected, change);
        draft.apply(change);
        expect(draft.now).toEqual(expected);
        if (isAsked) given.push([draft.directory, structuredClone(draft.directory)]);
      }
      expect(draft.directory).toEqual(expected);
      expect(draft.directory).toBe(draft.directory);
      for (const [directory, then] of given) expect(directory).toEqual(then);
    }),
    { seed: 7, numRuns: 300 },
  );
});

it('copies what a batch touches once, however many changes are in it', () => {
  let copies = 0;
  class Counted extends Map<UserId, User> {
    override [Symbol.iterator](): MapIterator<[UserId, User]> {
      copies += 1;
      return super[Symbol.iterator]();
    }
  }
  const facts = { unit: asId<never>('hq'), disabled: false, language: 'en', timeZone: 'UTC' };
  const draft = new DirectoryDraft({ ...first, users: new Counted() });
  for (let n = 0; n < 1_000; n++) {
    draft.apply({ kind: 'put-user', user: { id: asId(`user${n}`), name: `${n}`, ...facts } });
    draft.apply({ kind: 'set-member', team: asId('hq'), user: asId(`user${n}`), member: true });
  }
  expect(draft.directory.users.size).toBe(1_000);
  expect(draft.directory.teams.get(asId('hq'))?.members.size).toBe(1_000);
  expect(copies).toBe(1);
});
