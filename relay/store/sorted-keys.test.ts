/** Keys in order, whenever they were added, by comparison with a list that is sorted anew. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SortedKeys } from './sorted-keys.ts';

const aKey = fc.string({ unit: fc.constantFrom('a', 'b', '/', '0'), minLength: 1, maxLength: 6 });
const aStep = fc.oneof(
  fc.record({ add: fc.array(aKey, { maxLength: 20 }) }),
  fc.record({ gt: fc.oneof(aKey, fc.constant('')), lt: fc.oneof(aKey, fc.constant('z')) }),
);

it('gives what a list gives that is sorted for each reading', () => {
  fc.assert(
    fc.property(fc.array(aKey, { maxLength: 30 }), fc.array(aStep, { maxLength: 40 }), (first, steps) => {
      const all = new Set(first);
      const keys = new SortedKeys(all);
      for (const step of steps) {
        if ('add' in step) {
          for (const key of step.add) {
            if (!all.has(key)) keys.add(key);
            all.add(key);
          }
        } else {
          const expected = [...all].filter((key) => key > step.gt && key < step.lt).sort();
          expect([...keys.between(step.gt, step.lt)]).toEqual(expected);
        }
      }
    }),
    { seed: 11, numRuns: 500 },
  );
});

it('goes on with a reading over the keys that it began with', () => {
  const keys = new SortedKeys(['a', 'c']);
  const reading = keys.between('', 'z');
  expect(reading.next().value).toBe('a');
  keys.add('b');
  expect([...keys.between('', 'z')]).toEqual(['a', 'b', 'c']);
  expect([...reading]).toEqual(['c']);
});
