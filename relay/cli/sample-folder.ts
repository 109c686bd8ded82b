/**
 * The sample organization in a data folder: made, completed, or begun anew.
 *
 * Invariant: only a folder that `npm start` made the sample in is ever emptied, and only while no relay has it
 * open; keys and whatever else lies there stay.
 */
import { access, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  asId,
  newRecordId,
  type OrganizationId,
  type RecordId,
  RejoinError,
} from '../../engine/model/index.ts';
import { SAMPLE_PAIR, SAMPLE_RECORDS, sampleOrganization, stableId } from '../administration/index.ts';
import { type Configuration, type OpenRelay, openRelay, type Report, realSeams } from '../server/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import type { Stage } from '../showcase/index.ts';

export const SAMPLE = asId<OrganizationId>('meridian');
const NAME = 'Meridian Provisions';
/** Says that the folder's organization is the sample, and that it is whole. */
const BEGUN = 'sample-begun';
const WHOLE = 'sample-whole';

const account = (number: string) => ({
  entity: 'account',
  id: asId<RecordId>(stableId(SAMPLE, 'record', ['account', number])),
});

/** Who and what *Play the minute* is about. */
export const sampleStage: Stage = {
  ...SAMPLE_PAIR,
  shared: account(SAMPLE_RECORDS.shared),
  guarded: account(SAMPLE_RECORDS.guarded),
};

/** The sample organization, made unless the folder says that it is whole. */
export async function openSample({ relay, folder }: OpenRelay): Promise<OpenOrganization> {
  const known = relay.organization(SAMPLE);
  if (known !== undefined && (await exists(join(folder.path, WHOLE)))) return known;
  await writeFile(join(folder.path, BEGUN), '');
  const organization =
    known ??
    (await relay.createOrganization(SAMPLE, {
      incarnation: newRecordId(realSeams),
      rootUnit: { id: asId(stableId(SAMPLE, 'unit', [NAME])), name: NAME },
    }));
  if ('code' in organization) throw new RejoinError(organization.code, organization.reason);
  await sampleOrganization(organization);
  await writeFile(join(folder.path, WHOLE), '');
  return organization;
}

/** Removes the sample's data, so that the next opening makes it anew. Throws where that is not the sample's folder. */
export async function beginAnew(configuration: Configuration, report: Report): Promise<void> {
  const { data } = configuration;
  const database = join(data, 'db');
  const removed = join(data, 'db.removed');
  const hasDatabase = await exists(database);
  if (hasDatabase) await refuseOthers(configuration, report);
  try {
    if (hasDatabase) await rm(join(data, WHOLE), { force: true });
    if (await exists(removed)) await rm(removed, { recursive: true });
    if (!hasDatabase) return;
    // In one step, so that no half of it is ever opened.
    await rename(database, removed);
    await rm(removed, { recursive: true });
  } catch (error) {
    throw new RejoinError('data-folder-read-only', `${data} can not be emptied.`, { cause: error });
  }
}

/** Throws where the folder holds more than the sample, or cannot be looked at. */
async function refuseOthers(configuration: Configuration, report: Report): Promise<void> {
  const { data } = configuration;
  const opened = await openRelay(configuration, { ifMissing: 'refuse', report });
  const others = opened.relay.organizations.filter((id) => id !== SAMPLE);
  await opened.stop();
  const isSample = await exists(join(data, BEGUN));
  if (isSample && others.length === 0) return;
  const why = others.length > 0 ? `holds ${others.join(', ')} too` : 'was not made by npm start';
  throw new RejoinError('invalid-argument', `--fresh would remove all of ${data}, which ${why}.`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
