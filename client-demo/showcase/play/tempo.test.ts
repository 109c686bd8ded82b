/** The time of a play: it waits for what comes, names what does not, is held up, and ends. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NotCome, type Pace, PlayStopped, Tempo } from './tempo.ts';

const pace: Pace = { keyMs: 50, beatMs: 1_000, patienceMs: 20_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What it came to, so far. */
function watched<T>(promise: Promise<T>) {
  const seen: { value?: T; error?: unknown } = {};
  promise.then(
    (value) => {
      seen.value = value;
    },
    (error: unknown) => {
      seen.error = error;
    },
  );
  return seen;
}

it('gives what it waited for, once that is there', async () => {
  let there: string | undefined;
  const seen = watched(new Tempo(pace).until(() => there, 'it'));
  await vi.advanceTimersByTimeAsync(15_000);
  expect(seen).toEqual({});
  there = 'there';
  await vi.advanceTimersByTimeAsync(50);
  expect(seen).toEqual({ value: 'there' });
});

it('says what did not come', async () => {
  const seen = watched(new Tempo(pace).until(() => false, 'the draft'));
  await vi.advanceTimersByTimeAsync(pace.patienceMs - 100);
  expect(seen).toEqual({});
  await vi.advanceTimersByTimeAsync(200);
  expect(seen.error).toBeInstanceOf(NotCome);
  expect(seen.error).toMatchObject({ awaited: 'the draft' });
});

it('loses no patience while it is held up, and goes on from there', async () => {
  const tempo = new Tempo(pace);
  let looks = 0;
  tempo.pause();
  const seen = watched(
    tempo.until(() => {
      looks += 1;
      return looks === 2;
    }, 'it'),
  );
  await vi.advanceTimersByTimeAsync(10 * pace.patienceMs);
  expect(looks).toBe(0);
  tempo.resume();
  await vi.advanceTimersByTimeAsync(100);
  expect(seen).toEqual({ value: true });
});

it('takes as long as a caption is read', async () => {
  const seen = watched(new Tempo(pace).beat(1.5).then(() => 'read'));
  await vi.advanceTimersByTimeAsync(1_499);
  expect(seen).toEqual({});
  await vi.advanceTimersByTimeAsync(1);
  expect(seen).toEqual({ value: 'read' });
});

it.each([
  ['while it waits', (tempo: Tempo) => tempo.until(() => false, 'it')],
  ['while it rests', (tempo: Tempo) => tempo.beat()],
  ['between two letters', (tempo: Tempo) => tempo.key()],
  ['before it begins', (tempo: Tempo) => tempo.turn()],
])('ends when it is stopped %s, also where it is held up', async (_, wait) => {
  const tempo = new Tempo(pace);
  tempo.pause();
  const seen = watched<unknown>(wait(tempo));
  tempo.stop();
  await vi.advanceTimersByTimeAsync(pace.beatMs);
  expect(seen.error).toBeInstanceOf(PlayStopped);
  await expect(tempo.turn()).rejects.toThrow(PlayStopped);
});
