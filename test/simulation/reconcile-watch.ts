/**
 * Knows which tablets are between two states: while a first download or a reconcile runs, a tablet may show
 * one record of a transaction as it is now and another as it was.
 *
 * Invariant: it says so from the welcome (or the first range) on until every entity is complete and the
 * tablet has stored everything up to the latest state that a range showed.
 */
import type { SeenRelayMessage, SeenStored } from '../world/observer-frames.ts';

interface Reconciling {
  /** Entities of which ranges are still to come. */
  readonly open: Set<string>;
  /** Pages that end an entity, by their numbers on the newest connection. */
  readonly endsAt: Map<number, string>;
  /** Of the latest state that a range showed. */
  sequence: number;
  cursor: number;
}

export class ReconcileWatch {
  readonly #devices = new Map<string, Reconciling>();

  isReconciling(device: string): boolean {
    return this.#devices.has(device);
  }

  /** A message has arrived at the device. */
  arrived(device: string, message: SeenRelayMessage): void {
    if (message.type === 'welcome') {
      const known = this.#of(device);
      known.open.clear();
      known.endsAt.clear();
      for (const { entity, action } of message.plan) if (action !== 'resume') known.open.add(entity);
      this.#settle(device, known);
      return;
    }
    if (message.type !== 'page') return;
    const { range, page } = message;
    if (range !== undefined) {
      const known = this.#of(device);
      known.sequence = Math.max(known.sequence, range.sequence);
      known.open.add(range.entity);
      known.endsAt.delete(page);
      if (range.upTo === undefined) known.endsAt.set(page, range.entity);
    }
    for (const item of message.items) {
      if (item.kind === 'leave' && item.id === undefined) this.#of(device).endsAt.set(page, item.entity);
    }
  }

  /** The device says that it has stored a page. */
  stored(device: string, { page, cursor }: SeenStored): void {
    const known = this.#devices.get(device);
    if (known === undefined) return;
    known.cursor = cursor;
    const ended = known.endsAt.get(page);
    if (ended !== undefined) known.open.delete(ended);
    known.endsAt.delete(page);
    this.#settle(device, known);
  }

  #settle(device: string, { open, cursor, sequence }: Reconciling): void {
    if (open.size === 0 && cursor >= sequence) this.#devices.delete(device);
  }

  #of(device: string): Reconciling {
    const known = this.#devices.get(device);
    if (known !== undefined) return known;
    const fresh = { open: new Set<string>(), endsAt: new Map<number, string>(), sequence: 0, cursor: 0 };
    this.#devices.set(device, fresh);
    return fresh;
  }
}
