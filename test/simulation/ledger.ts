/**
 * What people typed, kept outside of everything that is tested: each value once, with what its author saw
 * when writing it, and what became of it by their own hand.
 *
 * Invariant: every value typed is unlike every other, so that it can be found wherever it went.
 */

export interface Typed {
  /** The value, or the marker that was typed into a text. */
  readonly token: string;
  readonly device: string;
  /** Which of the lives of that tablet: a wipe ends one. */
  readonly era: number;
  readonly entity: string;
  readonly id: string;
  readonly attribute: string;
  readonly isText: boolean;
  /** Tokens of the same attribute that its author had on screen when it was written (or sent again). */
  readonly seen: Set<string>;
  /** Whether the device said that it is stored. */
  isKept: boolean;
  /** Its author gave it up: a discarded draft, an attribute left out, a new record deleted again. */
  isGivenUp: boolean;
  /** Somebody who saw it took it out of the text. */
  isErased: boolean;
}

/** Records that one transaction created or marked together. */
export interface Group {
  readonly token: string;
  readonly device: string;
  readonly keys: readonly string[];
  /** Somebody touched one of them alone since. */
  isBroken: boolean;
}

export class Ledger {
  readonly typed = new Map<string, Typed>();
  readonly groups: Group[] = [];
  /** Records that somebody wanted to delete. */
  readonly removed = new Set<string>();
  /** `device era` of tablets that an operator has revoked: what they had not sent is lost with them. */
  readonly revoked = new Set<string>();
  /** By tablet, the era in which it is. */
  readonly eras = new Map<string, number>();
  #count = 0;

  /** A text that nothing else contains; markers are what frames and files are searched for. */
  newMarker(): string {
    return `~k${String(++this.#count).padStart(6, '0')}~`;
  }

  /** A number in canonical form that nothing else equals. */
  newDecimal(): string {
    const count = ++this.#count;
    return `${count}.${String((count % 9) + 1)}`;
  }

  note(
    typed: Pick<Typed, 'token' | 'device' | 'entity' | 'id' | 'attribute' | 'isText'>,
    seen: Iterable<string>,
  ): Typed {
    const entry: Typed = {
      ...typed,
      era: this.eraOf(typed.device),
      ...{ seen: new Set(seen), isKept: false, isGivenUp: false, isErased: false },
    };
    this.typed.set(typed.token, entry);
    return entry;
  }

  eraOf(device: string): number {
    return this.eras.get(device) ?? 0;
  }

  group(token: string, device: string, keys: readonly string[]): void {
    this.groups.push({ token, device, keys, isBroken: false });
  }

  /** Somebody is about to touch the record alone. */
  breakGroups(key: string): void {
    for (const group of this.groups) if (group.keys.includes(key)) group.isBroken = true;
  }

  /** Everything typed into a record. */
  of(id: string): Typed[] {
    return [...this.typed.values()].filter((typed) => typed.id === id);
  }
}

/** The markers in a text or in bytes read as one. */
export function markersIn(text: string): string[] {
  return text.match(/~k\d{6}~/g) ?? [];
}
