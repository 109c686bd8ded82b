/**
 * Who follows an organization's log: sessions, one for each device at the most, and whoever else watches it.
 *
 * Invariant: a session that is told to end may take itself out while the others are being told.
 */
import type { DeviceNumber, Refusal } from '../../engine/model/index.ts';
import type { PresenceMember, PresenceRooms } from './presence-rooms.ts';

/** What the organization tells a session that follows it. */
export interface Follower extends PresenceMember {
  /** Something is durable that the session may have to send. */
  wake(): void;
  /** Rights or metadata changed. */
  review(): void;
  /** The session met a defect, and ends. */
  fail(error: unknown): void;
  /** The session ends, with this code. */
  end(refusal: Refusal): void;
}

export class Followers {
  readonly #byDevice = new Map<DeviceNumber, Follower>();
  readonly #presence: Pick<PresenceRooms, 'leave' | 'review'>;
  readonly #watchers = new Set<() => void>();

  /** @param presence who is shown to others while they follow */
  constructor(presence: Pick<PresenceRooms, 'leave' | 'review'>) {
    this.#presence = presence;
  }

  /** Adds a session; an earlier one of the same device ends. */
  add(follower: Follower): void {
    this.end(follower.device, sessionReplaced);
    this.#byDevice.set(follower.device, follower);
  }

  remove(follower: Follower): void {
    if (this.#byDevice.get(follower.device) === follower) this.#byDevice.delete(follower.device);
    this.#presence.leave(follower);
  }

  /** Calls the watcher with each waking. Returns what ends it. */
  watch(watcher: () => void): () => void {
    const own = () => watcher();
    this.#watchers.add(own);
    return () => void this.#watchers.delete(own);
  }

  /** Ends the session of a device, where it has one. */
  end(device: DeviceNumber, refusal: Refusal): void {
    this.#byDevice.get(device)?.end(refusal);
  }

  /** Ends every session. */
  endAll(refusal: Refusal): void {
    for (const follower of [...this.#byDevice.values()]) follower.end(refusal);
  }

  wake(): void {
    for (const follower of this.#byDevice.values()) follower.wake();
    for (const watcher of this.#watchers) watcher();
  }

  /** One that fails ends; the others are reviewed all the same, or they would go on with rights that are gone. */
  review(): void {
    for (const follower of this.#byDevice.values()) {
      try {
        follower.review();
      } catch (error) {
        follower.fail(error);
      }
    }
    this.#presence.review();
  }
}

const sessionReplaced: Refusal = {
  code: 'session-replaced',
  reason: 'The device connected a second time; the newer connection goes on.',
};
