/**
 * One session with the relay, from its welcome on: what it says is applied in the order of saying, and
 * what it asks for is answered once that is stored.
 *
 * Invariant: a page is confirmed (`stored`) after its batch is on the disk, never before; nothing of an
 * ended session is sent in a later one.
 */
import { type Code, RejoinError } from '../model/index.ts';
import type { DeviceMessage, Fault, Notice, Page, RelayMessage, Welcome } from '../protocol/index.ts';
import { applyMetadata } from './apply-metadata.ts';
import { applyPage } from './apply-page.ts';
import { applyVerdict } from './apply-verdict.ts';
import type { DeviceCore } from './device-core.ts';
import { ChangeSender } from './send-changes.ts';
import type { Step } from './step.ts';
import type { SyncState } from './sync-state.ts';
import { takeIncarnation } from './take-incarnation.ts';
import { Asked } from './wanted.ts';

export interface SyncSessionOptions {
  readonly core: DeviceCore;
  readonly status: SyncState;
  readonly send: (message: DeviceMessage) => void;
  /** The session can't go on; the class of the code says what follows. */
  readonly onFault: (code: Code, reason: string) => void;
  /** A step of the session is stored. */
  readonly onProgress: () => void;
}

export class SyncSession {
  readonly #options: SyncSessionOptions;
  readonly #welcome: Welcome;
  readonly #incomplete: Set<string>;
  readonly #sender: ChangeSender;
  readonly #asked = new Asked();
  /** Until what the welcome says is taken over. */
  #isBeginning = true;
  /** Until the metadata that the relay has is here. */
  #awaitsMetadata = false;
  #isEnded = false;

  constructor(options: SyncSessionOptions, welcome: Welcome) {
    this.#options = options;
    this.#welcome = welcome;
    this.#incomplete = new Set(
      welcome.plan.filter(({ action }) => action !== 'resume').map(({ entity }) => entity),
    );
    this.#sender = new ChangeSender({
      seams: options.core.seams,
      limits: welcome.limits,
      runStep: (make) => options.core.run(make),
      send: (message) => this.#send(message),
    });
  }

  /** Whether everything that the relay had at the welcome is here. */
  get isCaughtUp(): boolean {
    if (this.#isBeginning || this.#awaitsMetadata || this.#incomplete.size > 0) return false;
    return this.#options.core.state.cursor >= this.#welcome.sequence;
  }

  /** Takes over what the welcome says, and begins to send. */
  begin(): void {
    this.#apply(async (step) => {
      this.#checkIdentity(step);
      const { clock, deviceNumber, limits } = this.#welcome;
      const { maxChangeBytes, maxOperations } = limits;
      step.clock.correct(clock);
      await takeIncarnation(step, this.#welcome);
      step.change({ deviceNumber, limits: { maxChangeBytes, maxOperations } });
      step.afterwards(() => {
        this.#isBeginning = false;
        this.#awaitsMetadata = step.state.metadataVersion < this.#welcome.metadataVersion;
        this.#ask(step);
      });
    }).then(() => {
      if (!this.#isEnded) this.#sender.begin().catch((error: unknown) => this.#fail(error));
    });
  }

  handle(message: Exclude<RelayMessage, Welcome>): void {
    switch (message.type) {
      case 'metadata':
        void this.#apply(async (step) => {
          await applyMetadata(step, message);
          step.afterwards(() => {
            this.#awaitsMetadata = false;
            this.#options.status.update({ isMetadataAvailable: false });
          });
        });
        break;
      case 'page':
        this.#page(message);
        break;
      case 'accepted':
      case 'rejected':
      case 'reform':
        void this.#apply((step) => {
          step.passes('before-verdict', 'after-verdict');
          return applyVerdict(step, message);
        }).then(() => this.wake());
        break;
      case 'resume-at':
        this.#sender.resumeAt(message);
        break;
      case 'notice':
        this.#notice(message);
        break;
      case 'fault':
        this.#fault(message);
        break;
      case 'presence':
        this.#options.core.presences.receive(message);
        break;
      case 'pong':
        break;
    }
  }

  /** There may be something new to send. */
  wake(): void {
    this.#sender.wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#sender.close();
  }

  #page(page: Page): void {
    void this.#apply(async (step) => {
      step.passes('before-page', 'after-page');
      await applyPage(step, page);
      const { range } = page;
      step.afterwards(() => {
        if (range !== undefined && range.upTo === undefined) this.#incomplete.delete(range.entity);
        for (const item of page.items) {
          if (item.kind === 'leave' && item.id === undefined) this.#forgetDownload(item.entity);
        }
        this.#send({ type: 'stored', cursor: step.state.cursor, page: page.page });
        this.#asked.answeredBy(page);
        this.#ask(step);
        if (page.progress !== undefined) this.#noteDownload(page.progress);
      });
    }).then(() => this.wake());
  }

  #ask({ state }: Step): void {
    const records = this.#asked.next(state.wanted ?? []);
    if (records.length > 0) this.#send({ type: 'want', records });
  }

  #noteDownload({ entity, sent, total, bytes }: NonNullable<Page['progress']>): void {
    const { status } = this.#options;
    status.update({ progress: { ...status.status.progress, [entity]: { sent, total, bytes } } });
  }

  /** The entity is no longer offline: nothing of it is still to come. */
  #forgetDownload(entity: string): void {
    this.#incomplete.delete(entity);
    const { status } = this.#options;
    const { [entity]: gone, ...progress } = status.status.progress;
    if (gone !== undefined) status.update({ progress });
  }

  #notice({ kind, text }: Notice): void {
    if (kind === 'metadata-available') this.#options.status.update({ isMetadataAvailable: true });
    if (kind === 'device-revoked') this.#options.onFault('device-revoked', text);
    if (kind === 'account-disabled') this.#options.onFault('account-disabled', text);
  }

  #fault({ code, reason }: Fault): void {
    this.#options.onFault(code, reason);
  }

  /** A device that was restored or copied must not go on under its numbers. */
  #checkIdentity(step: Step): void {
    const { deviceNumber, nextNumber, incarnation } = step.state;
    // A relay that was restored from before it met this device gives it another number.
    const isRestored = incarnation !== '' && incarnation !== this.#welcome.incarnation;
    const isOther = deviceNumber !== null && deviceNumber !== this.#welcome.deviceNumber && !isRestored;
    if (isOther || this.#welcome.lastDecided >= nextNumber) {
      throw new RejoinError('number-reused');
    }
  }

  async #apply(make: (step: Step) => Promise<void>): Promise<void> {
    try {
      await this.#options.core.run(async (step) => {
        if (this.#isEnded) return;
        await make(step);
        step.change({ lastSync: Math.floor(step.seams.now()) });
      });
      if (!this.#isEnded) this.#options.onProgress();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#isEnded) return;
    const reason = error instanceof Error ? error.message : 'unknown';
    this.#options.onFault(error instanceof RejoinError ? error.code : 'internal-error', reason);
  }

  #send(message: DeviceMessage): void {
    if (!this.#isEnded) this.#options.send(message);
  }
}
