/**
 * From a solution file to the changes that bring an organization there, names resolved to ids.
 *
 * A solution adds and changes; what it does not name stays. An entry that bears the name already is the one
 * that is meant; a new one gets an id that follows from its name. Pure: nothing is changed here, so all
 * problems are known before the first change.
 */
import {
  asId,
  type BusinessUnitId,
  type Metadata,
  type OrganizationId,
  type RoleId,
  type TeamId,
  type UserId,
} from '../../engine/model/index.ts';
import type { Directory, DirectoryChange } from '../../engine/security/index.ts';
import type { PublishedMetadata } from '../session/index.ts';
import { DirectoryPlan } from './directory-plan.ts';
import { mergeMetadata } from './metadata-merge.ts';
import { failed, type Outcome } from './problem.ts';
import type { Solution } from './solution-schema.ts';

export interface OrganizationConfiguration {
  readonly organization: OrganizationId;
  readonly directory: Directory;
  readonly published: PublishedMetadata;
}

export interface SolutionPlan {
  readonly changes: readonly DirectoryChange[];
  /** To be published; undefined where it stays as it is. */
  readonly metadata: Metadata | undefined;
}

/** The changes that the solution comes to; none where it is applied already. */
export function planSolution(
  solution: Solution,
  { organization, directory, published }: OrganizationConfiguration,
): Outcome<{ readonly plan: SolutionPlan }> {
  const current = published.metadata;
  const merge = mergeMetadata(published, solution.metadata);
  const metadata = merge.ok ? merge.metadata : undefined;
  const plan = new DirectoryPlan(organization, directory);
  planUnits(solution, plan);
  // With metadata that is refused nothing can be said of the entities that roles name.
  planRoles(solution, plan, merge.ok ? (metadata ?? current) : undefined, merge.ok);
  planTeams(solution, plan);
  planUsers(solution, plan);
  planHolders(solution, plan);
  planProfiles(solution, plan, merge.ok ? (metadata ?? current) : undefined, merge.ok);
  const problems = [...(merge.ok ? [] : merge.problems), ...plan.problems];
  return problems.length > 0 ? failed(problems) : { ok: true, plan: { changes: plan.changes, metadata } };
}

function planUnits({ businessUnits }: Solution, plan: DirectoryPlan): void {
  let waiting = businessUnits.map((unit, place) => ({ unit, path: `businessUnits[${place}]` }));
  const inFile = new Set(businessUnits.map(({ name }) => name));
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ unit }) => unit.name));
    const ready = waiting.filter(({ unit }) => unit.parent === undefined || !names.has(unit.parent));
    if (ready.length === 0) {
      const path = waiting.map(({ unit }) => unit.name).join(', ');
      plan.problems.push({ path: 'businessUnits', message: `these units lie below each other: ${path}` });
      return;
    }
    for (const { unit, path } of ready) planUnit(unit, path);
    waiting = waiting.filter((entry) => !ready.includes(entry));
  }

  function planUnit(unit: Solution['businessUnits'][number], path: string): void {
    const root = rootOf(plan);
    const above = unit.parent === undefined ? root : plan.named('unit', unit.parent, `${path}.parent`);
    if (above === undefined) {
      if (unit.parent !== undefined && !inFile.has(unit.parent))
        plan.known('unit', unit.parent, `${path}.parent`);
      return;
    }
    const id = asId<BusinessUnitId>(plan.idOf('unit', unit.name, path));
    const parent = id === root?.id && unit.parent === undefined ? null : above.id;
    plan.take({ kind: 'put-unit', unit: { id, name: unit.name, parent } }, path);
  }
}

function planRoles(
  { roles }: Solution,
  plan: DirectoryPlan,
  metadata: Metadata | undefined,
  isKnown: boolean,
): void {
  const entities = new Set(metadata?.entities.map(({ name }) => name));
  for (const [place, { name, inheritance, privileges }] of roles.entries()) {
    const path = `roles[${place}]`;
    for (const entity of isKnown ? Object.keys(privileges) : []) {
      if (entities.has(entity)) continue;
      plan.problems.push({ path: `${path}.privileges.${entity}`, message: `there is no entity ${entity}` });
    }
    const id = asId<RoleId>(plan.idOf('role', name, path));
    plan.take({ kind: 'put-role', role: { id, name, inheritance, privileges } }, path);
  }
}

function planTeams({ teams }: Solution, plan: DirectoryPlan): void {
  for (const [place, { name, unit, kind }] of teams.entries()) {
    const path = `teams[${place}]`;
    const known = plan.named('team', name, path);
    // A unit's default team follows its unit; a file can give it roles.
    if (known?.isDefault === true) continue;
    const unitId = unitOf(plan, unit, known?.unit, path);
    if (unitId === undefined) continue;
    const id = asId<TeamId>(plan.idOf('team', name, path));
    plan.take({ kind: 'put-team', team: { id, name, unit: unitId, kind } }, path);
  }
}

function planUsers({ users }: Solution, plan: DirectoryPlan): void {
  for (const [place, user] of users.entries()) {
    const path = `users[${place}]`;
    const known = plan.named('user', user.name, path);
    const unit = unitOf(plan, user.unit, known?.unit, path);
    if (unit === undefined) continue;
    const facts = {
      id: known?.id ?? asId<UserId>(plan.idOf('user', user.name, path)),
      name: user.name,
      unit,
      disabled: user.disabled ?? known?.disabled ?? false,
      language: user.language ?? known?.language ?? 'en',
      timeZone: user.timeZone ?? known?.timeZone ?? 'UTC',
    };
    plan.take({ kind: 'put-user', user: facts }, path);
  }
}

/** Who has which role and is in which team: when all of them are known. */
function planHolders({ users, teams }: Solution, plan: DirectoryPlan): void {
  for (const [place, { name, roles, members }] of teams.entries()) {
    const path = `teams[${place}]`;
    const team = plan.named('team', name, path)?.id;
    for (const [i, role] of roles.entries()) grant(role, team && { team }, `${path}.roles[${i}]`);
    for (const [i, member] of members.entries()) {
      join(team, plan.known('user', member, `${path}.members[${i}]`)?.id, `${path}.members[${i}]`);
    }
  }
  for (const [place, { name, roles, teams: joined }] of users.entries()) {
    const path = `users[${place}]`;
    const user = plan.named('user', name, path)?.id;
    for (const [i, role] of roles.entries()) grant(role, user && { user }, `${path}.roles[${i}]`);
    for (const [i, team] of joined.entries()) {
      join(plan.known('team', team, `${path}.teams[${i}]`)?.id, user, `${path}.teams[${i}]`);
    }
  }

  function grant(name: string, to: { user: UserId } | { team: TeamId } | undefined, path: string): void {
    const role = plan.known('role', name, path)?.id;
    if (role !== undefined && to !== undefined) plan.take({ kind: 'grant-role', role, to }, path);
  }
  function join(team: TeamId | undefined, user: UserId | undefined, path: string): void {
    if (team !== undefined && user !== undefined)
      plan.take({ kind: 'set-member', team, user, member: true }, path);
  }
}

function planProfiles(
  { columnProfiles }: Solution,
  plan: DirectoryPlan,
  metadata: Metadata | undefined,
  isKnown: boolean,
): void {
  const secured = new Set(
    metadata?.entities.flatMap(({ name, attributes }) =>
      attributes.filter((attribute) => attribute.secured).map((attribute) => `${name}.${attribute.name}`),
    ),
  );
  for (const [place, { name, users, teams, columns }] of columnProfiles.entries()) {
    const path = `columnProfiles[${place}]`;
    for (const [i, { entity, attribute }] of columns.entries()) {
      if (!isKnown || secured.has(`${entity}.${attribute}`)) continue;
      plan.problems.push({
        path: `${path}.columns[${i}]`,
        message: `${entity} has no secured column ${attribute}`,
      });
    }
    const userIds = users.flatMap((user, i) => plan.known('user', user, `${path}.users[${i}]`)?.id ?? []);
    const teamIds = teams.flatMap((team, i) => plan.known('team', team, `${path}.teams[${i}]`)?.id ?? []);
    const id = plan.idOf('column-profile', name, path);
    const profile = { id, name, users: userIds, teams: teamIds, columns };
    plan.take({ kind: 'put-column-profile', profile }, path);
  }
}

function unitOf(
  plan: DirectoryPlan,
  named: string | undefined,
  current: BusinessUnitId | undefined,
  path: string,
): BusinessUnitId | undefined {
  if (named !== undefined) return plan.known('unit', named, `${path}.unit`)?.id;
  return current ?? rootOf(plan)?.id;
}

function rootOf(plan: DirectoryPlan): { readonly id: BusinessUnitId } | undefined {
  return [...plan.directory.units.values()].find(({ parent }) => parent === null);
}
