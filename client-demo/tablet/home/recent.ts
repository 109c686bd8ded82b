/** The records that were opened last on this tablet by its user, the newest first. */
import type { KeptTexts } from '../session/kept-texts.ts';

export interface RecentRecord {
  readonly entity: string;
  readonly id: string;
}

const MOST = 8;

export class RecentRecords {
  readonly #kept: KeptTexts;
  readonly #key: string;
  readonly #listeners = new Set<() => void>();
  #records: readonly RecentRecord[];

  /** @param whose names the tablet and its user. */
  constructor(kept: KeptTexts, whose: string) {
    this.#kept = kept;
    this.#key = `${whose}/recent`;
    this.#records = read(kept.get(this.#key));
  }

  get records(): readonly RecentRecord[] {
    return this.#records;
  }

  /** Puts the record first. */
  note({ entity, id }: RecentRecord): void {
    const [first] = this.#records;
    if (first?.entity === entity && first.id === id) return;
    const others = this.#records.filter((record) => record.entity !== entity || record.id !== id);
    this.#records = [{ entity, id }, ...others].slice(0, MOST);
    this.#kept.set(this.#key, JSON.stringify(this.#records));
    for (const listener of [...this.#listeners]) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** What was kept; nothing where that is something else. */
function read(text: string | undefined): readonly RecentRecord[] {
  try {
    const records: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(records) ? records.filter(isRecord).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function isRecord(value: unknown): value is RecentRecord {
  if (typeof value !== 'object' || value === null || !('entity' in value) || !('id' in value)) return false;
  return typeof value.entity === 'string' && typeof value.id === 'string';
}
