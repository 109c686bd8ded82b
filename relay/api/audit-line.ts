/** One entry of the log as people read it: names beside ids, values before and after, no bytes. */
import { z } from '@hono/zod-openapi';
import type { UserId } from '../../engine/model/index.ts';
import type { Directory } from '../../engine/security/index.ts';
import { auditWords } from '../administration/index.ts';
import type { AuditItem, Authorship, LogEntry } from '../store/index.ts';
import { sequenceOf } from '../store/index.ts';

const recordSchema = z.object({ entity: z.string(), id: z.string() });
const values = z.record(z.string(), z.unknown());

export const auditLineSchema = z
  .object({
    place: z.string().openapi({ description: 'Batch and position in it.' }),
    time: z.iso.datetime(),
    kind: z.string().openapi({ example: 'accepted' }),
    words: z.string().openapi({ description: 'What happened, in one sentence.' }),
    details: z.array(z.string()).openapi({ description: 'A line for each thing that changed.' }),
    sequence: z.int().optional(),
    user: z.string().optional(),
    userName: z.string().optional().openapi({ description: 'As it is now.' }),
    device: z.int().optional(),
    change: z.int().optional().openapi({ description: "The change's number on its device." }),
    code: z.string().optional(),
    reason: z.string().optional(),
    attributes: z.array(z.string()).optional(),
    operations: z.array(recordSchema.extend({ kind: z.string(), before: values, after: values })).optional(),
    attempted: z.array(recordSchema.extend({ values })).optional(),
    /** A change of the directory, an enrolment, a publication: what it was. */
    what: z.unknown().optional(),
  })
  .openapi('AuditEntry');

export type AuditLine = z.infer<typeof auditLineSchema>;

/** @param directory for the names that people have now */
export function auditLine(item: AuditItem, directory: Directory): AuditLine {
  const { batch, position, time, entry } = item;
  const sequence = sequenceOf(entry);
  const { what: words, details } = auditWords(item, directory);
  return {
    place: `${batch}.${position}`,
    time: new Date(time).toISOString(),
    kind: entry.kind === 'refused' ? entry.verdict : entry.kind,
    words,
    details: [...details],
    ...(sequence !== undefined && { sequence }),
    ...contentOf(entry, directory),
  };
}

function contentOf(entry: LogEntry, directory: Directory): Partial<AuditLine> {
  switch (entry.kind) {
    case 'accepted':
      return {
        ...byAuthor(entry.author, directory),
        operations: entry.operations.map(({ kind, entity, id, before, after, systemBefore, system }) => ({
          kind,
          entity,
          id,
          before: { ...before, ...governed(kind, systemBefore) },
          after: { ...after, ...governed(kind, system) },
        })),
      };
    case 'refused':
      return {
        ...byAuthor(entry.author, directory),
        code: entry.code,
        reason: entry.reason,
        ...(entry.attributes !== undefined && { attributes: [...entry.attributes] }),
        attempted: entry.attempted.map(({ entity, id, values: tried }) => ({ entity, id, values: tried })),
      };
    case 'directory':
      return { ...byUser(entry.by, directory), what: entry.change };
    case 'metadata':
      return { ...byUser(entry.by, directory), what: { version: entry.metadata.version } };
    case 'rebuilt':
      return { what: { entity: entry.entity, id: entry.id, part: entry.part, epoch: entry.epoch } };
    case 'enrolled':
      return { ...byUser(entry.userId, directory), device: entry.number, what: { deviceId: entry.deviceId } };
    case 'device':
      return { device: entry.number, what: { revoked: entry.revoked } };
    case 'incarnation':
      return { what: { incarnation: entry.incarnation } };
  }
}

/** What set-state and assign change is not among the values. */
function governed(
  kind: string,
  system: { readonly statecode: string; readonly ownerid: string | null } | null,
): Record<string, unknown> {
  if (system === null) return {};
  if (kind === 'set-state') return { statecode: system.statecode };
  return kind === 'assign' ? { ownerid: system.ownerid } : {};
}

function byAuthor({ device, number, userId }: Authorship, directory: Directory): Partial<AuditLine> {
  return { ...byUser(userId, directory), device, change: number };
}

function byUser(user: UserId | null, directory: Directory): Partial<AuditLine> {
  if (user === null) return {};
  const name = directory.users.get(user)?.name;
  return { user, ...(name !== undefined && { userName: name }) };
}
