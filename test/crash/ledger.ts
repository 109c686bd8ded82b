/**
 * The ledger, outside of every process that is killed: what was tried, what a device said is stored, and
 * what the relay said is accepted.
 *
 * Invariant: an entry is made before the device is asked, and marked only by what the device answered.
 * Each value typed is unlike every other, so that it can be found wherever it went.
 */
export interface Edit {
  readonly marker: string;
  readonly device: string;
  readonly entity: string;
  readonly record: string;
  readonly attribute: string;
  /** The order in which edits were asked for. */
  readonly order: number;
  /** The transaction that it belongs to. */
  readonly group: Group | undefined;
  /** The device said that it is stored. */
  isStored: boolean;
  /** The device refused it: it is nowhere. */
  isRefusedHere: boolean;
  /** It went with a device that was wiped before it was accepted. */
  isWiped: boolean;
}

/** Records that one transaction creates or changes together. */
export interface Group {
  readonly token: string;
  readonly device: string;
  readonly keys: readonly string[];
  readonly isCreation: boolean;
}

export interface Deletion {
  readonly device: string;
  readonly key: string;
  readonly order: number;
  isStored: boolean;
  isWiped: boolean;
}

/** What a tablet held when it died. */
export interface Death {
  readonly device: string;
  /** Everything up to this sequence number is held, it says. */
  readonly cursor: number;
  readonly versions: ReadonlyMap<string, number>;
}

export class Ledger {
  readonly edits = new Map<string, Edit>();
  readonly groups: Group[] = [];
  readonly deletions: Deletion[] = [];
  readonly deaths: Death[] = [];
  /** `device number/change number` → sequence number, as devices heard it. */
  readonly accepted = new Map<string, number>();
  readonly problems: string[] = [];
  #count = 0;
  #order = 0;

  newMarker(): string {
    return `~k${String(++this.#count).padStart(6, '0')}~`;
  }

  note(edit: Pick<Edit, 'device' | 'entity' | 'record' | 'attribute' | 'marker' | 'group'>): Edit {
    const noted = { ...edit, order: ++this.#order, isStored: false, isRefusedHere: false, isWiped: false };
    this.edits.set(edit.marker, noted);
    return noted;
  }

  noteDeletion(device: string, key: string): Deletion {
    const deletion = { device, key, order: ++this.#order, isStored: false, isWiped: false };
    this.deletions.push(deletion);
    return deletion;
  }

  noteAccepted(change: string, sequence: number): void {
    const known = this.accepted.get(change);
    if (known !== undefined && known !== sequence) {
      this.problems.push(`doubled: change ${change} was acknowledged as ${known} and as ${sequence}`);
    }
    this.accepted.set(change, sequence);
  }

  /** A device was wiped: what it had not got accepted is allowed to be gone. */
  noteWiped(device: string): void {
    for (const edit of this.edits.values()) if (edit.device === device) edit.isWiped = true;
    for (const deletion of this.deletions) if (deletion.device === device) deletion.isWiped = true;
  }

  get stored(): number {
    return [...this.edits.values()].filter(({ isStored }) => isStored).length;
  }
}
