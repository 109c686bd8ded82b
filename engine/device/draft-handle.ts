/**
 * A draft as an app shows it: what was there, what was wanted, why it was refused, and what can be
 * done with it. A snapshot; the list of drafts is made anew when something changed.
 */
import type { ChangeId, RecordId, Values } from '../model/index.ts';
import type { DeviceCore } from './device-core.ts';
import type { Draft, DraftOperation, DraftReason } from './draft.ts';
import { discardDraft, editDraft, retryDraft } from './retry-draft.ts';

export class DraftHandle {
  readonly #core: DeviceCore;
  readonly #draft: Draft;

  constructor(core: DeviceCore, draft: Draft) {
    this.#core = core;
    this.#draft = draft;
  }

  get id(): ChangeId {
    return this.#draft.id;
  }

  get why(): DraftReason {
    return this.#draft.why;
  }

  /** Unix milliseconds. */
  get since(): number {
    return this.#draft.since;
  }

  /** The draft that this one builds on; retrying that one retries this. */
  get dependsOn(): ChangeId | null {
    return this.#draft.dependsOn;
  }

  /** What it would do, as plain data: also what an app exports. */
  get operations(): readonly Omit<DraftOperation, 'texts'>[] {
    return this.#draft.operations.map(({ texts: _kept, ...operation }) => operation);
  }

  /** Changes what it wants, of the record named, or of its only one. */
  async edit(values: Values, record?: RecordId): Promise<void> {
    await this.#core.run(async (step) => editDraft(step, this.id, values, record));
  }

  /** Sends it again, and then what depends on it. @throws RejoinError `record-gone` when its record is. */
  async retry(): Promise<void> {
    await this.#core.run((step) => retryDraft(step, this.id));
  }

  /** Sends the rest of it again. */
  async retryWithout(attributes: readonly string[]): Promise<void> {
    await this.#core.run((step) => retryDraft(step, this.id, attributes));
  }

  async discard(): Promise<void> {
    await this.#core.run(async (step) => discardDraft(step, this.id));
  }
}
