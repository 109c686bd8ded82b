/**
 * What the relay's log says of the ledger's edits, read entry by entry by the observer.
 *
 * Invariant: read on after each death from where it was, so a log that was written again, or that lost
 * its end, does not fit what was read before.
 */
import { insertedBy } from '../world/observer-documents.ts';
import type { SeenEntry } from '../world/observer-log.ts';
import { ObservedRelay } from '../world/observer-relay.ts';
import type { Ledger } from './ledger.ts';
import { ORGANIZATION } from './organization.ts';
import { readStored } from './stored-folder.ts';

export class RelayLog {
  readonly relay = new ObservedRelay();
  /** By marker or token of a transaction: the changes that brought it, and into which records. */
  readonly brought = new Map<string, { readonly change: string; readonly key: string }[]>();
  /** By record: under which sequence numbers it changed; null behind where it was deleted. */
  readonly #history = new Map<string, { readonly sequence: number; readonly version: number | null }[]>();

  /** The record's version when the log ended at a sequence number; null where there was none. */
  versionAt(key: string, sequence: number): number | null {
    const past = this.#history.get(key)?.filter((change) => change.sequence <= sequence);
    return past?.at(-1)?.version ?? null;
  }

  get everKnown(): Iterable<string> {
    return this.#history.keys();
  }

  #changed(key: string, sequence: number, version: number | null): void {
    this.#history.set(key, [...(this.#history.get(key) ?? []), { sequence, version }]);
  }

  /** Reads what is new in the folder of a dead relay, and holds it against what was acknowledged so far. */
  async readOn(databaseFolder: string, ledger: Ledger): Promise<void> {
    const stored = await readStored(databaseFolder);
    const before = this.relay.batch;
    const last = this.relay.readOn(
      (batch) => stored.get(logKey(batch)),
      () => undefined,
    );
    if (before > 0 && stored.get(logKey(before)) === undefined) {
      ledger.problems.push(`lost: the log ends before batch ${before}, which it had`);
    }
    for (const entry of last) this.#note(entry);
    for (const [change, sequence] of ledger.accepted) {
      const found = this.relay.changes.get(change)?.sequence;
      if (found === sequence) continue;
      const what = `change ${change}, acknowledged as ${sequence}`;
      ledger.problems.push(`lost: ${what}, is ${found ?? 'not'} in the log`);
    }
  }

  #note(entry: SeenEntry): void {
    if (entry.kind === 'rebuilt') {
      const { versionnumber } = entry.system;
      this.#changed(`${entry.entity}/${entry.id}`, versionnumber, versionnumber);
    }
    if (entry.kind !== 'accepted') return;
    const change = `${entry.device}/${entry.number}`;
    for (const { entity, id, parts, system } of entry.operations) {
      this.#changed(`${entity}/${id}`, entry.sequence, system?.versionnumber ?? null);
      for (const text of parts.flatMap(({ update }) => insertedBy(update))) {
        for (const [marker] of text.matchAll(/~k\d{6}~|^group \d+$/g)) {
          const known = this.brought.get(marker) ?? [];
          this.brought.set(marker, [...known, { change, key: `${entity}/${id}` }]);
        }
      }
    }
  }
}

const logKey = (batch: number): string => `${ORGANIZATION}/L/${batch.toString(16).padStart(14, '0')}`;
