/** A tablet as a test sees it: a page in a browser with the engine in it, and what can be asked of that. */
import type { Page } from 'playwright-core';
import { isCode, RejoinError } from '../../engine/model/index.ts';
import type { Answer, TabletProgram, TabletSettings } from './tablet-page.ts';

export class Tablet {
  readonly page: Page;
  readonly settings: TabletSettings;

  constructor(page: Page, settings: TabletSettings) {
    this.page = page;
    this.settings = settings;
  }

  /** Opens the device, with these settings in place of the tablet's own. */
  open(changes: Partial<TabletSettings> = {}): Promise<void> {
    return this.ask('open', { ...this.settings, ...changes });
  }

  /** What the page answers. @throws RejoinError with the code of what was thrown in the page. */
  async ask<Word extends keyof TabletProgram>(
    word: Word,
    ...given: Parameters<TabletProgram[Word]>
  ): Promise<Awaited<ReturnType<TabletProgram[Word]>>> {
    const answer: Answer = await this.page.evaluate(
      ([asked, words]) => Reflect.get(globalThis, 'answer')(asked, words),
      [word, given] as const,
    );
    if (answer.ok) return answer.value as Awaited<ReturnType<TabletProgram[Word]>>;
    if (isCode(answer.code)) throw new RejoinError(answer.code, answer.message);
    throw new Error(answer.message);
  }
}
