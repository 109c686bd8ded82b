import { expect, it } from 'vitest';
import { VirtualTime } from '../../test/world/virtual-time.ts';
import { HeldActions } from './held-actions.ts';

function heldActions() {
  const time = new VirtualTime();
  const done: string[] = [];
  const failed: string[] = [];
  const held = new HeldActions({
    setTimer: (ms, run) => time.setTimer(ms, run),
    onFailed: (key) => failed.push(key),
  });
  const action = (key: string, forMs = 5_000) => ({
    ...{ key, forMs },
    run: async () => {
      done.push(key);
    },
  });
  return { time, held, done, failed, action };
}

it('does what is held back when its time is over, and not before', async () => {
  const { time, held, done, action } = heldActions();
  held.hold(action('a'));
  await time.advance(4_999);
  expect([done, [...held.held.keys()]]).toEqual([[], ['a']]);
  await time.advance(1);
  expect([done, held.held.size]).toEqual([['a'], 0]);
});

it('never does what was undone, and undoes nothing twice', async () => {
  const { time, held, done, action } = heldActions();
  held.hold(action('a'));
  expect([held.undo('a'), held.undo('a')]).toEqual([true, false]);
  await time.advance(10_000);
  expect(done).toEqual([]);
});

it('does nothing of what is held when the page is left', async () => {
  const { time, held, done, action } = heldActions();
  held.hold(action('a'));
  held.hold(action('b', 10_000));
  held.undoAll();
  await time.advance(20_000);
  expect(done).toEqual([]);
});

it('begins the time anew when the same is done again', async () => {
  const { time, held, done, action } = heldActions();
  held.hold(action('a'));
  await time.advance(4_000);
  held.hold(action('a'));
  await time.advance(4_000);
  expect(done).toEqual([]);
  await time.advance(1_000);
  expect(done).toEqual(['a']);
});

it('says what failed, and holds it no longer', async () => {
  const { time, held, failed } = heldActions();
  held.hold({ key: 'a', forMs: 1, run: () => Promise.reject(new Error('the disk is full')) });
  await time.advance(1);
  expect([failed, held.held.size]).toEqual([['a'], 0]);
});
