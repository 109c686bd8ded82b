/** The short form of `npm run crash`: real processes, real folders, a few kills of each. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../world/virtual-time.ts';
import { buildPrograms, type Programs } from './build-programs.ts';
import { runCrashes } from './crash-run.ts';
import { planKills } from './plan.ts';

/** Other tests share the processors. */
const RESTART_MS = 15_000;
/** One whose plan holds a batch that is not durable, one that is, a flush, a push, a page, and a wipe cut short. */
const SEED = 175;
const KILLS = 8;

let programs: Programs;
beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.remove());

describe('kill -9 of the relay and of tablets under load', () => {
  it('[P2] [P3] [P4] loses, doubles and tears nothing', { timeout: 280_000 }, async () => {
    const result = await runCrashes({ kills: KILLS, seed: SEED, programs, restartMs: RESTART_MS });

    expect(result.problems).toEqual([]);
    expect(result).toMatchObject({ relayKills: KILLS, deviceKills: KILLS, lost: 0, doubled: 0, torn: 0 });
    expect(result.acknowledged).toBeGreaterThan(20);
  });
});

describe('a plan of kills', () => {
  it('gives every point its turn in thirty kills, and half of the kills to chance', () => {
    const phases = planKills(30, 3, seededRandom(7));
    const relay = phases.flatMap((phase) => phase.relay);
    const devices = phases.flatMap((phase) => phase.devices.flat());
    for (const [ends, points] of [
      [relay, 8],
      [devices, 13],
    ] as const) {
      expect(ends).toHaveLength(30);
      expect(ends.filter(({ kind }) => kind === 'random')).toHaveLength(15);
      const named = ends.flatMap((end) => (end.kind === 'point' ? [end.stop.point] : []));
      expect(new Set(named).size).toBe(points);
    }
  });
});
