/**
 * Which registers of a stored part have several live entries, told from its bytes: no document is made, which takes
 * six times as long. So a device knows of every record whether it has a conflict, also of those that nobody opens.
 *
 * Invariant: the same attributes as those of `conflictsOf` on the document that the bytes make.
 */
import * as Y from 'yjs';

/** What is stored of a part: its state (V2), if there is one, and the updates (V1) behind it. */
export interface StoredPart {
  readonly state: Uint8Array | undefined;
  readonly updates: readonly Uint8Array[];
}

/** The names of the registers, sorted. */
export function conflictedRegisters({ state, updates }: StoredPart): string[] {
  const pieces = updates.map((update) => Y.decodeUpdate(update));
  if (state !== undefined) pieces.unshift(Y.decodeUpdateV2(state));
  const items = new PartItems();
  for (const { structs } of pieces)
    for (const struct of structs) if (struct instanceof Y.Item) items.add(struct);
  const live = new Map<string, Set<string>>();
  for (const item of items) {
    if (!(item.content instanceof Y.ContentAny)) continue;
    const root = items.rootOf(item);
    if (root === undefined) continue;
    const entries = live.get(root) ?? new Set();
    live.set(root, entries);
    for (let offset = 0; offset < item.length; offset++) {
      const [client, clock] = [item.id.client, item.id.clock + offset];
      if (!pieces.some(({ ds }) => isDeleted(ds, client, clock))) entries.add(`${client} ${clock}`);
    }
  }
  return [...live].flatMap(([root, entries]) => (entries.size > 1 ? [root] : [])).sort();
}

type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds'];

function isDeleted({ clients }: DeleteSet, client: number, clock: number): boolean {
  return (
    clients.get(client)?.some((range) => range.clock <= clock && clock < range.clock + range.len) === true
  );
}

/** The items of a part by their places, and the roots that they stand under. */
class PartItems {
  readonly #byClient = new Map<number, Y.Item[]>();
  readonly #roots = new Map<Y.Item, string>();

  add(item: Y.Item): void {
    const items = this.#byClient.get(item.id.client);
    if (items === undefined) this.#byClient.set(item.id.client, [item]);
    else items.push(item);
  }

  *[Symbol.iterator](): IterableIterator<Y.Item> {
    for (const items of this.#byClient.values()) yield* items;
  }

  /** An item that names no parent has that of what it was put beside. */
  rootOf(item: Y.Item): string | undefined {
    const passed: Y.Item[] = [];
    let root: string | undefined;
    let at: Y.Item | undefined = item;
    while (at !== undefined && root === undefined && !passed.includes(at)) {
      const parent: unknown = at.parent;
      root = typeof parent === 'string' ? parent : this.#roots.get(at);
      passed.push(at);
      at = this.#at(at.origin ?? at.rightOrigin);
    }
    if (root !== undefined) for (const one of passed) this.#roots.set(one, root);
    return root;
  }

  #at(id: Y.ID | null): Y.Item | undefined {
    if (id === null) return undefined;
    const items = this.#byClient.get(id.client);
    return items?.find(({ id: { clock }, length }) => clock <= id.clock && id.clock < clock + length);
  }
}
