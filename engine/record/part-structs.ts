/**
 * What a part knows of the clocks in it: where each client's end, under which root each lies, and
 * which are live.
 *
 * Judging an update asks for no more than that. A text answers from its document; a plain part can
 * answer from a `RegisterIndex`, without one.
 */
import * as Y from 'yjs';
import type { DeleteRange } from './decoded-update.ts';

export interface PartStructs {
  /** The first clock of the client that the part does not have; 0 for an unknown client. */
  endOf(client: number): number;
  /** The root under which a clock below `endOf` lies; undefined for clocks without a trace. */
  rootAt(client: number, clock: number): string | undefined;
  /** The first clock behind a piece that begins no later than `clock` and lies under one root. */
  endOfPiece(client: number, clock: number): number;
  /** Calls `visit` with root and number of clocks for each live piece of the range. */
  visitLive(range: DeleteRange, visit: (root: string, length: number) => void): void;
  /** How many clients have written in the part. */
  readonly clients: number;
}

/** The answers of a document. */
export class DocStructs implements PartStructs {
  readonly #doc: Y.Doc;
  /** Names of the document's root types, filled as they are asked for. */
  readonly #names = new Map<unknown, string>();

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  get clients(): number {
    return this.#doc.store.clients.size;
  }

  endOf(client: number): number {
    return Y.getState(this.#doc.store, client);
  }

  rootAt(client: number, clock: number): string | undefined {
    const structs = this.#doc.store.clients.get(client);
    const struct = structs?.[Y.findIndexSS(structs, clock)];
    return struct instanceof Y.Item ? this.#nameOf(struct.parent) : undefined;
  }

  endOfPiece(client: number, clock: number): number {
    const structs = this.#doc.store.clients.get(client);
    const struct = structs?.[Y.findIndexSS(structs, clock)];
    return struct ? struct.id.clock + struct.length : clock + 1;
  }

  visitLive({ client, clock, length }: DeleteRange, visit: (root: string, length: number) => void): void {
    const structs = this.#doc.store.clients.get(client);
    if (structs === undefined || clock >= this.endOf(client)) return;
    const end = clock + length;
    for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
      const struct = structs[index];
      if (struct === undefined || struct.id.clock >= end) return;
      if (struct.deleted || !(struct instanceof Y.Item)) continue;
      const from = Math.max(struct.id.clock, clock);
      visit(this.#nameOf(struct.parent) ?? '', Math.min(struct.id.clock + struct.length, end) - from);
    }
  }

  /** Also of a root that the layout no longer has. */
  #nameOf(type: unknown): string | undefined {
    const known = this.#names.get(type);
    if (known !== undefined) return known;
    for (const [name, root] of this.#doc.share) this.#names.set(root, name);
    return this.#names.get(type);
  }
}
