/** A play ends in one of four ways, and says in which. */
import { expect, it } from 'vitest';
import { Player, type PlayState } from './player.ts';
import { NotCome, type Pace } from './tempo.ts';

const pace: Pace = { keyMs: 0, beatMs: 0, patienceMs: 60_000 };

function aPlayer() {
  const defects: unknown[] = [];
  const phases: PlayState['phase'][] = [];
  const player = new Player(pace, (error) => defects.push(error));
  player.subscribe(() => {
    if (phases.at(-1) !== player.state.phase) phases.push(player.state.phase);
  });
  return { player, defects, phases };
}

it('plays to its end, again and again', async () => {
  const { player, phases } = aPlayer();
  for (const caption of ['one', 'two']) {
    await player.play(async ({ say }) => say(1, caption));
    expect(player.state).toMatchObject({ phase: 'done', step: 1, caption });
  }
  expect(phases).toEqual(['playing', 'done', 'playing', 'done']);
});

it('says what did not come', async () => {
  const { player, defects } = aPlayer();
  await player.play(() => Promise.reject(new NotCome('the draft')));
  expect(player.state).toMatchObject({ phase: 'failed', awaited: 'the draft' });
  expect(defects).toEqual([]);
});

it('tells of a defect, and can be played again', async () => {
  const { player, defects } = aPlayer();
  const defect = new Error('a defect');
  await player.play(() => Promise.reject(defect));
  expect(player.state.phase).toBe('broken');
  expect(defects).toEqual([defect]);
  await player.play(async () => undefined);
  expect(player.state.phase).toBe('done');
});

it('is held up, goes on, and is stopped', async () => {
  const { player, phases } = aPlayer();
  const playing = player.play(async ({ tempo }) => {
    await tempo.until(() => false, 'nothing');
  });
  player.pause();
  player.resume();
  player.pause();
  player.stop();
  await playing;
  expect(phases).toEqual(['playing', 'paused', 'playing', 'paused', 'stopped']);
});

it('plays one play at a time', async () => {
  const { player } = aPlayer();
  let begun = 0;
  const play = player.play(async ({ tempo }) => {
    begun += 1;
    await tempo.until(() => false, 'nothing');
  });
  await player.play(async () => {
    begun += 1;
  });
  player.stop();
  await play;
  expect(begun).toBe(1);
});

it('does nothing where nothing is played', () => {
  const { player, phases } = aPlayer();
  player.pause();
  player.resume();
  player.stop();
  expect(player.state.phase).toBe('idle');
  expect(phases).toEqual([]);
});
