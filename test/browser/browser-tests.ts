/**
 * How a test in a real browser is declared: one Chromium for the tests of a file, a stage of its own for each.
 *
 *   browserTests('what stays unproved without a browser', (test) => {
 *     test('does this', async (stage) => { … });
 *   });
 */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { Stage } from './stage.ts';

/** Declares a test that is handed a stage; the stage is cleared when it ends, however it ends. */
export type BrowserTest = (name: string, run: (stage: Stage) => Promise<void>, timeoutMs?: number) => void;

/** @param unproved what is not proved where there is no Chromium */
export function browserTests(unproved: string, declare: (test: BrowserTest) => void): void {
  const path = chromiumFor(unproved);
  if (path === undefined) {
    it(`SKIPPED, not proved: ${unproved}. There is no Chromium here.`, () => undefined);
    return;
  }
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launch(path);
  });
  afterAll(() => browser?.close());

  declare((name, run, timeoutMs) =>
    it(name, timeoutMs === undefined ? {} : { timeout: timeoutMs }, async ({ onTestFinished }) => {
      if (browser === undefined) throw new Error('the browser did not start');
      const stage = new Stage({ browser, path, name });
      onTestFinished(({ task }) => stage.clear(task.result?.state === 'fail'));
      await run(stage);
      stage.expectNoUncaught();
    }),
  );
}

/** Where Chromium is; says what is left out where it is not, and throws where it must be. */
export function chromiumFor(unproved: string, find = chromiumPath): string | undefined {
  const path = find();
  if (path !== undefined) return path;
  if ((process.env.CI ?? '') !== '') {
    throw new Error(
      `There is no Chromium on this machine, and CI must prove: ${unproved}. See CONTRIBUTING.md.`,
    );
  }
  console.warn(`SKIPPED, not proved: ${unproved}. There is no Chromium on this machine.`);
  return undefined;
}
