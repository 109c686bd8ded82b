/**
 * Two people wrote one text at the same time; the recording of it is replayed through two devices and
 * a relay, each keystroke made on exactly the history that its author had seen. Without the recording,
 * in the folder that REJOIN_TEST_DATA names, it is not proved, and the run says so.
 */
import { expect, it } from 'vitest';
import { testDataFolder } from '../world/test-data.ts';
import { replay } from './replay.ts';
import { readTrace } from './trace.ts';

it('[P1] ends in one text where two authors wrote without seeing each other', async () => {
  const end = await replay({
    keystrokes: [
      { agent: 0, own: 0, seen: 0, patches: [[0, 0, 'ab']] },
      { agent: 1, own: 0, seen: 1, patches: [[2, 0, 'c']] },
      { agent: 0, own: 1, seen: 0, patches: [[0, 1, '']] },
    ],
    endContent: 'bc',
  });
  expect(end.contents).toEqual(['bc', 'bc']);
  expect(end.relayContent).toBe('bc');
});

const dataFolder = testDataFolder('the replay of the recorded editing of two authors');
if (dataFolder !== undefined) {
  it('[P1] ends in the recorded text on both devices and on the relay', { timeout: 300_000 }, async () => {
    // Given the recording of two authors
    const trace = readTrace(dataFolder);

    // When it is replayed, offline wherever the authors did not hear of each other
    const end = await replay(trace);

    // Then all of it is one text, the recorded one
    console.info(end.summary);
    expect(end.contents).toEqual([trace.endContent, trace.endContent]);
    expect(end.relayContent).toBe(trace.endContent);
    expect(end.oracleContents).toEqual([trace.endContent, trace.endContent]);
    expect(end.drafts).toBe(0);
    expect(end.pending).toBe(0);
    expect(end.offlinePhases).toBeGreaterThan(2_000);
  });
}
