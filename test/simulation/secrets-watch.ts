/**
 * Watches what a tablet keeps of others beside its records: once a record has left it, or read on a column has
 * ended, its outbox and its drafts hold nothing there but what its own person typed, also as long as the changes
 * are not decided.
 *
 * Judged by what the tablet has stored of records and rights itself: it may not have heard of newer ones.
 */
import { readHiddenColumns } from '../world/observer-device.ts';
import type { DeviceProcess } from './device-process.ts';
import { type Ledger, markersIn } from './ledger.ts';

const LOOKED_INTO: ReadonlySet<string> = new Set(['outbox', 'draft']);

export class SecretsWatch {
  readonly problems: string[] = [];
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Looks at a tablet on which nothing is under way. */
  look({ name, disk }: DeviceProcess): void {
    const stored = disk.durable;
    const kept = [...stored].filter(([key]) => LOOKED_INTO.has(key.split('/')[0] ?? ''));
    if (kept.length === 0) return;
    const hidden = readHiddenColumns(stored);
    for (const [key, bytes] of kept) {
      for (const marker of new Set(markersIn(Buffer.from(bytes).toString('latin1')))) {
        const typed = this.#ledger.typed.get(marker);
        if (typed === undefined) continue;
        const { device, era, entity, id, attribute } = typed;
        if (device === name && era === this.#ledger.eraOf(name)) continue;
        if (stored.has(`row/${entity}/${id}`) && !hidden.has(`${entity}.${attribute}`)) continue;
        this.problems.push(
          `[P5] ${key} of ${name} holds ${marker} of ${entity}/${id}.${attribute} after it left`,
        );
      }
    }
  }
}
