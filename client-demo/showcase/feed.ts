/**
 * The relay's decisions as they come, the newest first.
 *
 * Invariants: as many are kept as somebody would look through; an entry that comes twice is there once; the data of
 * another relay takes the place of what was there.
 */
import type { FeedEntry } from './feed-entry.ts';

/** What a feed is read through: an `EventSource`, or what stands in for one. */
export interface EventStream {
  addEventListener(type: string, listener: (event: { readonly data: unknown }) => void): void;
  onerror: ((event: never) => void) | null;
  close(): void;
}

export interface FeedState {
  readonly entries: readonly FeedEntry[];
  /** The highest that was given. */
  readonly sequence: number;
  /** Whether the relay answers. */
  readonly isConnected: boolean;
}

const KEPT = 100;

export class Feed {
  readonly #stream: EventStream;
  readonly #listeners = new Set<() => void>();
  #incarnation: string | undefined;
  #state: FeedState = { entries: [], sequence: 0, isConnected: true };

  constructor(stream: EventStream) {
    this.#stream = stream;
    stream.addEventListener('begin', ({ data }) => this.#begin(JSON.parse(String(data))));
    stream.addEventListener('message', ({ data }) => this.#take(JSON.parse(String(data))));
    // It connects again by itself, and says where it was.
    stream.onerror = () => this.#show({ isConnected: false });
  }

  get state(): FeedState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#stream.close();
  }

  #begin({ incarnation, sequence }: { readonly incarnation: string; readonly sequence: number }): void {
    const isOther = this.#incarnation !== undefined && this.#incarnation !== incarnation;
    this.#incarnation = incarnation;
    this.#show({ sequence, isConnected: true, ...(isOther && { entries: [] }) });
  }

  #take(entry: FeedEntry): void {
    const { entries, sequence } = this.#state;
    if (entries.some(({ place }) => place === entry.place)) return;
    this.#show({
      entries: [entry, ...entries].slice(0, KEPT),
      sequence: Math.max(sequence, entry.sequence ?? 0),
    });
  }

  #show(changes: Partial<FeedState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const listener of [...this.#listeners]) listener();
  }
}
