/**
 * From a log entry to its effects on the views: the one function for commit and replay.
 *
 * Invariant: what it writes follows from the entry, its place in the log and what it reads, and from
 * nothing else; it judges nothing again. So the views are the same whenever they are derived.
 */
import { RejoinError } from '../../engine/model/index.ts';
import { applyOperation, misfit } from './apply-operation.ts';
import { applyPlaceholders, leavePlaceholders } from './apply-placeholders.ts';
import { decideAccepted, decideRefused, NO_DECISIONS } from './decisions.ts';
import type { OrganizationKeys } from './keys.ts';
import type {
  AcceptedEntry,
  DeviceEntry,
  EnrolledEntry,
  LogEntry,
  MetadataEntry,
  RebuiltEntry,
  RecordRef,
} from './log.ts';
import { startPart } from './part-state.ts';
import type { ViewAccess } from './view-access.ts';
import { withdrawnAfter } from './withdrawn-attributes.ts';

/** Applies the entry. Throws `internal-error` where it does not fit what is read: a defect, or damage. */
export function applyEntry(entry: LogEntry, keys: OrganizationKeys, views: ViewAccess): void {
  switch (entry.kind) {
    case 'accepted':
      applyAccepted(entry, keys, views);
      return;
    case 'refused': {
      const { author } = entry;
      const key = keys.decisions(author.device);
      views.write('decisions', key, decideRefused(views.read('decisions', key) ?? NO_DECISIONS, entry));
      for (const left of entry.placeholders) leavePlaceholders(author.device, left, keys, views);
      for (const record of uniqueRecords(entry.touchedRecords, entry.record)) {
        views.refer(keys.auditOfRecord(record.entity, record.id));
      }
      views.refer(keys.auditOfUser(author.userId));
      return;
    }
    case 'directory':
      views.changeDirectory(keys.directory, entry.change);
      if (entry.by !== null) views.refer(keys.auditOfUser(entry.by));
      return;
    case 'metadata':
      applyMetadata(entry, keys, views);
      if (entry.by !== null) views.refer(keys.auditOfUser(entry.by));
      return;
    case 'rebuilt':
      applyRebuilt(entry, keys, views);
      return;
    case 'enrolled':
      applyEnrolled(entry, keys, views);
      return;
    case 'device':
      applyDevice(entry, keys, views);
      return;
    case 'incarnation': {
      const { kind: _kind, nextSequence: _next, ...state } = entry;
      views.write('state', keys.state, state);
    }
  }
}

function applyAccepted(entry: AcceptedEntry, keys: OrganizationKeys, views: ViewAccess): void {
  for (const operation of entry.operations) {
    applyOperation(operation, keys, views);
    views.refer(keys.auditOfRecord(operation.entity, operation.id));
  }
  const { device, userId } = entry.author;
  const key = keys.decisions(device);
  const known = views.read('decisions', key) ?? NO_DECISIONS;
  const parts = applyPlaceholders(known.placeholderParts, entry, keys, views);
  views.write('decisions', key, decideAccepted(known, entry, parts));
  views.refer(keys.auditOfUser(userId));
}

function applyRebuilt(entry: RebuiltEntry, keys: OrganizationKeys, views: ViewAccess): void {
  const { entity, id, part, epoch, snapshot, system } = entry;
  const row = views.read('row', keys.row(entity, id));
  if (row === undefined) throw misfit(entry, 'its record is not there');
  const parts = row.parts.includes(part) ? row.parts : [...row.parts, part];
  views.write('part', keys.part(entity, id, part), startPart(epoch, snapshot));
  views.write('row', keys.row(entity, id), { ...row, system, parts });
}

function applyEnrolled(entry: EnrolledEntry, keys: OrganizationKeys, views: ViewAccess): void {
  const { deviceId, number, userId } = entry;
  const state = views.read('state', keys.state);
  if (state === undefined)
    throw new RejoinError('internal-error', 'a device enrolled before its organization');
  views.write('device', keys.device(number), { deviceId, number, userId, revoked: false });
  views.write('deviceNumber', keys.deviceNumber(deviceId), number);
  const nextDevice = Math.max(state.nextDevice, number + 1) as typeof number;
  views.write('state', keys.state, { ...state, nextDevice });
  views.refer(keys.auditOfUser(userId));
}

function applyDevice({ number, revoked }: DeviceEntry, keys: OrganizationKeys, views: ViewAccess): void {
  const device = views.read('device', keys.device(number));
  if (device === undefined) throw new RejoinError('internal-error', `device ${number} never enrolled`);
  views.write('device', keys.device(number), { ...device, revoked });
  views.refer(keys.auditOfUser(device.userId));
}

function uniqueRecords(records: readonly RecordRef[], one: RecordRef | undefined): Iterable<RecordRef> {
  const all = one === undefined ? records : [...records, one];
  return new Map(all.map((record) => [`${record.entity}/${record.id}`, record])).values();
}

function applyMetadata({ metadata }: MetadataEntry, keys: OrganizationKeys, views: ViewAccess): void {
  const before = views.read('withdrawn', keys.withdrawn) ?? [];
  const after = withdrawnAfter(before, views.read('metadata', keys.metadata), metadata);
  views.write('withdrawn', keys.withdrawn, after);
  views.write('metadata', keys.metadata, metadata);
}
