import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { browserTests } from './browser-tests.ts';
import { Stage } from './stage.ts';

browserTests('what a failing test in a browser leaves behind', (test) => {
  test('a picture of each page and a trace of each context', async (stage) => {
    const said = vi.spyOn(console, 'warn').mockReturnValue();
    const failed = await stage.folder();
    const { browser } = stage;
    const failing = new Stage({ browser, path: '', name: 'a test: it fails', failed });
    const context = await failing.context();
    const page = await context.newPage();
    await page.setContent('<p>What was seen last</p>');

    await failing.clear(true);

    expect((await readdir(join(failed, 'a-test-it-fails'))).sort()).toEqual([
      'context-0-page-0.png',
      'context-0-trace.zip',
    ]);
    expect(said).toHaveBeenCalledWith(expect.stringContaining('show-trace'));
    expect(browser.contexts()).not.toContain(context);
    said.mockRestore();
  });

  test('what a page lets go uncaught fails its test', async (stage) => {
    const { browser } = stage;
    const other = new Stage({ browser, path: '', name: 'throws' });
    await stage.use({ close: () => other.clear(false) });
    const page = await (await other.context()).newPage();
    const thrown = page.waitForEvent('pageerror');
    await page.setContent('<script>throw new Error("nobody catches this")</script>');
    await thrown;

    expect(() => other.expectNoUncaught()).toThrow('nobody catches this');
  });
});
