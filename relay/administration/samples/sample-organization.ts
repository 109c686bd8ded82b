/**
 * Fills an organization with the sample: what `npm start` shows.
 *
 * Invariant: ids follow from names and keys, so doing it again adds nothing twice; it brings back what the
 * files say where people changed it since, so a relay fills an organization only when it is new.
 */
import { RejoinError, type UserId } from '../../../engine/model/index.ts';
import type { OpenOrganization } from '../../session/index.ts';
import { applySolution } from '../apply-solution.ts';
import type { FileSource } from '../file-source.ts';
import { type ImportProgress, importFolder } from '../import-folder.ts';
import { mappingSchema } from '../import-mapping.ts';
import type { ImportReport } from '../import-report.ts';
import { solutionSchema } from '../solution-schema.ts';
import { sampleSource } from './made-sample.ts';
import { northwindMapping } from './northwind-mapping.ts';
import { northwindSolution, SAMPLE_ADMIN } from './northwind-solution.ts';

export interface SampleOptions {
  /** The Northwind files; the made sample of 300 records where it is absent. */
  readonly source?: FileSource;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface FilledSample {
  readonly admin: UserId;
  readonly report: ImportReport;
}

/** Applies the sample's solution file and imports its records. */
export async function sampleOrganization(
  organization: OpenOrganization,
  { source = sampleSource(), onProgress }: SampleOptions = {},
): Promise<FilledSample> {
  const applied = await applySolution(organization, solutionSchema.parse(northwindSolution), null);
  if (!applied.ok) throw unfit(applied.problems);
  const { users } = organization.directory.directory;
  const admin = [...users.values()].find(({ name }) => name === SAMPLE_ADMIN)?.id;
  if (admin === undefined) throw unfit([]);
  const outcome = await importFolder(organization, {
    source,
    mapping: mappingSchema.parse(northwindMapping),
    by: admin,
    ...(onProgress && { onProgress }),
  });
  if (!outcome.ok) throw unfit(outcome.problems);
  return { admin, report: outcome.report };
}

/** The organization is not one for the sample: names of it mean something else there. */
function unfit(problems: readonly { readonly path: string; readonly message: string }[]): RejoinError {
  const what = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new RejoinError('invalid-argument', `The sample does not fit into this organization. ${what}`);
}
