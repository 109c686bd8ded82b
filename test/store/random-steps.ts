/** The steps that random histories of a store are made of: changes, flushes, and every way to be interrupted. */
import fc from 'fast-check';

/** One step of a history. */
export const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      record: fc.nat(5),
      device: fc.nat(1),
      remove: fc.nat(5),
      value: fc.nat(3),
      parent: fc.option(fc.nat(2)),
      text: fc.string({ maxLength: 40 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('refuse' as const), record: fc.nat(5), device: fc.nat(1) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('append', 'pipeline') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('flush', 'restart', 'crash', 'crash-prefix') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('fail-lost', 'fail-kept', 'fail-flush') }) },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
