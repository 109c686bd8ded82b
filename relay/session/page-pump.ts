/**
 * Sends a session its pages, as fast as the device stores them and no faster.
 *
 * Invariant: at most `maxPages` pages are unconfirmed and at most one is being made; nothing is queued.
 * When credit comes back, the feed reads on from where it was.
 */
import type { RecordId } from '../../engine/model/index.ts';
import type { RelayMessage } from '../../engine/protocol/index.ts';
import type { PageContent, PageFeed } from '../routing/index.ts';
import type { SessionLimits } from './session-limits.ts';

export interface PagePumpOptions {
  readonly feed: PageFeed;
  readonly limits: SessionLimits;
  send(message: RelayMessage): void;
  bufferedAmount(): number;
  setTimer(ms: number, run: () => void): () => void;
  /** The feed could not be read. */
  fail(error: unknown): void;
}

/** How long a full socket is left alone before it is looked at again. */
const FULL_SOCKET_MS = 20;

export class PagePump {
  readonly #options: PagePumpOptions;
  #sent = 0;
  #confirmed = 0;
  #isRunning = false;
  #isWoken = false;
  readonly #stopper = new AbortController();
  #cancelRetry: () => void = () => {};

  constructor(options: PagePumpOptions) {
    this.#options = options;
  }

  /** There may be something to send. */
  wake(): void {
    this.#isWoken = true;
    if (!this.#isRunning && !this.#isStopped) void this.#run();
  }

  /** The device has stored all pages up to this one; false for one that was never sent. */
  confirm(page: number): boolean {
    if (page > this.#sent || page < this.#confirmed) return false;
    this.#confirmed = page;
    this.wake();
    return true;
  }

  /** Asks for records anew; false when that would be more than the limit. */
  want(records: readonly { readonly entity: string; readonly id: RecordId }[]): boolean {
    const { feed, limits } = this.#options;
    if (feed.wantedCount + records.length > limits.maxWanted) return false;
    feed.want(records);
    this.wake();
    return true;
  }

  /** These entities are sent again, before any further change. */
  reconcile(entities: readonly string[]): void {
    if (entities.length > 0) this.#options.feed.reconcile(entities);
    this.wake();
  }

  /** Nothing is sent any more, and what is being read for it is left. */
  stop(): void {
    this.#stopper.abort();
    this.#cancelRetry();
  }

  get #isStopped(): boolean {
    return this.#stopper.signal.aborted;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#isWoken && this.#hasCredit()) {
        this.#isWoken = false;
        const hasMore = await this.#options.feed.next((content) => this.#send(content), this.#stopper.signal);
        if (hasMore) this.#isWoken = true;
      }
    } catch (error) {
      if (!this.#isStopped) this.#options.fail(error);
    } finally {
      this.#isRunning = false;
    }
  }

  #send(content: PageContent): void {
    if (this.#isStopped) return;
    this.#sent += 1;
    this.#options.send({ type: 'page', page: this.#sent, ...content });
  }

  #hasCredit(): boolean {
    const { limits, bufferedAmount, setTimer } = this.#options;
    if (this.#isStopped || this.#sent - this.#confirmed >= limits.maxPages) return false;
    if (bufferedAmount() < limits.maxBufferedBytes) return true;
    this.#cancelRetry();
    this.#cancelRetry = setTimer(FULL_SOCKET_MS, () => this.wake());
    return false;
  }
}
