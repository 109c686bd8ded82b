/**
 * The order in which the structs of an update can be integrated, as Yjs finds it.
 *
 * Invariant: a struct is visited when everything that it refers to is known or can never be known.
 */
import type { Id, ItemStruct, Struct } from './decoded-update.ts';
import type { KnownStructs } from './known-structs.ts';

interface Queue {
  readonly structs: readonly Struct[];
  next: number;
}

/**
 * Calls `visit` for each struct, until it answers with something, which is given back. `visit` adds
 * the struct to `known`. A struct whose references stay unknown is visited at last, to be refused.
 */
export function visitInOrder<Answer>(
  structs: readonly Struct[],
  known: KnownStructs,
  visit: (struct: Struct) => Answer | undefined,
): Answer | undefined {
  const queues = byClient(structs);
  for (let left = structs.length; left > 0; ) {
    const before = left;
    for (const queue of queues) {
      for (let struct = queue.structs[queue.next]; struct; struct = queue.structs[queue.next]) {
        if (queues.length > 1 && !isReady(struct, known)) break;
        const answer = visit(struct);
        if (answer !== undefined) return answer;
        queue.next += 1;
        left -= 1;
      }
    }
    if (left === before) return visitStuck(queues, visit);
  }
  return undefined;
}

function visitStuck<Answer>(
  queues: readonly Queue[],
  visit: (struct: Struct) => Answer | undefined,
): Answer | undefined {
  for (const queue of queues) {
    const struct = queue.structs[queue.next];
    const answer = struct && visit(struct);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function byClient(structs: readonly Struct[]): Queue[] {
  const first = structs[0];
  if (first === undefined) return [];
  if (structs[structs.length - 1]?.client === first.client) return [{ structs, next: 0 }];
  const clients = new Map<number, Struct[]>();
  for (const struct of structs) {
    const own = clients.get(struct.client);
    if (own) own.push(struct);
    else clients.set(struct.client, [struct]);
  }
  return [...clients.values()].map((own) => ({ structs: own, next: 0 }));
}

function isReady(struct: Struct, known: KnownStructs): boolean {
  return struct.kind !== 'item' || referencesOf(struct).every((id) => known.isKnown(id));
}

/** The ids that have to exist before the item can be integrated. */
export function referencesOf({ origin, rightOrigin, parent }: ItemStruct): Id[] {
  const references: Id[] = [];
  if (origin) references.push(origin);
  if (rightOrigin) references.push(rightOrigin);
  if (parent && 'item' in parent) references.push(parent.item);
  return references;
}
