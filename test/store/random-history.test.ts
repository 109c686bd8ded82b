/**
 * Law: after any history, with crashes, failing disks, flushes and restarts at any place, every read
 * gives what the batches that are durable, and then those that are staged, come to.
 */
import fc from 'fast-check';
import { it } from 'vitest';
import { RandomHistory } from './random-history.ts';
import { step } from './random-steps.ts';

it('gives what plain maps give, after crashes, failures and restarts at any place', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 120 }),
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      async (steps, random) => {
        const history = new RandomHistory(() => random.next().value ?? 0);
        await history.begin();
        for (const next of steps) {
          await history.run(next);
          history.check();
        }
        await history.run({ kind: 'append' });
        await history.checkDurable();
        await history.run({ kind: 'crash' });
        history.check();
        await history.checkDurable();
      },
    ),
    { numRuns: 60 },
  );
});
