import { afterEach, expect, it, vi } from 'vitest';
import { testDataFolder } from './test-data.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('gives the folder that the environment names', () => {
  vi.stubEnv('REJOIN_TEST_DATA', import.meta.dirname);
  expect(testDataFolder('all of it')).toBe(import.meta.dirname);
});

it('says what is not proved where there is no data', () => {
  vi.stubEnv('REJOIN_TEST_DATA', undefined);
  vi.stubEnv('CI', undefined);
  const said = vi.spyOn(console, 'warn').mockReturnValue();
  expect(testDataFolder('all of it')).toBeUndefined();
  expect(said).toHaveBeenCalledWith(expect.stringContaining('SKIPPED, not proved: all of it.'));
});

it.each([
  ['no folder', undefined, 'CI must prove: all of it'],
  ['a folder that is not there', '/nowhere/at/all', 'no such folder'],
])('fails in CI with %s', (_, folder, reason) => {
  vi.stubEnv('REJOIN_TEST_DATA', folder);
  vi.stubEnv('CI', 'true');
  expect(() => testDataFolder('all of it')).toThrow(reason);
});
