/**
 * The recording replayed with plain Yjs: two documents, and each update handed over exactly when the
 * other author had seen it. It knows nothing of devices and relays, and says what they must show.
 */
import * as Y from 'yjs';

/** Keystrokes and what they were made on: `seen` of the other's, in order. */
export interface OracleKeystroke {
  readonly agent: 0 | 1;
  readonly seen: number;
  readonly patches: readonly (readonly [position: number, deleted: number, inserted: string])[];
}

class OracleAuthor {
  readonly doc = new Y.Doc();
  readonly text: Y.Text;
  /** The updates of each keystroke. */
  readonly made: Uint8Array[][] = [];
  seen = 0;

  constructor(clientId: number) {
    this.doc.clientID = clientId;
    this.text = this.doc.getText('text');
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'other') this.made.at(-1)?.push(update);
    });
  }
}

export class OracleReplay {
  readonly #authors: readonly [OracleAuthor, OracleAuthor];

  /** @param clientIds Of either author: their order decides between insertions at one place. */
  constructor(clientIds: readonly [number, number]) {
    this.#authors = [new OracleAuthor(clientIds[0]), new OracleAuthor(clientIds[1])];
  }

  /** Lets the author see that many of the other's keystrokes. */
  see(agent: 0 | 1, count: number): void {
    const author = this.#authors[agent];
    const other = this.#authors[agent === 0 ? 1 : 0];
    for (; author.seen < count; author.seen++) {
      for (const update of other.made[author.seen] ?? []) Y.applyUpdate(author.doc, update, 'other');
    }
  }

  /** Makes a keystroke on what its author had seen. */
  type({ agent, seen, patches }: OracleKeystroke): void {
    this.see(agent, seen);
    const { doc, text, made } = this.#authors[agent];
    made.push([]);
    doc.transact(() => {
      for (const [position, deleted, inserted] of patches) {
        if (deleted > 0) text.delete(position, deleted);
        if (inserted !== '') text.insert(position, inserted);
      }
    });
  }

  length(agent: 0 | 1): number {
    return this.#authors[agent].text.length;
  }

  content(agent: 0 | 1): string {
    return this.#authors[agent].text.toString();
  }
}
