/**
 * What a device gets after its `hello`: for each entity whether the change log since its cursor is
 * enough, or all of the entity is sent again.
 *
 * Invariant: nothing of an earlier session is remembered. The plan follows from what the device says that
 * it holds, and from what its user may see now.
 */
import type { RecordId, SequenceNumber } from '../../engine/model/index.ts';
import { type Hello, sameHash, type Welcome } from '../../engine/protocol/index.ts';
import type { ScopeView } from '../routing/index.ts';
import type { EndedIncarnation } from '../store/index.ts';

export interface SyncPlan {
  /** As the welcome tells it. */
  readonly actions: Welcome['plan'];
  /** The cursor from which the log is read. */
  readonly cursor: SequenceNumber;
  readonly reconcile: readonly { readonly entity: string; readonly after?: RecordId }[];
  /** Whether the device holds exactly the entities of its user's scope, each under the rights of now. */
  readonly isSameScope: boolean;
}

export interface Standing {
  readonly incarnation: string;
  readonly lastSequence: SequenceNumber;
  /** The incarnation before this one, where there was one. */
  readonly follows: EndedIncarnation | undefined;
}

/**
 * Compares what the device holds with what its user's scope is now. A device of the incarnation before goes
 * on where its cursor lies within what is known of that; one of any other, or
 * whose cursor lies beyond the log, starts over with every entity; entities that it holds and
 * that are no longer offline are named too, so that they leave.
 */
export function planSync(hello: Hello, view: ScopeView, standing: Standing): SyncPlan {
  const isCurrent = hello.incarnation === standing.incarnation && hello.cursor <= standing.lastSequence;
  const isKnown = isCurrent || isBefore(hello, standing);
  const held = new Map(hello.entities.map((entity) => [entity.entity, entity]));
  const offline = view.offlineEntities();
  const lost = [...held.keys()].filter((entity) => !offline.includes(entity));
  const actions: { entity: string; action: 'resume' | 'reconcile' | 'first-download' }[] = [];
  const reconcile: { entity: string; after?: RecordId }[] = lost.map((entity) => ({ entity }));
  let isSameScope = lost.length === 0;
  for (const entity of offline) {
    const state = held.get(entity);
    const isSame = isKnown && state !== undefined && sameHash(state.scopeHash, view.scopeHash(entity));
    isSameScope &&= isSame;
    // What a device got of a range of the incarnation before may be newer than its cursor, and lost.
    const after = isCurrent && isSame ? state.after : undefined;
    if (isSame && state.after === undefined) {
      actions.push({ entity, action: 'resume' });
      continue;
    }
    actions.push({ entity, action: state === undefined ? 'first-download' : 'reconcile' });
    reconcile.push({ entity, ...(after !== undefined && { after }) });
  }
  // With nothing held, what changes meanwhile comes from the log, from this moment on.
  const isFirst = !isKnown || hello.entities.length === 0;
  return {
    actions,
    reconcile,
    cursor: isFirst ? standing.lastSequence : hello.cursor,
    isSameScope,
  };
}

function isBefore({ incarnation, cursor }: Hello, { follows }: Standing): boolean {
  return follows !== undefined && incarnation === follows.incarnation && cursor <= follows.lastSequence;
}
