/**
 * The audit as it grows, as server-sent events.
 *
 * A feed is told that there is something new and reads it from the store, from where it stands, so what became
 * durable while nobody could tell is in it too. Invariants: it reads only when its page takes more; a page that is
 * far behind gets the newest entries and no more, so memory is bounded whatever happens.
 */
import { RejoinError } from '../../engine/model/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import type { AuditItem } from '../store/index.ts';
import { feedEntry } from './feed-entry.ts';

/** How many entries a page begins with. */
const FIRST = 20;
/** How many it gets at once at the most; older ones are left out. */
const AT_ONCE = 100;
/** A browser that lost the connection tries again after this. */
const RETRY_MS = 1_000;
const EVENT_ID = /^([\w-]{1,64})\/(\d{1,15})\.(\d{1,9})$/;

interface Place {
  readonly batch: number;
  readonly position: number;
}

export class AuditFeed {
  readonly #organization: OpenOrganization;
  readonly #incarnation: string;
  readonly #onEnd: () => void;
  readonly #unwatch: () => void;
  #after: Place | undefined;
  #hasGrown = false;
  #hasEnded = false;
  #wake: (() => void) | undefined;

  /**
   * @param lastEventId where a feed of the same page ended, as the browser says it
   * @param onEnd called once it has ended
   */
  constructor(organization: OpenOrganization, lastEventId: string | null, onEnd: () => void) {
    this.#organization = organization;
    this.#onEnd = onEnd;
    this.#incarnation = organization.store.durable.state()?.incarnation ?? '';
    this.#unwatch = organization.onLogGrown(() => {
      this.#hasGrown = true;
      this.#wake?.();
    });
    const [, incarnation, batch, position] = EVENT_ID.exec(lastEventId ?? '') ?? [];
    // Places of other data mean nothing here.
    if (incarnation === this.#incarnation) this.#after = { batch: Number(batch), position: Number(position) };
  }

  /** The events as bytes; whoever cancels it ends the feed. */
  stream(): ReadableStream<Uint8Array> {
    const events = this.#events();
    const encoder = new TextEncoder();
    let isCanceled = false;
    return new ReadableStream({
      async pull(controller) {
        const { value, done } = await events.next();
        if (isCanceled) return;
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: () => {
        isCanceled = true;
        this.end();
      },
    });
  }

  /** Ends the events. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#unwatch();
    this.#wake?.();
    this.#onEnd();
  }

  async *#events(): AsyncGenerator<string, undefined> {
    const { lastSequence: sequence } = this.#organization.store;
    const begin = JSON.stringify({ incarnation: this.#incarnation, sequence });
    yield `retry: ${RETRY_MS}\nevent: begin\ndata: ${begin}\n\n`;
    while (!this.#hasEnded) {
      this.#hasGrown = false;
      const items = await this.#newItems();
      for (const item of items) {
        const { batch, position } = item;
        this.#after = { batch, position };
        const data = JSON.stringify(feedEntry(item, this.#organization));
        yield `id: ${this.#incarnation}/${batch}.${position}\ndata: ${data}\n\n`;
      }
      if (items.length === 0) await this.#grown();
    }
    return undefined;
  }

  /** The entries behind where the feed stands, oldest first. */
  async #newItems(): Promise<readonly AuditItem[]> {
    const items: AuditItem[] = [];
    const limit = this.#after === undefined ? FIRST : AT_ONCE;
    try {
      for await (const item of this.#organization.store.audit({ limit })) {
        if (this.#after !== undefined && !isBehind(item, this.#after)) break;
        items.push(item);
      }
    } catch (error) {
      // The store is being opened again; the feed is woken when it is.
      if (error instanceof RejoinError && error.code === 'storage-failed') return [];
      throw error;
    }
    return items.reverse();
  }

  async #grown(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#hasGrown || this.#hasEnded) resolve();
    });
    this.#wake = undefined;
  }
}

function isBehind(item: Place, after: Place): boolean {
  return item.batch > after.batch || (item.batch === after.batch && item.position > after.position);
}
