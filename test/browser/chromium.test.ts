import { afterEach, expect, it, vi } from 'vitest';
import { chromiumFor } from './browser-tests.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('says what is not proved where there is no browser', () => {
  vi.stubEnv('CI', undefined);
  const said = vi.spyOn(console, 'warn').mockReturnValue();
  expect(chromiumFor('all of it', () => undefined)).toBeUndefined();
  expect(said).toHaveBeenCalledWith(expect.stringContaining('SKIPPED, not proved: all of it.'));
});

it('fails in CI where there is no browser', () => {
  vi.stubEnv('CI', 'true');
  expect(() => chromiumFor('all of it', () => undefined)).toThrow('CI must prove: all of it');
});
