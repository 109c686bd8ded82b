/**
 * One entry of the audit for people who look on: what it was about has a name, so that a page can say it
 * without an id or a code.
 */
import {
  type MetadataIndex,
  RELAY_DEVICE_NUMBER,
  type RecordId,
  type Values,
} from '../../engine/model/index.ts';
import { type AuditLine, auditLine } from '../api/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import type { AuditItem, LogEntry } from '../store/index.ts';

/** A record that the entry is about. */
export interface FeedRecord {
  readonly entity: string;
  readonly entityLabel: string;
  readonly id: RecordId;
  /** As it is called now, or was; null where it has no name. */
  readonly name: string | null;
  /** Labels of the attributes that changed, or were to. */
  readonly attributes: readonly string[];
}

/** A right on a column that was given or taken. */
export interface FeedRight {
  readonly users: readonly string[];
  readonly label: string;
  readonly mayUpdate: boolean;
}

export interface FeedEntry extends AuditLine {
  readonly about: readonly FeedRecord[];
  /** Labels of what a refusal is about. */
  readonly refused: readonly string[];
  /** Where column security changed. */
  readonly rights: readonly FeedRight[];
  /** An import made it, no device. */
  readonly isImport: boolean;
}

/** @param item durable, of this organization */
export function feedEntry(item: AuditItem, organization: OpenOrganization): FeedEntry {
  const { directory, metadata } = organization;
  const { entry } = item;
  const records = metadata === undefined ? [] : recordsOf(entry, metadata, organization);
  return {
    ...auditLine(item, directory.directory),
    about: records,
    refused: metadata === undefined ? [] : refusedOf(entry, metadata),
    rights: metadata === undefined ? [] : rightsOf(entry, metadata, organization),
    isImport: entry.kind === 'accepted' && entry.author.device === RELAY_DEVICE_NUMBER,
  };
}

function recordsOf(
  entry: LogEntry,
  metadata: MetadataIndex,
  organization: OpenOrganization,
): readonly FeedRecord[] {
  const found = new Map<string, FeedRecord>();
  const note = (entity: string, id: RecordId, values: Values): void => {
    const index = metadata.entity(entity);
    if (index === undefined) return;
    const labels = Object.keys(values).map((name) => labelOf(metadata, entity, name));
    const known = found.get(`${entity}/${id}`);
    const primary = index.entity.primaryName;
    const name = organization.store.durable.row(entity, id)?.values[primary] ?? values[primary];
    found.set(`${entity}/${id}`, {
      ...{ entity, entityLabel: index.entity.label || entity, id },
      name: typeof name === 'string' ? name : (known?.name ?? null),
      attributes: [...new Set([...(known?.attributes ?? []), ...labels])],
    });
  };
  if (entry.kind === 'accepted') {
    for (const { entity, id, before, after } of entry.operations) note(entity, id, { ...before, ...after });
  }
  if (entry.kind === 'refused') {
    for (const { entity, id, values } of entry.attempted) note(entity, id, values);
    for (const { entity, id } of entry.touchedRecords) note(entity, id, {});
  }
  return [...found.values()];
}

function refusedOf(entry: LogEntry, metadata: MetadataIndex): readonly string[] {
  if (entry.kind !== 'refused' || entry.record === undefined) return [];
  const { entity } = entry.record;
  return (entry.attributes ?? []).map((name) => labelOf(metadata, entity, name));
}

function rightsOf(
  entry: LogEntry,
  metadata: MetadataIndex,
  { directory }: OpenOrganization,
): readonly FeedRight[] {
  if (entry.kind !== 'directory' || entry.change.kind !== 'put-column-profile') return [];
  const { users, columns } = entry.change.profile;
  const names = users.flatMap((id) => directory.directory.users.get(id)?.name ?? []);
  return columns.map(({ entity, attribute, update }) => ({
    users: names,
    label: labelOf(metadata, entity, attribute),
    mayUpdate: update,
  }));
}

function labelOf(metadata: MetadataIndex, entity: string, attribute: string): string {
  return metadata.entity(entity)?.attribute(attribute)?.label || attribute;
}
