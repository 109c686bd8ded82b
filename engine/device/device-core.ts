/**
 * The heart of a device: its holdings, its clock, and the one queue through which they change.
 *
 * Invariant: whoever listens hears of a step after it is stored, once, with all that it changed: so
 * that what is on screen goes from one state to the next and never shows one in between.
 */
import type * as Y from 'yjs';
import { HybridClock, type Seams } from '../clock/index.ts';
import { type MetadataIndex, RejoinError } from '../model/index.ts';
import type { Principal } from '../security/index.ts';
import { buildAgain } from './build-again.ts';
import { Closing } from './closing.ts';
import { Compaction } from './compaction.ts';
import type { DeviceState } from './device-state.ts';
import { type Holdings, loadHoldings, metadataIn, principalIn, stateIn } from './holdings.ts';
import { OpenTexts } from './open-texts.ts';
import { Presences } from './presences.ts';
import { SerialQueue } from './serial-queue.ts';
import { Step } from './step.ts';
import type { DeviceStorage } from './storage.ts';
import type { RecordKey } from './storage-keys.ts';
import { Storing } from './storing.ts';
import { guarded, type ReportError, tellListeners, throwLater } from './tell-listeners.ts';
import { refreshViews } from './view-record.ts';
import type { ViewRow } from './view-row.ts';

/** How one record's view changed. */
export interface ViewChange {
  readonly key: RecordKey;
  readonly before: ViewRow | undefined;
  readonly after: ViewRow | undefined;
}

/**
 * Takes in what a step changed, and calls nobody: what it returns tells the app, once everything on the
 * device agrees with what is stored.
 */
export type ViewListener = (changes: readonly ViewChange[]) => () => void;

export interface CoreOptions {
  readonly storage: DeviceStorage;
  readonly seams: Seams;
  readonly initialState: () => DeviceState;
  /** Takes what listeners throw; without it that is thrown again in a timer. */
  readonly onListenerError?: ReportError | undefined;
}

/** How long after storing failed it is tried again. */
const STORE_AGAIN_MS = 1_000;

export class DeviceCore {
  readonly holdings: Holdings;
  readonly clock: HybridClock;
  readonly seams: Seams;
  readonly storage: DeviceStorage;
  readonly report: ReportError;
  readonly texts: OpenTexts;
  readonly presences: Presences;
  readonly storing: Storing;
  readonly #queue = new SerialQueue();
  readonly #compaction: Compaction;
  readonly #viewListeners = new Set<ViewListener>();
  readonly #stepListeners = new Set<() => void>();
  readonly #closing = new Closing(() => this.#close());
  #isWiped = false;

  static async open(options: CoreOptions): Promise<DeviceCore> {
    const { storage } = options;
    await storage.open();
    return DeviceCore.#load(options).catch(async (error: unknown) => {
      // Nobody else could let go of it; why it can't be read says more than why it does not close.
      await storage.close().catch(() => undefined);
      throw error;
    });
  }

  static async #load(options: CoreOptions): Promise<DeviceCore> {
    const core = new DeviceCore(options, await loadHoldings(options.storage, options.initialState));
    await core.run(async (step) => {
      step.holdings.state.set('', step.state);
      for (const [key] of step.holdings.rows.entries()) step.touched.add(key);
      for (const entry of step.outbox()) step.touch(entry);
    });
    await core.#compaction.resume();
    return core;
  }

  private constructor({ storage, seams, onListenerError }: CoreOptions, holdings: Holdings) {
    this.report = onListenerError ?? throwLater(seams);
    this.texts = new OpenTexts(this.report);
    this.presences = new Presences(seams, this.report);
    this.storage = storage;
    this.seams = seams;
    this.holdings = holdings;
    const tryAgain = (): Promise<void> => this.run(async (step) => step.change({}));
    this.storing = new Storing({ seams, report: this.report, tryAgain });
    const isClosed = (): boolean => this.#isClosed;
    this.#compaction = new Compaction({ queue: this.#queue, storage, seams, isClosed });
    this.clock = new HybridClock({ now: () => seams.now(), last: this.state.stamp });
  }

  get state(): DeviceState {
    return stateIn(this.holdings);
  }

  /** The metadata that this device has. @throws RejoinError `not-provisioned` before the first. */
  get index(): MetadataIndex {
    return metadataIn(this.holdings);
  }

  get principal(): Principal {
    return principalIn(this.holdings);
  }

  /** Whether nothing new is taken. */
  get #isClosed(): boolean {
    return this.#closing.hasBegun || this.#isWiped;
  }

  /**
   * Makes a step: `make` changes, the batch is stored, and everyone hears of it.
   *
   * @throws RejoinError `storage-failed` where it is asked for after `close`; what was asked for before is done.
   */
  run<T>(make: (step: Step) => Promise<T>): Promise<T> {
    return this.#isClosed ? Promise.reject(closed()) : this.#runInTurn(make);
  }

  #runInTurn<T>(make: (step: Step) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      if (this.#isWiped) throw closed();
      const step = new Step({ ...this, openTexts: this.texts.byPlace });
      const { result, changes, built, isChanged } = await this.#store(step, make);
      this.#announce(step, changes, built);
      for (const effect of step.effects) guarded(effect, this.report);
      if (isChanged) tellListeners(this.#stepListeners, undefined, this.report);
      return result;
    });
  }

  /** Everything that can fail: when it does, memory, storage and what was typed are as before. */
  async #store<T>(step: Step, make: (step: Step) => Promise<T>) {
    const putBack: (() => void)[] = [];
    try {
      for (const live of this.texts.byPlace.values()) putBack.push(live.drain(step));
      const result = await make(step);
      await refreshViews(step);
      const changes = viewChanges(step);
      buildReturned(step, changes);
      const built = await this.texts.build(step);
      return { result, changes, built, isChanged: await this.storing.watch(() => step.commit()) };
    } catch (error) {
      for (const undo of putBack) undo();
      throw error;
    }
  }

  /** Calls `listener` after each step that changed what is seen. */
  onViews(listener: ViewListener): () => void {
    this.#viewListeners.add(listener);
    return () => this.#viewListeners.delete(listener);
  }

  /** Calls `listener` with the record after each step that changed how it is seen. */
  onRecord(key: RecordKey, listener: (row: ViewRow | undefined) => void): () => void {
    return this.onViews((changes) => {
      const change = changes.find((one) => one.key === key);
      return () => {
        if (change !== undefined) listener(change.after);
      };
    });
  }

  /** Calls `listener` after each step that stored something, and when everything was cleared. */
  onStep(listener: () => void): () => void {
    this.#stepListeners.add(listener);
    return () => this.#stepListeners.delete(listener);
  }

  /** What stores typing `ms` after it begins; a failure is tried again by itself. */
  whenIdle(ms: number): () => void {
    let isSet = false;
    const storeSoon = (delayMs: number): void => {
      if (isSet) return;
      isSet = true;
      this.seams.setTimer(delayMs, () => {
        isSet = false;
        if (!this.#isClosed) this.run(async () => undefined).catch(() => storeSoon(STORE_AGAIN_MS));
      });
    };
    return () => storeSoon(ms);
  }

  /** Stores what was typed so far. @throws RejoinError `storage-failed` where that is not on the disk. */
  async flush(): Promise<void> {
    if (!this.#isClosed) return this.run(async () => undefined);
    if (this.#closing.hasBegun) await this.#closing.run();
    if (this.#isWiped || this.texts.hasUnsaved) throw closed();
  }

  /** Does what was asked for, and takes nothing more; stays open where what was typed can't be stored. */
  close(): Promise<void> {
    return this.#closing.run();
  }

  async #close(): Promise<void> {
    await this.#queue.settled();
    if (this.#isWiped) return;
    while (this.texts.hasUnsaved) await this.#runInTurn(async () => undefined);
    this.#compaction.cancel();
    this.presences.close();
    await this.#queue.settled();
    await this.storage.close();
  }

  /**
   * Clears memory and storage, whatever else is going on, and closes. Memory is cleared also where the storage
   * fails; a later call opens that anew, since a database that failed is not to be trusted, and goes on.
   */
  async wipe(): Promise<void> {
    this.#isWiped = true;
    this.#compaction.cancel();
    await this.#queue.settled();
    try {
      await this.storage.open();
      await this.storage.clear(this.seams.reach);
    } finally {
      this.#forget();
      await this.storage.close();
    }
  }

  #forget(): void {
    const changes = Array.from(this.holdings.views, ([key, before]) => ({ key, before, after: undefined }));
    for (const table of Object.values(this.holdings)) if (table !== this.holdings.state) table.clear();
    const tellings = this.#takeIn(changes);
    this.texts.clear();
    for (const tell of tellings) guarded(tell, this.report);
    tellListeners(this.#stepListeners, undefined, this.report);
  }

  /** Whoever is told may look anywhere and open lists: so all of the views move before the first is told. */
  #announce(step: Step, changes: readonly ViewChange[], built: ReadonlyMap<string, Y.Doc>): void {
    const tellings = this.#takeIn(changes);
    this.texts.show(step, built);
    for (const tell of tellings) guarded(tell, this.report);
    if (step.hasRemoved) this.#compaction.later();
  }

  #takeIn(changes: readonly ViewChange[]): readonly (() => void)[] {
    const tellings: (() => void)[] = [];
    if (changes.length === 0) return tellings;
    for (const take of this.#viewListeners) guarded(() => tellings.push(take(changes)), this.report);
    return tellings;
  }
}

/** What was typed while a record was not there is in drafts, and not in what comes back. */
function buildReturned(step: Step, changes: readonly ViewChange[]): void {
  for (const { key, before, after } of changes) {
    if (before === undefined && after !== undefined) buildAgain(step, key);
  }
}

function closed(): RejoinError {
  return new RejoinError('storage-failed', 'the device is closed');
}

function viewChanges(step: Step): ViewChange[] {
  const { views } = step.holdings;
  return Array.from(step.touched, (key) => ({
    key,
    before: views.before(key),
    after: views.get(key),
  })).filter(({ before, after }) => before !== undefined || after !== undefined);
}
