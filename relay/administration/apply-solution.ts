/**
 * Applies a solution file to an organization that is served, and writes one from it.
 *
 * Invariant: everything is checked before the first change, and all changes stand in one batch of the log:
 * nothing is ever half done. Applying the same file again changes nothing.
 */
import type { Refusal, SequenceNumber, UserId } from '../../engine/model/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import { planSolution } from './plan-solution.ts';
import { failed, type Outcome } from './problem.ts';
import type { Solution, SolutionInput } from './solution-schema.ts';

export interface AppliedSolution {
  /** How many entries of the directory were added or changed. */
  readonly changes: number;
  /** The version of the metadata that was published; null where it stayed. */
  readonly published: number | null;
  readonly sequence: SequenceNumber;
}

/**
 * Brings the organization to what the file says.
 *
 * @param by who stands in the audit; null for the relay's own operator
 */
export async function applySolution(
  organization: OpenOrganization,
  solution: Solution,
  by: UserId | null,
): Promise<Outcome<{ readonly applied: AppliedSolution }>> {
  const made: { planned?: ReturnType<typeof planSolution> } = {};
  const result = await organization.configure((current) => {
    const planned = planSolution(solution, { organization: organization.store.organization, ...current });
    made.planned = planned;
    if (!planned.ok) return unfit;
    const { changes, metadata } = planned.plan;
    return { changes, ...(metadata && { metadata }) };
  }, by);
  if (made.planned?.ok === false) return made.planned;
  if (typeof result !== 'number') return failed([{ path: '', message: result.reason }]);
  const { changes = [], metadata } = made.planned?.plan ?? {};
  const published = metadata?.version ?? null;
  return { ok: true, applied: { changes: changes.length, published, sequence: result } };
}

/**
 * The organization's configuration as a solution file. Default teams stand in it only where they have
 * roles; `parseSolution` of its JSON applied to the same organization changes nothing.
 */
export function exportSolution(organization: OpenOrganization): SolutionInput {
  const metadata = organization.metadata?.metadata;
  const { units, users, teams, roles, columnProfiles } = organization.directory.directory;
  const roleNames = (ids: readonly string[]) => namesOf(roles, ids);
  return {
    ...(metadata && {
      metadata: {
        entities: [...metadata.entities],
        optionSets: [...metadata.optionSets],
        relationships: [...metadata.relationships],
      },
    }),
    businessUnits: [...units.values()].map(({ name, parent }) => ({
      name,
      ...(parent !== null && { parent: units.get(parent)?.name ?? parent }),
    })),
    roles: [...roles.values()].map(({ name, inheritance, privileges }) => ({
      name,
      inheritance,
      privileges: { ...privileges },
    })),
    teams: [...teams.values()]
      .filter((team) => !team.isDefault || team.roles.length > 0)
      .map((team) => ({
        name: team.name,
        ...(!team.isDefault && { unit: units.get(team.unit)?.name ?? team.unit }),
        kind: team.kind,
        roles: roleNames(team.roles),
        members: namesOf(users, [...team.members]),
      })),
    users: [...users.values()].map(({ name, unit, roles: held, language, timeZone, disabled }) => ({
      name,
      unit: units.get(unit)?.name ?? unit,
      roles: roleNames(held),
      language,
      timeZone,
      disabled,
    })),
    columnProfiles: [...columnProfiles.values()].map((profile) => ({
      name: profile.name,
      users: namesOf(users, profile.users),
      teams: namesOf(teams, profile.teams),
      columns: profile.columns.map((column) => ({ ...column })),
    })),
  };
}

/** Only its callers' own problems are told. */
const unfit: Refusal = { code: 'invalid-metadata', reason: 'The solution does not fit the organization.' };

function namesOf(entries: ReadonlyMap<string, { readonly name: string }>, ids: readonly string[]): string[] {
  return ids.map((id) => entries.get(id)?.name ?? id);
}
