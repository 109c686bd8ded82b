/** An organization in memory that is served, for the tests of administration. */
import { MemoryLevel } from 'memory-level';
import {
  asId,
  type BusinessUnitId,
  type OrganizationId,
  type RecordId,
  type UserId,
} from '../../engine/model/index.ts';
import {
  applySolution,
  type ImportReport,
  importFolder,
  type MappingInput,
  memorySource,
  parseMapping,
  parseSolution,
  type SolutionInput,
} from '../../relay/administration/index.ts';
import { DEFAULT_SESSION_LIMITS, OpenOrganization } from '../../relay/session/index.ts';
import { LevelStore } from '../../relay/store/index.ts';

/** Time moves by a millisecond with each look at it. */
export async function anOrganization(name = 'acme'): Promise<OpenOrganization> {
  const database = new MemoryLevel<string, Uint8Array>({ keyEncoding: 'utf8', valueEncoding: 'view' });
  const folder = await LevelStore.open(database);
  const id = asId<OrganizationId>(name);
  let now = Date.UTC(2026, 0, 1);
  const rootUnit = { id: asId<BusinessUnitId>('0199c0de-0000-7000-8000-000000000001'), name: 'Head office' };
  const incarnation = '0199c0de-0000-7000-8000-000000000002';
  await folder.create(id, { incarnation, rootUnit, time: now });
  return OpenOrganization.open({
    openStore: () => folder.organization(id),
    seams: {
      now: () => now++,
      random: () => 0.5,
      randomBytes: (length) => new Uint8Array(length),
      setTimer: () => () => undefined,
    },
    limits: {
      ...DEFAULT_SESSION_LIMITS,
      maxChangeBytes: 2 ** 20,
      maxPartBytes: 2 ** 20,
      maxRecordBytes: 2 ** 22,
    },
    maxDocumentBytes: 2 ** 20,
    onStorage: () => undefined,
    onRestored: () => undefined,
    onDefect: () => undefined,
  });
}

/** Applies a solution that must be right. */
export async function configured(
  solution: SolutionInput,
  organization?: OpenOrganization,
): Promise<OpenOrganization> {
  const open = organization ?? (await anOrganization());
  const parsed = parseSolution(JSON.stringify(solution));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const applied = await applySolution(open, parsed.solution, null);
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  return open;
}

export function userNamed(organization: OpenOrganization, name: string): UserId {
  for (const user of organization.directory.directory.users.values()) if (user.name === name) return user.id;
  throw new Error(`no user ${name}`);
}

/** Imports files that are in memory; throws where the mapping is refused. */
export async function imported(
  organization: OpenOrganization,
  mapping: MappingInput,
  files: Readonly<Record<string, string | Uint8Array>>,
  by = 'Ada',
): Promise<ImportReport> {
  const parsed = parseMapping(JSON.stringify(mapping));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const outcome = await importFolder(organization, {
    source: memorySource(files),
    mapping: parsed.mapping,
    by: userNamed(organization, by),
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

/** All rows of an entity, by one of their values. */
export async function rowsBy(organization: OpenOrganization, entity: string, attribute: string) {
  const rows = new Map<
    unknown,
    { readonly id: RecordId; readonly version: number; readonly values: object }
  >();
  for await (const { id, system, values } of organization.store.rows(entity)) {
    rows.set(values[attribute], { id, version: system.versionnumber, values });
  }
  return rows;
}

/** Deletes a record as a change that a device of Ada's had sent. */
export async function deletedByDevice(
  organization: OpenOrganization,
  entity: string,
  id: RecordId,
): Promise<void> {
  const userId = userNamed(organization, 'Ada');
  await organization.runJob(({ store }) => {
    const row = store.row(entity, id);
    if (row === undefined) throw new Error('no row');
    const { values: before, system: systemBefore } = row;
    const author = { device: 5_000 as never, number: 1, uuid: id as never, hash: new Uint8Array(32) };
    store.stage({
      kind: 'accepted',
      sequence: store.nextSequence,
      author: { ...author, userId, stamp: 1 },
      operations: [{ kind: 'delete', entity, id, parts: [], before, after: {}, systemBefore, system: null }],
      consumed: [],
      dropCarryUpTo: 0,
    });
  });
}
