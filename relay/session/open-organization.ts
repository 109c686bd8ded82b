/**
 * One organization while it is served: its store, directory and metadata, the queue of its commits,
 * and the sessions that follow its log.
 *
 * Invariant: a change is judged by what was decided before it, staged or durable; what is told is durable. When the
 * store fails all of this is built again from what is durable; sessions stay, and are told to send again.
 */
import {
  type DeviceId,
  type DeviceNumber,
  indexMetadata,
  type Metadata,
  type MetadataIndex,
  newRecordId,
  type Refusal,
  type SequenceNumber,
  type UserId,
} from '../../engine/model/index.ts';
import type { Hello, Push } from '../../engine/protocol/index.ts';
import type { Directory, DirectoryChange } from '../../engine/security/index.ts';
import { Candidates, CommitQueue, type JudgeQuestion, judgeChange, type Verdict } from '../commit/index.ts';
import type { DirectoryView } from '../directory/index.ts';
import { LogTail, type ScopeView } from '../routing/index.ts';
import type { LogBatch, RelayStore, StoredDevice } from '../store/index.ts';
import { ChangeRates } from './change-rates.ts';
import { type Configuration, type ConfigurationPlan, tryConfiguration } from './configuration.ts';
import { Enrolment } from './enrolment.ts';
import { type Follower, Followers } from './followers.ts';
import { beginIncarnation, knowsMore } from './lost-tail.ts';
import type { OpenOrganizationOptions, RelayWork } from './organization-options.ts';
import { PresenceRooms } from './presence-rooms.ts';
import { RulesInForce } from './rules.ts';
import { deviceRevoked, restored } from './session-faults.ts';

/** Between two attempts to reopen a failed store. */
const REOPEN_MS = 500;

export class OpenOrganization {
  readonly #options: OpenOrganizationOptions;
  readonly presence: PresenceRooms;
  readonly #followers: Followers;
  readonly #rates: ChangeRates;
  #store: RelayStore;
  #rules: RulesInForce;
  readonly #enrolment: Enrolment;
  #candidates: Candidates;
  #queue: CommitQueue;
  #tail = new LogTail();
  /** The incarnation that was there when the store was opened. */
  #openedAs: string | undefined;
  #isClosed = false;
  #cancelReopen: (() => void) | undefined;

  private constructor(options: OpenOrganizationOptions, store: RelayStore, enrolment: Enrolment) {
    this.#options = options;
    this.presence = new PresenceRooms(this, options.seams);
    this.#followers = new Followers(this.presence);
    this.#rates = new ChangeRates(options.limits);
    this.#store = store;
    this.#rules = new RulesInForce(store);
    this.#enrolment = enrolment;
    this.#openedAs = store.state()?.incarnation;
    this.#candidates = new Candidates(options.maxDocumentBytes);
    this.#queue = this.#newQueue(store);
    store.watch({
      onFailed: (error) => this.#queue.close(error),
      onReloaded: () => this.#resume(store),
    });
  }

  /** Opens the organization's store and reads its directory. Throws what the store throws. */
  static async open(options: OpenOrganizationOptions): Promise<OpenOrganization> {
    const store = await options.openStore();
    return new OpenOrganization(options, store, await Enrolment.of(store, options.limits));
  }

  get store(): RelayStore {
    return this.#store;
  }
  /** As far as it is durable, like metadata. */
  get directory(): DirectoryView {
    return this.#rules.durable.directory;
  }
  get tail(): LogTail {
    return this.#tail;
  }
  get metadata(): MetadataIndex | undefined {
    return this.#rules.durable.metadata;
  }
  /** Whether commits are taken at this moment. */
  get isReady(): boolean {
    return !this.#isClosed && this.#store.status === 'open' && !this.#queue.isClosed;
  }

  /** What the user sees; undefined for who is unknown or disabled, or before metadata was published. */
  view(userId: UserId): ScopeView | undefined {
    return this.#rules.view(userId);
  }

  /** Counts a change of the device; how many milliseconds it is to wait where it sends more than it may, or 0. */
  takeRate({ number, userId }: StoredDevice): number {
    return this.#rates.take(number, userId, this.#options.seams.now());
  }

  /** Judges a change in its turn; resolves when the decision is durable. */
  judge(
    device: StoredDevice,
    push: Push,
    { contentHash, firstNumber }: Pick<JudgeQuestion, 'contentHash' | 'firstNumber'>,
  ): Promise<Verdict> {
    return this.#queue.run((time) =>
      judgeChange({
        device,
        push,
        contentHash,
        firstNumber,
        time,
        store: this.#store,
        ...this.#rules.staged,
        candidates: this.#candidates,
        limits: this.#options.limits,
        onDefect: this.#options.onDefect,
      }),
    );
  }

  /** Changes the directory, or says why not; followers are told when it is durable. */
  changeDirectory(
    change: DirectoryChange | ((directory: Directory) => DirectoryChange),
    by: UserId | null,
  ): Promise<Refusal | SequenceNumber> {
    if (typeof change !== 'function') return this.configure({ changes: [change] }, by);
    return this.configure(({ directory }) => ({ changes: [change(directory)] }), by);
  }

  /** Publishes metadata that `parseMetadata` accepted; its version must be the next one. */
  publish(metadata: Metadata, by: UserId | null): Promise<Refusal | SequenceNumber> {
    return this.configure({ changes: [], metadata }, by);
  }

  /**
   * Changes the directory and publishes metadata in one batch: all of it, or, where one is refused, nothing.
   *
   * @param wanted or how it follows from what holds when its turn comes, after what was asked for before
   */
  async configure(
    wanted: Configuration | ConfigurationPlan,
    by: UserId | null,
  ): Promise<Refusal | SequenceNumber> {
    const result = await this.#queue.run((): Refusal | SequenceNumber => {
      const store = this.#store;
      const { staged } = this.#rules;
      const published = { metadata: staged.metadata?.metadata, withdrawn: store.withdrawnAttributes() };
      const current = { directory: staged.directory.directory, published };
      const configuration = typeof wanted === 'function' ? wanted(current) : wanted;
      if ('code' in configuration) return configuration;
      const { changes, metadata } = configuration;
      if (changes.length === 0 && metadata === undefined) return store.nextSequence - 1;
      const directory = tryConfiguration(configuration, current.directory, published);
      if ('code' in directory) return directory;
      for (const change of changes)
        store.stage({ kind: 'directory', sequence: store.nextSequence, by, change });
      if (metadata !== undefined) {
        store.stage({ kind: 'metadata', sequence: store.nextSequence, by, metadata });
        this.#candidates.clear();
      }
      const index = metadata === undefined ? staged.metadata : indexMetadata(metadata);
      const sequence = store.nextSequence - 1;
      this.#rules.stage({ directory, metadata: index }, sequence);
      return sequence;
    });
    if (typeof result === 'number') this.#followers.review();
    return result;
  }

  /**
   * Runs work of the relay itself (an import) in its turn among the commits; resolves when what it staged is
   * durable. The job stages entries whole, and drops the candidates of parts that it wrote.
   */
  runJob<T>(job: (work: RelayWork) => T): Promise<T> {
    const { maxRecordBytes } = this.#options.limits;
    return this.#queue.run((time) =>
      job({
        ...{ time, maxRecordBytes, store: this.#store },
        ...{ directory: this.#rules.staged.directory, candidates: this.#candidates },
      }),
    );
  }

  /** Begins a new incarnation where the device knows more than the log holds; every session begins again then. */
  async admitLoss(hello: Hello): Promise<void> {
    const isLost = (): boolean =>
      this.#store.state()?.incarnation === this.#openedAs && knowsMore(hello, this.#store);
    if (!isLost()) return;
    const begun = await this.#queue.run(() => {
      if (!isLost()) return undefined;
      const incarnation = newRecordId(this.#options.seams);
      beginIncarnation(this.#store, incarnation, hello);
      // The relay writes under another client id from here on.
      this.#candidates.clear();
      return incarnation;
    });
    if (begun === undefined) return;
    this.#options.onRestored(begun);
    this.#followers.endAll(restored);
  }

  /** The device under its id; enrolls it for the user where it is new and they have not too many. */
  async enroll(deviceId: DeviceId, userId: UserId): Promise<StoredDevice | Refusal> {
    const device = await this.#queue.run(() => this.#enrolment.enroll(this.#store, deviceId, userId));
    if ('number' in device) this.#enrolment.settle(device.number);
    return device;
  }

  /** Revokes a device for ever; it wipes itself at its next contact, at once where it is connected. */
  async revokeDevice(number: DeviceNumber): Promise<Refusal | SequenceNumber> {
    const result = await this.#queue.run(() => this.#enrolment.revoke(this.#store, number));
    if (typeof result !== 'number') return result;
    this.#enrolment.settle(number);
    this.#followers.end(number, deviceRevoked);
    return result;
  }

  /** Adds a session; an earlier one of the same device ends. */
  follow(follower: Follower): void {
    this.#followers.add(follower);
  }

  unfollow(follower: Follower): void {
    this.#followers.remove(follower);
  }

  /**
   * Calls `listener`, which must not throw, whenever the audit may have new entries: they are durable then, and
   * it reads from the store what it wants of them. Returns what ends it.
   */
  onLogGrown(listener: () => void): () => void {
    return this.#followers.watch(listener);
  }

  /** Finishes what is under way, flushes and closes the store. Sessions are the caller's to end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelReopen?.();
    await this.#queue.whenIdle();
    if (this.#store.status === 'open') await this.#store.close();
  }

  #newQueue(store: RelayStore): CommitQueue {
    return new CommitQueue({
      store,
      now: () => this.#options.seams.now(),
      onDurable: (batch) => this.#onDurable(batch),
      onFailed: (error) => this.#onFailed(error),
    });
  }

  #onDurable(batch: LogBatch): void {
    this.#rules.settle(this.#store.lastSequence);
    this.#tail.append(batch);
    this.#followers.wake();
    this.presence.recheck(batch);
  }

  #onFailed(error: unknown): void {
    this.#options.onStorage('failed', error);
    this.#candidates.clear();
    this.#scheduleReopen();
  }

  #scheduleReopen(): void {
    if (this.#isClosed) return;
    this.#cancelReopen = this.#options.seams.setTimer(REOPEN_MS, () => void this.#reopen());
  }

  async #reopen(): Promise<void> {
    try {
      await this.#options.openStore();
      if (!this.isReady) this.#resume(this.#store);
    } catch (error) {
      this.#options.onStorage('failed', error);
      this.#scheduleReopen();
    }
  }

  /** Goes on from what is on disk, in the same step in which the store shows it. */
  #resume(store: RelayStore): void {
    if (this.#isClosed) return;
    this.#rules = new RulesInForce(store);
    this.#openedAs = store.state()?.incarnation;
    this.#cancelReopen?.();
    this.#enrolment.recheck(store);
    this.#tail = new LogTail();
    this.#candidates.clear();
    this.#queue = this.#newQueue(store);
    this.#options.onStorage('open');
    this.#followers.review();
    this.#followers.wake();
  }
}
