/**
 * The short form of the simulation, for the test run: many seeds of few steps, in two halves so that two
 * processes share them, and each promise asked of all of them.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { FaultCounts } from './faults.ts';
import { type RunResult, runSeed } from './run.ts';

/** Enough for every kind of fault, few enough for a minute. */
const STEPS = 50;

export interface ShortRun {
  readonly from: number;
  readonly seeds: number;
}

export function proveBySimulation({ from, seeds }: ShortRun): void {
  describe(`the seeds ${from} to ${from + seeds - 1}`, () => {
    const results: RunResult[] = [];

    beforeAll(async () => {
      for (let seed = from; seed < from + seeds; seed++) results.push(await runSeed({ seed, steps: STEPS }));
    }, 600_000);

    /** What of the promise was broken, with the command that shows it again. */
    const broken = (isMeant: (problem: string) => boolean): string[] =>
      results.flatMap(({ seed, problems }) =>
        problems
          .filter(isMeant)
          .map((problem) => `${problem}\n  npm run simulate -- --seed ${seed} --steps ${STEPS}`),
      );
    const ofPromise = (promise: string) => broken((problem) => problem.startsWith(`[${promise}]`));

    it('[P1] end with equal rows and documents, and with exactly what each user may read', () => {
      expect(ofPromise('P1')).toEqual([]);
    });
    it('[P2] keep every change that was acknowledged, whoever crashes', () =>
      expect(ofPromise('P2')).toEqual([]));
    it('[P3] apply no change twice', () => expect(ofPromise('P3')).toEqual([]));
    it('[P4] never show a part of a transaction', () => expect(ofPromise('P4')).toEqual([]));
    it('[P5] send and store nothing that a user may not read', () => expect(ofPromise('P5')).toEqual([]));
    it('[P6] show nobody what was refused', () => expect(ofPromise('P6')).toEqual([]));
    it('[P7] lose nothing that a person typed', () => expect(ofPromise('P7')).toEqual([]));
    it('[P8] accept nothing that was not allowed at that moment, and hold nothing that is not', () => {
      expect(ofPromise('P8')).toEqual([]);
    });
    it('[P9] have no more pages and changes under way than the limits', () =>
      expect(ofPromise('P9')).toEqual([]));

    it('come to rest, without a defect', () => {
      expect(broken((problem) => !/^\[P\d\]/.test(problem))).toEqual([]);
    });

    it('met every kind of fault', () => {
      const faults = new FaultCounts();
      for (const result of results) faults.add(result.faults);
      expect(faults.missing).toEqual([]);
    });

    it('replay to the same trace', async () => {
      for (const { seed, trace } of [results[0], results[Math.floor(seeds / 2)]].flatMap(
        (one) => one ?? [],
      )) {
        expect((await runSeed({ seed, steps: STEPS })).trace).toBe(trace);
      }
    });
  });
}
