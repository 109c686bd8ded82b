/**
 * How each life ends, decided by a seed: half at random moments, half at named points.
 *
 * Invariant: every point has its turn before one has it twice. A plan comes in phases, between which
 * everything has to come to rest.
 */
import { deviceStopPoints, relayStopPoints, type StopPoint } from '../../engine/clock/index.ts';
import type { Stop } from './stop-at.ts';

export type End =
  | { readonly kind: 'random'; readonly afterMs: number }
  | { readonly kind: 'point'; readonly stop: Stop };

export interface Phase {
  readonly relay: readonly End[];
  /** By device, in order. */
  readonly devices: readonly (readonly End[])[];
}

const KILLS_PER_PHASE = 6;
const LONGEST_MS = 1_500;
/** Points that are passed seldom end a process at the first pass. */
const seldom: ReadonlySet<StopPoint> = new Set([
  ...(['before-rebuild', 'after-rebuild', 'before-flush', 'after-flush', 'roll-back'] as const),
  ...(['before-compaction', 'after-compaction', 'before-wipe'] as const),
]);

/** So many kills of the relay, and as many of devices. */
export function planKills(kills: number, devices: number, random: () => number): readonly Phase[] {
  const phases = Math.max(1, Math.round(kills / KILLS_PER_PHASE));
  const relay = ends(kills, relayStopPoints, random);
  const device = ends(kills, deviceStopPoints, random);
  return Array.from({ length: phases }, (_, at) => {
    const mine = deal(device, phases, at);
    return {
      relay: deal(relay, phases, at),
      devices: Array.from({ length: devices }, (_one, number) => deal(mine, devices, number)),
    };
  });
}

const deal = <T>(items: readonly T[], ways: number, way: number): readonly T[] =>
  items.filter((_, at) => at % ways === way);

function ends(count: number, points: readonly StopPoint[], random: () => number): readonly End[] {
  let turn: StopPoint[] = [];
  const made = Array.from({ length: count }, (_, at): End => {
    if (at % 2 === 0) return { kind: 'random', afterMs: 30 + Math.floor(random() * LONGEST_MS) };
    if (turn.length === 0) turn = shuffled(points, random);
    const point = turn.pop() ?? 'before-append';
    const most = point === 'mid-wipe' ? 8 : seldom.has(point) ? 1 : 12;
    return { kind: 'point', stop: { point, pass: 1 + Math.floor(random() * most) } };
  });
  return shuffled(made, random);
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, by: random() }))
    .sort((a, b) => a.by - b.by)
    .map(({ item }) => item);
}
