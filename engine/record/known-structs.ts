/**
 * What ids mean while one update is judged: the part, the sender's placeholders, and the structs of the
 * update that came before.
 *
 * Invariant: a client's clocks are known from 0 to `endOf`, without a hole, and nothing here changes
 * the part.
 */
import type { Candidate } from './candidate.ts';
import type { DeleteRange, Id } from './decoded-update.ts';
import type { PartStructs } from './part-structs.ts';
import type { Placeholder } from './remains.ts';

interface AddedStruct extends DeleteRange {
  readonly root: string;
}

export class KnownStructs {
  readonly #part: PartStructs;
  readonly #placeholders: ReadonlyMap<number, readonly Placeholder[]>;
  readonly #added = new Map<number, AddedStruct[]>();

  constructor({ structs, placeholders }: Candidate) {
    this.#part = structs;
    this.#placeholders = byClient(placeholders);
  }

  /** The first clock of the client that is not known. */
  endOf(client: number): number {
    const added = this.#added.get(client)?.at(-1);
    if (added) return added.clock + added.length;
    const state = this.#part.endOf(client);
    const refused = this.#placeholders.get(client)?.at(-1);
    return refused ? Math.max(state, refused.clock + refused.length) : state;
  }

  isKnown({ client, clock }: Id): boolean {
    return clock < this.endOf(client);
  }

  /** The name of the root under which a known clock lies; undefined for clocks without a trace. */
  rootOf(id: Id): string | undefined {
    if (id.clock < this.#part.endOf(id.client)) return this.#part.rootAt(id.client, id.clock);
    return this.refused(id)?.root ?? findCovering(this.#added.get(id.client) ?? [], id.clock)?.root;
  }

  /** The placeholder in which the clock lies, whether it is in the document by now or not. */
  refused(id: Id): Placeholder | undefined {
    const placeholders = this.#placeholders.get(id.client);
    return placeholders && findCovering(placeholders, id.clock);
  }

  /** Takes in the next struct of a client. */
  add(struct: DeleteRange, root: string): void {
    const added = { client: struct.client, clock: struct.clock, length: struct.length, root };
    const own = this.#added.get(struct.client);
    if (own) own.push(added);
    else this.#added.set(struct.client, [added]);
  }

  /** Calls `visit` with root and number of clocks for each live item of the part in the range. */
  visitLive(range: DeleteRange, visit: (root: string, length: number) => void): void {
    this.#part.visitLive(range, visit);
  }

  /** Cuts a known range where its root changes; clocks without a trace are left out. */
  splitByRoot({ client, clock, length }: DeleteRange): AddedStruct[] {
    const pieces: AddedStruct[] = [];
    for (let at = clock; at < clock + length; ) {
      const end = Math.min(this.#endOfStruct({ client, clock: at }), clock + length);
      const root = this.rootOf({ client, clock: at });
      const last = pieces.at(-1);
      if (last && last.root === root && last.clock + last.length === at) {
        pieces[pieces.length - 1] = { ...last, length: end - last.clock };
      } else if (root !== undefined) pieces.push({ client, clock: at, length: end - at, root });
      at = end;
    }
    return pieces;
  }

  /** The first clock behind the struct that holds a known clock. */
  #endOfStruct(id: Id): number {
    if (id.clock < this.#part.endOf(id.client)) return this.#part.endOfPiece(id.client, id.clock);
    const range = this.refused(id) ?? findCovering(this.#added.get(id.client) ?? [], id.clock);
    return range ? range.clock + range.length : id.clock + 1;
  }
}

const NONE: ReadonlyMap<number, readonly Placeholder[]> = new Map();

function byClient(placeholders: readonly Placeholder[]): ReadonlyMap<number, readonly Placeholder[]> {
  if (placeholders.length === 0) return NONE;
  const clients = new Map<number, Placeholder[]>();
  for (const placeholder of placeholders) {
    const own = clients.get(placeholder.client);
    if (own) own.push(placeholder);
    else clients.set(placeholder.client, [placeholder]);
  }
  for (const own of clients.values()) own.sort((a, b) => a.clock - b.clock);
  return clients;
}

/** The range that has the clock, of ranges of one client in ascending order. */
export function findCovering<Range extends DeleteRange>(
  ranges: readonly Range[],
  clock: number,
): Range | undefined {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range === undefined) return undefined;
    if (clock < range.clock) high = middle - 1;
    else if (clock >= range.clock + range.length) low = middle + 1;
    else return range;
  }
  return undefined;
}
