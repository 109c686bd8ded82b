/**
 * Where one test plays: browser contexts with storages of their own, and what else it opened.
 *
 * Invariants: everything that was opened here is closed when the test ends, in the opposite order; of a test
 * that failed, every page's screenshot and every context's trace are left in `screenshots/failed/`, which git
 * ignores. A page that lets an error go uncaught fails its test.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { launchOn } from './chromium.ts';

const FAILED = join(import.meta.dirname, '../../screenshots/failed');
/** How long a page may take for anything: also where tests share the processors. */
const PAGE_TIMEOUT_MS = 30_000;

export interface StageOptions {
  readonly browser: Browser;
  /** Of the browser's program. */
  readonly path: string;
  /** Of the test. */
  readonly name: string;
  /** Where what is left of a test that failed goes, in a folder of its name. */
  readonly failed?: string;
}

export class Stage {
  readonly #options: StageOptions;
  readonly #contexts: BrowserContext[] = [];
  readonly #uncaught: string[] = [];
  readonly #closers: (() => Promise<unknown>)[] = [];

  constructor(options: StageOptions) {
    this.#options = options;
  }

  /** The browser in which the contexts of this test are. */
  get browser(): Browser {
    return this.#options.browser;
  }

  /** A visitor with a storage of their own, as of another tablet. */
  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return this.#watch(await this.browser.newContext(options));
  }

  /** A browser of its own on a profile's folder; closed before by the test, or at the end. */
  async persistentContext(profile: string): Promise<BrowserContext> {
    return this.#watch(await launchOn(this.#options.path, profile));
  }

  /** An empty folder that is gone after the test. */
  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'rejoin-browser-'));
    this.#closers.push(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  /** Has what the test opened closed after it. */
  async use<T extends { close(): Promise<unknown> }>(opening: T | Promise<T>): Promise<T> {
    const opened = await opening;
    this.#closers.push(() => opened.close());
    return opened;
  }

  /** @throws Error with what the pages let go uncaught. */
  expectNoUncaught(): void {
    if (this.#uncaught.length > 0) throw new Error(`uncaught in a page: ${this.#uncaught.join('\n')}`);
  }

  async clear(hasFailed: boolean): Promise<void> {
    if (hasFailed) await this.#leavePictures();
    for (const close of this.#closers.reverse()) await close();
  }

  async #watch(context: BrowserContext): Promise<BrowserContext> {
    this.#closers.push(() => context.close());
    this.#contexts.push(context);
    context.setDefaultTimeout(PAGE_TIMEOUT_MS);
    context.on('weberror', (thrown) => this.#uncaught.push(saidBy(thrown.error())));
    await context.tracing.start({ screenshots: true, snapshots: true });
    return context;
  }

  async #leavePictures(): Promise<void> {
    const { failed = FAILED, name } = this.#options;
    const folder = join(failed, name.replace(/\W+/g, '-').slice(0, 80));
    await mkdir(folder, { recursive: true });
    for (const [number, context] of this.#contexts.entries()) {
      for (const [place, page] of context.pages().entries()) {
        // A page that crashed has no picture; the trace still says how it came to that.
        await page
          .screenshot({ path: join(folder, `context-${number}-page-${place}.png`), timeout: 5_000 })
          .catch(() => undefined);
      }
      await context.tracing
        .stop({ path: join(folder, `context-${number}-trace.zip`) })
        .catch(() => undefined);
    }
    console.warn(`Screenshots and traces are in ${folder}; npx playwright-core show-trace opens a trace.`);
  }
}

function saidBy(error: Error): string {
  return error.stack ?? error.message;
}
