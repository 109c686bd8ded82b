/**
 * A directory and metadata of a realistic size: 40 roles, 2,000 users and 200 teams in 21 business
 * units, ten entities of 20 plain attributes, a text and a secured column.
 *
 * Invariant: the same on every run, because it comes from a seed; and the users that a workload acts as
 * have roles like everyone else, so their rights are resolved and asked, never waived.
 */
import {
  asId,
  type BusinessUnitId,
  type Metadata,
  type RoleId,
  type TeamId,
  type UserId,
} from '../engine/model/index.ts';
import { parseMetadata } from '../engine/model/parse-metadata.ts';
import { accessLevels, type DirectoryChange, privileges, type Role } from '../engine/security/index.ts';

export const USERS = 2_000;
export const TEAMS = 200;
export const ROLES = 40;
const REGIONS = 4;
const UNITS_IN_REGION = 4;
const UNITS = 1 + REGIONS + REGIONS * UNITS_IN_REGION;
const ENTITIES = 10;
/** Plain attributes that a workload overwrites; the metadata has more beside them. */
export const FIELDS = 20;
/** The entity of which workloads make records. */
export const ENTITY = 'work_order';

export const ROOT_UNIT = idOf<BusinessUnitId>(0, 0);
/** A user of the first region, who may do everything there; so do all others with the same remainder. */
export const worker = (place: number): UserId => idOf(1, (place * UNITS + 1) % USERS);

/** Entities: `work_order`, and others like it whose rights and parts are asked for as well. */
export function realisticMetadata(): Metadata {
  const names = [ENTITY, ...Array.from({ length: ENTITIES - 1 }, (_, at) => `entity_${at}`)];
  const text = (name: string) => ({ name, type: 'string', maxLength: 100 });
  const parsed = parseMetadata({
    version: 1,
    optionSets: [{ name: 'stages', options: [1, 2, 3].map((value) => ({ value, label: `Stage ${value}` })) }],
    entities: names.map((name) => ({
      name,
      primaryName: 'name',
      attributes: [
        { ...text('name'), required: true },
        ...Array.from({ length: FIELDS }, (_, at) => text(`field_${at}`)),
        { name: 'amount', type: 'money' },
        { name: 'stage', type: 'choice', optionSet: 'stages' },
        { name: 'due', type: 'date' },
        { name: 'parent', type: 'lookup', targets: [ENTITY] },
        { name: 'assistant', type: 'lookup', targets: ['user'] },
        { name: 'notes', type: 'memo' },
        { ...text('margin'), secured: true },
      ],
    })),
    relationships: names.map((name) => ({
      name: `${name}_parent`,
      parent: ENTITY,
      child: name,
      attribute: 'parent',
    })),
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.metadata;
}

/** Every change that makes the directory, in an order in which each is accepted. */
export function realisticDirectory(metadata: Metadata): readonly DirectoryChange[] {
  const pick = seeded(7);
  const changes: DirectoryChange[] = [];
  for (let unit = 1; unit < UNITS; unit++) {
    const parent = unit <= REGIONS ? ROOT_UNIT : unitOf(1 + ((unit - 1 - REGIONS) % REGIONS));
    changes.push({ kind: 'put-unit', unit: { id: unitOf(unit), name: `Unit ${unit}`, parent } });
  }
  for (let at = 0; at < ROLES; at++) changes.push({ kind: 'put-role', role: aRole(at, metadata, pick) });
  for (let at = 0; at < TEAMS; at++) {
    const team = { id: idOf<TeamId>(2, at), name: `Team ${at}`, unit: unitOf(at % UNITS), kind: 'owner' };
    changes.push({ kind: 'put-team', team: { ...team, kind: 'owner' } });
    changes.push({ kind: 'grant-role', role: roleOf(pick(ROLES)), to: { team: team.id } });
  }
  for (let at = 0; at < USERS; at++) {
    const id = idOf<UserId>(1, at);
    const user = { id, name: `User ${at}`, unit: unitOf(at % UNITS), disabled: false };
    changes.push({ kind: 'put-user', user: { ...user, language: 'en', timeZone: 'Europe/Vienna' } });
    for (const role of [0, 1 + pick(ROLES - 1), 1 + pick(ROLES - 1)])
      changes.push({ kind: 'grant-role', role: roleOf(role), to: { user: id } });
    for (const team of new Set([pick(TEAMS), pick(TEAMS)])) {
      changes.push({ kind: 'set-member', team: idOf<TeamId>(2, team), user: id, member: true });
    }
  }
  return changes;
}

/** Role 0 lets field workers work in their unit and below; the others give this and that. */
function aRole(at: number, metadata: Metadata, pick: (below: number) => number): Role {
  const levelsOf = () =>
    Object.fromEntries(
      privileges.map((privilege) => [
        privilege,
        at === 0 ? 'parent-child' : accessLevels[pick(accessLevels.length - 1)],
      ]),
    );
  return {
    id: roleOf(at),
    name: `Role ${at}`,
    inheritance: at % 5 === 4 ? 'team-only' : 'direct-user-and-team',
    privileges: Object.fromEntries(metadata.entities.map(({ name }) => [name, levelsOf()])),
  };
}

const unitOf = (at: number): BusinessUnitId => idOf(0, at);
const roleOf = (at: number): RoleId => idOf(3, at);

/** A version 4 uuid that says what it is of and which. */
function idOf<Id extends string>(kind: number, at: number): Id {
  return asId<Id>(`00000000-000${kind}-4000-8000-${at.toString(16).padStart(12, '0')}`);
}

/** Whole numbers below what is asked for, the same each time (xorshift). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
