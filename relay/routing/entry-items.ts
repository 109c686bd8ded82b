/**
 * What one log entry means for one session: put, patch, leave or nothing for each record touched.
 *
 * The rule of scope: membership is evaluated now. In scope now and before is a patch; now alone is a
 * put of today's record; before alone is a leave. "Before" is read from the entry, so nothing need be
 * remembered of a device, and what that guess misses a `want` repairs.
 */
import type { DeviceNumber, RecordId } from '../../engine/model/index.ts';
import type { PageItem } from '../../engine/protocol/index.ts';
import type { AcceptedEntry, LogEntry, LoggedOperation, ViewReader } from '../store/index.ts';
import { goneItem, patchItem, putItem, rebuiltItem } from './page-items.ts';
import type { ScopeView } from './scope-view.ts';

export interface EntryQuestion {
  readonly entry: LogEntry;
  readonly view: ScopeView;
  /** Rows and parts as they are durable now. */
  readonly reader: ViewReader;
  /** The session's device: its own changes come back without their bytes. */
  readonly device: DeviceNumber;
  /**
   * Called for a leave that a later entry brings about: the device then has a part of that entry's
   * change, and must be given all of it in the same page.
   */
  onEarlyLeave(): void;
}

/** The items for a session, in the order of the change's operations; each is made when it is asked for. */
export function* entryItems(question: EntryQuestion): Generator<PageItem, void> {
  const { entry, view, reader } = question;
  switch (entry.kind) {
    case 'accepted':
      for (const step of recordSteps(entry)) {
        const item = stepItem(question, entry, step);
        if (item !== undefined) yield item;
      }
      return;
    case 'rebuilt': {
      const now = reader.row(entry.entity, entry.id);
      if (now && view.isMember(entry.entity, now.system)) yield rebuiltItem(view, entry);
      return;
    }
    case 'refused':
    case 'directory':
    case 'metadata':
    case 'enrolled':
    case 'device':
    case 'incarnation':
      return;
  }
}

/** All that a change did to one record, as one operation: the version moved once. */
function recordSteps(entry: AcceptedEntry): readonly LoggedOperation[] {
  if (entry.operations.length < 2) return entry.operations;
  const steps = new Map<RecordId, LoggedOperation>();
  for (const operation of entry.operations) {
    const earlier = steps.get(operation.id);
    steps.set(operation.id, earlier ? joinOperations(earlier, operation) : operation);
  }
  return [...steps.values()];
}

function joinOperations(earlier: LoggedOperation, later: LoggedOperation): LoggedOperation {
  return {
    ...later,
    systemBefore: earlier.systemBefore,
    parts: [...earlier.parts, ...later.parts],
    before: { ...later.before, ...earlier.before },
    after: { ...earlier.after, ...later.after },
  };
}

function stepItem(
  question: EntryQuestion,
  entry: AcceptedEntry,
  step: LoggedOperation,
): PageItem | undefined {
  const { view, reader, device } = question;
  const isOwn = entry.author.device === device;
  const wasMember = step.systemBefore === null ? isOwn : view.isMember(step.entity, step.systemBefore);
  const now = reader.row(step.entity, step.id);
  if (now === undefined || !view.isMember(step.entity, now.system)) {
    if (!wasMember) return undefined;
    if (step.system !== null && view.isMember(step.entity, step.system)) question.onEarlyLeave();
    return goneItem(step.entity, step.id);
  }
  // Deleted by this entry, and yet a row now: an id is never used again, so this can't be.
  if (step.system === null) return undefined;
  if (!wasMember) return putItem(view, reader, now);
  return patchItem(view, {
    operation: step,
    system: step.system,
    from: step.systemBefore?.versionnumber ?? 0,
    own: isOwn ? entry.author.uuid : undefined,
  });
}
