/**
 * Edits enter the outbox here: formed, folded where they can be, or queued as a change of their own.
 *
 * Invariant: what a person is told is saved is in the outbox, on the disk, in the order of saving.
 */
import { type ChangeId, newRecordId, RejoinError } from '../model/index.ts';
import { maxFoldedBytes } from './change-size.ts';
import { foldInto, foldTarget, joinOperation, vanishing } from './fold-edits.ts';
import { type EditRequest, type FormedOperation, formOperation } from './form-change.ts';
import { type OutboxEntry, operationKey, type PendingOperation } from './outbox-entry.ts';
import type { Step } from './step.ts';

/** A uuid for a change: it stays when the change is formed again. */
export function newChangeId(step: Pick<Step, 'clock' | 'seams'>): ChangeId {
  const id: string = newRecordId({
    now: () => step.clock.now(),
    randomBytes: (n) => step.seams.randomBytes(n),
  });
  return id as ChangeId;
}

/** Makes one edit; it may join a change that was not sent yet. */
export async function makeEdit(step: Step, request: EditRequest): Promise<void> {
  requireTarget(step, request);
  step.passes('before-store', 'after-store');
  step.touched.add(request.key);
  if (request.kind === 'delete') {
    const pointless = vanishing(step.outbox(), request.key);
    if (pointless !== undefined) {
      for (const entry of pointless) step.removeEntry(entry);
      return;
    }
  }
  const formed = await formOperation(step, request);
  if (formed !== undefined) enqueue(step, formed);
}

/** Queues what was formed, inside an unsent change of the same record where the rules allow it. */
export function enqueue(step: Step, formed: FormedOperation): void {
  const { pending, stamp, reform, clientId = step.clientId } = formed;
  const { metadataVersion } = step.state;
  const edit = { pending, stamp, metadataVersion, clientId, maxBytes: maxFoldedBytes(step.state) };
  const target = reform === null ? foldTarget(step.outbox(), edit) : undefined;
  step.putEntry(
    target === undefined ? newEntry(step, [pending], { stamp, reform, clientId }) : foldInto(target, edit),
  );
}

/** Makes several edits as one change: all or nothing, here and at the relay. */
export async function makeGroup(step: Step, requests: readonly EditRequest[]): Promise<void> {
  let entry: OutboxEntry | undefined;
  step.passes('before-store', 'after-store');
  for (const request of requests) {
    requireTarget(step, request, entry);
    step.touched.add(request.key);
    const formed = await formOperation(step, request);
    if (formed === undefined) continue;
    entry = addFormed(step, formed, entry ?? { grouped: true });
  }
}

/** Queues what was formed in an entry of its own, or in the one that the operations before it are in. */
export function addFormed(
  step: Step,
  { pending, stamp, reform }: FormedOperation,
  to: OutboxEntry | Pick<OutboxEntry, 'grouped'>,
): OutboxEntry {
  const entry =
    'operations' in to
      ? { ...to, stamp, reform: reform ?? to.reform, operations: joinOperation(to.operations, pending) }
      : { ...newEntry(step, [pending], { stamp, reform }), ...to };
  step.putEntry(entry);
  return entry;
}

/** A new entry at the end of the queue. */
export function newEntry(
  step: Step,
  operations: readonly PendingOperation[],
  {
    stamp,
    reform = null,
    clientId = step.clientId,
  }: Pick<OutboxEntry, 'stamp'> & Partial<Pick<OutboxEntry, 'reform' | 'clientId'>>,
): OutboxEntry {
  const { nextOrder: order, lastVerdict, metadataVersion } = step.state;
  step.change({ nextOrder: order + 1 });
  const entry: OutboxEntry = {
    ...{ order, uuid: newChangeId(step), number: null, lastVerdict, metadataVersion, stamp, clientId },
    ...{ grouped: false, accepted: null, reform, operations, settled: [] },
  };
  step.touch(entry);
  return entry;
}

/** @param group The change that the request goes into, so far: what that does is not in the views yet. */
function requireTarget(step: Step, { kind, key }: EditRequest, group?: OutboxEntry): void {
  const made = group?.operations.filter((pending) => operationKey(pending) === key) ?? [];
  const does = (what: string): boolean => made.some(({ operation }) => operation.kind === what);
  const exists = !does('delete') && (does('create') || step.holdings.views.get(key) !== undefined);
  if (exists === (kind !== 'create')) return;
  throw new RejoinError(exists ? 'duplicate-id' : 'record-gone');
}
