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
import { importFolder } from '../import-folder.ts';
import { type MappingInput, mappingSchema } from '../import-mapping.ts';
import type { ImportReport } from '../import-report.ts';
import { type SolutionInput, solutionSchema } from '../solution-schema.ts';
import { meridianFiles } from './meridian-files.ts';
import { meridianMapping } from './meridian-mapping.ts';
import { meridianSolution, SAMPLE_ADMIN } from './meridian-solution.ts';

/** What an organization is filled with. */
export interface Sample {
  readonly solution: SolutionInput;
  readonly mapping: MappingInput;
  readonly source: FileSource;
  /** The user of the solution who stands as the author of the records. */
  readonly admin: string;
}

export interface FilledSample {
  readonly admin: UserId;
  readonly report: ImportReport;
}

/** Applies the sample's solution file and imports its records. */
export async function sampleOrganization(
  organization: OpenOrganization,
  sample: Sample = meridian(),
): Promise<FilledSample> {
  const applied = await applySolution(organization, solutionSchema.parse(sample.solution), null);
  if (!applied.ok) throw unfit(applied.problems);
  const { users } = organization.directory.directory;
  const admin = [...users.values()].find(({ name }) => name === sample.admin)?.id;
  if (admin === undefined) throw unfit([]);
  const mapping = mappingSchema.parse(sample.mapping);
  const outcome = await importFolder(organization, { source: sample.source, mapping, by: admin });
  if (!outcome.ok) throw unfit(outcome.problems);
  return { admin, report: outcome.report };
}

/** Meridian Provisions, a wholesaler that is made up. */
function meridian(): Sample {
  return {
    solution: meridianSolution,
    mapping: meridianMapping,
    source: meridianFiles(),
    admin: SAMPLE_ADMIN,
  };
}

/** The organization is not one for the sample: names of it mean something else there. */
function unfit(problems: readonly { readonly path: string; readonly message: string }[]): RejoinError {
  const what = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new RejoinError('invalid-argument', `The sample does not fit into this organization. ${what}`);
}
